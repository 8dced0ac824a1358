/**
 * What errors say, written down line by line, to be compared with a file.
 */
import { expect } from 'vitest';
import { rejectionOf, thrownBy } from './kit.ts';

/** What is wrong by its type. */
export const bad = (value: unknown): never => value as never;

export class Messages {
  readonly #lines: string[] = [];

  throws(what: string, fn: () => unknown): void {
    this.#tell(what, thrownBy(fn));
  }

  async rejects(what: string, promise: Promise<unknown>): Promise<void> {
    this.#tell(what, await rejectionOf(promise));
  }

  /** `file`: beside this one. */
  async expectToBe(file: string): Promise<void> {
    await expect(this.#lines.join('\n')).toMatchFileSnapshot(file);
  }

  /** What it was about, the kind of error, and what it says. */
  #tell(what: string, error: unknown): void {
    const { name, code, message } = error as Error & { readonly code: string };
    this.#lines.push(`${what}\n  ${name} ${code}\n  ${message}\n`);
  }
}
