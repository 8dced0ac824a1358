/**
 * What an acquire gives: the public face of a granted request (./request.ts).
 */
import type { Mode, OwnerId } from '../core/shared-lock/commands.ts';

/**
 * A granted place in a lock. It belongs to whoever was given it: releasing it a second time does nothing, and
 * never frees somebody else's. `using` and `await using` release it at the end of the block, also on throw.
 */
export interface Hold {
  /** Null when the acquire named no owner. */
  readonly owner: OwnerId | null;
  /** `shared` after a downgrade. */
  readonly mode: Mode;
  /**
   * The fencing token: grows with every grant of the lock, also after a wait for a condition, and stays the
   * same through a downgrade. Whoever is written to can refuse a smaller token than it has seen.
   */
  readonly token: number;
  /** False once released, or ended by the delete of the lock, and while it waits for a condition. */
  readonly isHeld: boolean;
  /**
   * Gives the lock back; whoever fits next is granted in the same step. Does nothing the second time. A hold
   * that waits for a condition is not taken back, and the wait rejects with `released-while-waiting`.
   */
  release(): void;
  /**
   * Exclusive to shared with no gap. The waiting sharers of the most urgent priority are granted at once,
   * even past an exclusive waiter of that priority. Does nothing on a shared hold.
   *
   * @throws {LockUsageError} `downgrade-unowned` when the hold has ended.
   */
  downgrade(): void;
  /**
   * Ends the lock, and this hold with it: whoever waits is refused `deleted`, and so is every later request.
   *
   * @throws {LockUsageError} `delete-while-sharing` on a shared hold, `release-unowned` when the hold has
   * ended.
   * @throws {LockError} `closed` when the lock was closed.
   */
  delete(): void;
  [Symbol.dispose](): void;
  [Symbol.asyncDispose](): Promise<void>;
}
