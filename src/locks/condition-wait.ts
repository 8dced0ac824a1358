/**
 * One wait for a condition: its promise, and what may end it before the notification.
 */
import type { CancelReason } from '../core/condition/commands.ts';
import { onAbort } from './abort.ts';
import { type Clock, Deadline } from './clock.ts';
import { conditionErrorOf } from './condition-errors.ts';
import type { Grip } from './condition-lock.ts';
import { stopWaiting } from './stop-waiting.ts';

export interface WaitLimits {
  readonly clock: Clock;
  /** Milliseconds; Infinity for none. */
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
}

export class ConditionWait {
  /** Settles when the lock is held again, or can not be had again. */
  readonly ended: Promise<void>;
  readonly #grip: Grip;
  readonly #limits: WaitLimits;
  readonly #cancel: (reason: CancelReason) => void;
  #settle: { resolve: () => void; reject: (error: unknown) => void } | undefined;
  #deadline: Deadline | undefined;
  #isOver = false;
  /** Why a clock or a signal could not be used. */
  #failure: { readonly error: unknown } | undefined;

  constructor(grip: Grip, limits: WaitLimits, cancel: (reason: CancelReason) => void) {
    this.#grip = grip;
    this.#limits = limits;
    this.#cancel = cancel;
    this.ended = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  /**
   * Lets go, and then waits. False, with nothing let go of, when the lock does not work. A clock or a signal
   * that does not work ends the wait, when the lock is held again.
   */
  begin(): boolean {
    try {
      this.#grip.letGo(this.#onOver);
    } catch (error) {
      this.#settle?.reject(error);
      return false;
    }
    try {
      this.#arm();
    } catch (error) {
      this.broke(error);
    }
    // What was armed may have ended the wait at once, before anybody knew how to stop it.
    if (this.#isOver) this.#stop();
    return true;
  }

  #arm(): void {
    const { clock, timeout, signal } = this.#limits;
    if (signal !== undefined) onAbort(signal, this);
    if (timeout === Number.POSITIVE_INFINITY || this.#isOver) return;
    this.#deadline = new Deadline(clock, timeout, this);
  }

  /** The wait is over, and says why when the lock is held again. */
  broke(error: unknown): void {
    this.#failure = { error };
    this.#cancel('abort');
  }

  /**
   * `reason`: why it was not notified. The lock is asked for at once, so that waiters come in their order.
   */
  wake(reason: CancelReason | undefined): void {
    this.#isOver = true;
    this.#stop();
    const { signal } = this.#limits;
    const failure = this.#failure;
    // A notification that comes while the signal's listeners are being called is too late: the signal was
    // first.
    const isAborted = reason === 'abort' || (reason === undefined && signal?.aborted === true);
    this.#grip
      .takeBack()
      .then(() => {
        if (failure !== undefined) throw failure.error;
        if (isAborted) throw signal?.reason;
        if (reason !== undefined) throw conditionErrorOf(reason, this.#grip);
      })
      .then(this.#settle?.resolve, this.#settle?.reject);
  }

  #stop(): void {
    stopWaiting(this.#limits.signal, this, this.#deadline);
  }

  /** The signal. */
  aborted(): void {
    this.#cancel('abort');
  }

  /** The deadline. */
  passed(): void {
    this.#cancel('timeout');
  }

  readonly #onOver = (): void => this.#cancel('over');
}
