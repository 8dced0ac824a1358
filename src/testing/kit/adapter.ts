/**
 * How a lock is made known to the kit: what it offers, and how it is asked for it.
 */

/** `upgradeable`: goes with readers, but with no writer and no other upgradeable hold. */
export type KitMode = 'shared' | 'exclusive' | 'upgradeable';

/** One request, as the kit makes it. What the lock does not offer is not in it. */
export interface KitAsk {
  /** Who asks: a short name, a different one for each of those that are about something at the same time. */
  readonly owner: string;
  readonly mode: KitMode;
  /** Milliseconds to wait at most. */
  readonly timeout?: number | undefined;
  /** A smaller number is more urgent; 0 unless given. */
  readonly priority?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Of locks with names: which ones, in the order in which the kit wants them. */
  readonly names?: readonly string[] | undefined;
}

/** What an acquire gives. What a method returns is awaited where it is a promise. */
export interface KitHold {
  release(): unknown;
  /** Another way that the library has to give back the same hold, say a method of the lock. */
  releaseOtherwise?(): unknown;
  /** From `shared` or `upgradeable` to `exclusive`; settles when it is. */
  upgrade?(): PromiseLike<unknown>;
}

/** A lock, or a set of locks with names, asked in the kit's words. */
export interface KitLock {
  acquire(ask: KitAsk): PromiseLike<KitHold>;
  /** `undefined` where it is not granted at once. */
  tryAcquire?(ask: KitAsk): KitHold | undefined | PromiseLike<KitHold | undefined>;
  /** Calls the body while it holds, hands it on as it is, and gives what it gives. */
  run?(ask: KitAsk, body: (...given: readonly unknown[]) => unknown): PromiseLike<unknown>;
  /** How many wait. */
  waiterCount?(): number;
  isLocked?(): boolean;
}

export interface LockAdapter {
  /** What is checked, for the report. */
  readonly name: string;
  /** A new lock that nobody holds, which shares nothing with those made before. Called for each run. */
  make(): KitLock;
}

/**
 * What a lock offers. What is left out is not offered: properties of it are not checked, and that is no
 * failure.
 */
export interface Capabilities {
  /** Readers: the mode `shared` beside `exclusive`. */
  readonly shared?: boolean;
  /** The mode `upgradeable`. */
  readonly upgradeable?: boolean;
  /** `upgrade` of a hold: of a `shared` one, or of an `upgradeable` one. */
  readonly upgrade?: 'shared' | 'upgradeable';
  readonly timeout?: boolean;
  /** What a timeout of 0 means: do not wait (a try), or wait without limit. */
  readonly timeoutOfZero?: 'no-wait' | 'no-limit';
  readonly signal?: boolean;
  /** An abort rejects with the signal's own reason. */
  readonly signalReason?: boolean;
  readonly priority?: boolean;
  readonly tryAcquire?: boolean;
  readonly run?: boolean;
  readonly waiterCount?: boolean;
  /** `isLocked` is true to the moment, also right after a release. */
  readonly isLocked?: boolean;
  /** Equals are served in the order in which they asked. */
  readonly order?: boolean;
  /** Nobody waits for ever while others come and go. */
  readonly fair?: boolean;
  /** A hold may be released twice, and the second time does nothing (or throws). */
  readonly releaseTwice?: boolean;
  /** An owner that asks again is refused at once, or is granted at once. */
  readonly reentry?: 'refused' | 'granted';
  /** Locks with names: one in each request, or several at once. */
  readonly names?: 'one' | 'several';
  /** Beyond so many waiters requests are refused. Check a lock whose bound is small, say 2. */
  readonly maxWaiters?: number;
  /** How many may wait at once, to check crowds; 20,000 unless given, and never above `maxWaiters`. */
  readonly crowd?: number;
  /** How often the event loop has to turn until everybody has been told; once unless given. */
  readonly turns?: number;
  /** Milliseconds of its own that the lock takes to let in the next; none unless given. */
  readonly latency?: number;
}
