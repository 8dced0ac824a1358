/**
 * What callers of a condition write.
 */
import type { Clock } from './clock.ts';
import type { LockEngine } from './engine.ts';
import type { Hold } from './hold.ts';
import type { Inspect } from './inspection.ts';
import type { OwnerOption } from './options.ts';

export interface ConditionOptions {
  /** What executes the machine; that of the lock unless given, else the compiled machine. */
  readonly engine?: LockEngine | undefined;
  /** Virtual time or fake timers; that of the lock unless given, else the platform's own. */
  readonly clock?: Clock | undefined;
  /** As the option of a `SharedLock`, whose own observers are told of its conditions without it. */
  readonly inspect?: Inspect | undefined;
}

export interface NotifyOptions extends OwnerOption {
  /**
   * Who asks, by what it holds; for a `SharedLock` only. Unless given: what the owner holds, who is `owner`
   * or the owner of the surrounding `withOwner`.
   */
  readonly hold?: Hold | undefined;
}

export interface WaitOptions extends NotifyOptions {
  /**
   * Milliseconds to wait for the notification at most. Under 1: do not wait, and keep the lock. `undefined`
   * and `Infinity`: no limit. Taking the lock back comes after it, and has no limit.
   */
  readonly timeout?: number | undefined;
  /** Ends the wait, which then rejects with the signal's reason, once the lock is held again. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * What a condition needs of a lock that is no `SharedLock`: it is released and acquired without arguments, so
 * a lock that needs some is wrapped. The lock must be one that is released by `release()` whatever `acquire`
 * gave.
 */
export interface Lockable {
  acquire(): PromiseLike<unknown>;
  /** Whatever it returns is awaited before the lock is acquired again. */
  release(): unknown;
  /** Whether the caller holds the lock, where the lock can tell. */
  isOwned?(): unknown;
  /** Whether anybody holds it; looked at where there is no `isOwned`. */
  isLocked?(): unknown;
  /** For messages. */
  readonly name?: string | undefined;
}
