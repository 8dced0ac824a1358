/**
 * What a lock rejects with or throws: every time a new object, which names the lock, the owner and the mode,
 * and says what to do.
 */
import type { Mode, OwnerId } from '../core/shared-lock/commands.ts';

/** What can happen to a correct program. */
export type LockErrorCode = 'timeout' | 'deleted' | 'closed' | 'not-found' | 'duplicate-add' | 'aborted';

/** What only a mistake in the program can cause. */
export type LockUsageErrorCode =
  | 'double-acquire'
  | 'release-unowned'
  | 'downgrade-unowned'
  | 'delete-while-sharing'
  | 'set-busy'
  | 'set-double-acquire'
  | 'set-release-unowned'
  | 'release-unheld'
  | 'set-downgrade-unowned'
  | 'downgrade-unheld'
  | 'add-partially-owned'
  | 'remove-not-all-owned'
  | 'remove-failed-holding'
  | 'opportunistic-timeout'
  | 'invalid-level'
  | 'immutable-level'
  | 'bgl-required'
  | 'bgl-release'
  | 'level-order'
  | 'keyring-busy'
  | 'keyring-closed'
  | 'condition-unowned'
  | 'already-waiting'
  | 'already-notified'
  | 'released-while-waiting'
  | 'owner-required'
  | 'invalid-argument';

export interface LockErrorDetails {
  /** The name of the lock. */
  readonly lock: string;
  /** Null for an anonymous owner. */
  readonly owner?: OwnerId | null | undefined;
  /** The mode that was asked for. */
  readonly mode?: Mode | undefined;
  /** Members of a set that the error is about. */
  readonly names?: readonly string[] | undefined;
  /** Members that were removed all the same. */
  readonly removed?: readonly string[] | undefined;
}

abstract class CodedError<Code extends string> extends Error {
  /** What happened, for programs. */
  readonly code: Code;
  /** The name of the lock. */
  readonly lock: string;
  /** Who asked; null for an anonymous owner. */
  readonly owner: OwnerId | null;
  /** The mode that was asked for, where one was. */
  readonly mode: Mode | undefined;
  /**
   * Members of a set: those that are missing or there already, that could not be had in time, that are not
   * held or not as they must be; of an operation that was aborted, those that it had added or removed.
   */
  declare readonly names: readonly string[];
  /** Members that a remove which did not go all the way had removed by then. */
  declare readonly removed: readonly string[];

  constructor(code: Code, message: string, details: LockErrorDetails, options?: ErrorOptions) {
    super(message, options);
    const { lock, owner, mode, names, removed } = details;
    this.code = code;
    this.lock = lock;
    this.owner = owner ?? null;
    this.mode = mode;
    if (names !== undefined) this.names = names;
    if (removed !== undefined && removed.length > 0) this.removed = removed;
  }
}

/**
 * A request was not granted: `timeout`, `deleted` (the lock has ended), `closed` (it takes no more requests;
 * of a keyring: it gave back everything meanwhile). Of a lock set also: `not-found` (no such member, or not
 * any more), `duplicate-add` (there is such a member already), `aborted` (an add or a remove that had changed
 * something by then).
 *
 * @example
 * ```ts
 * import { LockError, SharedLock } from 'lockchart';
 *
 * const lock = new SharedLock('config');
 * try {
 *   await lock.run({ mode: 'exclusive', timeout: 500 }, async () => {});
 * } catch (error) {
 *   if (!LockError.is(error) || error.code !== 'timeout') throw error;
 * }
 * ```
 */
export class LockError extends CodedError<LockErrorCode> {
  declare readonly name: 'LockError';

  /** Also true for an error of another copy of this package. */
  static is(error: unknown): error is LockError {
    return hasBrand(error, LOCK_ERROR);
  }
}

/**
 * The program uses a lock wrongly: a bad argument, a second acquire by the same owner, a release by somebody
 * who does not hold. Nothing was changed.
 */
export class LockUsageError extends CodedError<LockUsageErrorCode> {
  declare readonly name: 'LockUsageError';

  /** Also true for an error of another copy of this package. */
  static is(error: unknown): error is LockUsageError {
    return hasBrand(error, LOCK_USAGE_ERROR);
  }
}

// Two copies of the package in one program have two classes of one name; the brand is common to both.
const LOCK_ERROR = Symbol.for('lockchart.LockError');
const LOCK_USAGE_ERROR = Symbol.for('lockchart.LockUsageError');

inCommon(CodedError, { names: Object.freeze([]), removed: Object.freeze([]) });
inCommon(LockError, { name: 'LockError', [LOCK_ERROR]: true });
inCommon(LockUsageError, { name: 'LockUsageError', [LOCK_USAGE_ERROR]: true });

/** What all errors of a class have in common, out of sight of whoever prints one. */
function inCommon(
  errors: { readonly prototype: object },
  common: Readonly<Record<PropertyKey, unknown>>,
): void {
  for (const key of Reflect.ownKeys(common)) {
    Object.defineProperty(errors.prototype, key, { value: common[key], configurable: true, writable: true });
  }
}

/** For a bad argument; nothing was asked of the lock. */
export function badArgument(lock: string, message: string): LockUsageError {
  return new LockUsageError('invalid-argument', `Lock '${lock}': ${message}`, { lock });
}

/** For a mistake that is about no lock in particular. */
export function misuse(message: string): LockUsageError {
  return new LockUsageError('invalid-argument', message, { lock: '' });
}

function hasBrand(error: unknown, brand: symbol): boolean {
  return typeof error === 'object' && error !== null && Reflect.get(error, brand) === true;
}
