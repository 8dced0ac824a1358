/**
 * What a condition rejects with or throws: every time a new object, with a message that says what to do.
 */
import type { RefusalReason } from '../core/condition/commands.ts';
import type { Mode, OwnerId } from '../core/shared-lock/commands.ts';
import { LockError, LockUsageError } from './errors.ts';

/** Who was refused. */
export interface Asker {
  readonly lock: string;
  readonly owner: OwnerId | null;
  readonly mode?: Mode | undefined;
}

/** An abort is not here: it rejects with the reason of its signal. The others are told to nobody. */
export function conditionErrorOf(reason: RefusalReason, asker: Asker): Error {
  const condition = `The condition of lock '${asker.lock}'`;
  switch (reason) {
    case 'timeout':
      return new LockError(
        reason,
        `${condition} was not notified in time, and ${whoIs(asker)} has the lock again: ` +
          'look at what it protects, and wait on or give up.',
        asker,
      );
    case 'already-waiting':
      return new LockUsageError(
        reason,
        `${condition} is waited for already by ${whoIs(asker)}: wait once at a time.`,
        asker,
      );
    case 'already-notified':
      return new LockUsageError(
        reason,
        `${condition} was notified, which happens once: go on without it, or use Condition for many rounds.`,
        asker,
      );
    default:
      throw new Error(`lockchart: the refusal '${reason}' of a condition has no error; please report this`);
  }
}

export function unowned(asker: Asker): LockUsageError {
  return new LockUsageError(
    'condition-unowned',
    `Lock '${asker.lock}' is not held by ${whoIs(asker)}, who waits for its condition or notifies it: ` +
      'acquire it first, and wait once at a time, for a wait has let go of the lock.',
    asker,
  );
}

export function ownerRequired(lock: string): LockUsageError {
  return new LockUsageError(
    'owner-required',
    `The condition of lock '${lock}' was not told who asks: give { hold } or { owner }, or use withOwner.`,
    { lock },
  );
}

export function releasedWhileWaiting(asker: Asker): LockUsageError {
  return new LockUsageError(
    'released-while-waiting',
    `The hold of lock '${asker.lock}' was released while ${whoIs(asker)} waited with it, and is not taken back: ` +
      'await the wait, or end it by its signal, before the hold is released.',
    asker,
  );
}

const whoIs = ({ owner }: Asker): string => (owner === null ? 'an anonymous owner' : `owner '${owner}'`);
