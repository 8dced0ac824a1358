/** What the user can put right: told in a sentence, without a stack trace, and with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
