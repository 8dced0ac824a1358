/**
 * One wait for a condition: its promise, and what may end it before the notification.
 */
import type { CancelReason } from '../core/condition/commands.ts';
import { offAbort, onAbort } from './abort.ts';
import { type Clock, Deadline } from './clock.ts';
import { conditionErrorOf } from './condition-errors.ts';
import type { Grip } from './condition-lock.ts';

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

  constructor(grip: Grip, limits: WaitLimits, cancel: (reason: CancelReason) => void) {
    this.#grip = grip;
    this.#limits = limits;
    this.#cancel = cancel;
    this.ended = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  /** False, with nothing let go of, when a clock, a signal or the lock does not work; it rejects with why. */
  begin(): boolean {
    const { clock, timeout, signal } = this.#limits;
    try {
      if (signal !== undefined) onAbort(signal, this.#onAbort);
      if (timeout < Number.POSITIVE_INFINITY) this.#deadline = new Deadline(clock, timeout, this.#onDeadline);
      this.#grip.letGo(this.#onOver);
      return true;
    } catch (error) {
      this.#stop();
      this.#settle?.reject(error);
      return false;
    }
  }

  /** `reason`: why it was not notified. The lock is asked for at once, so that waiters come in their order. */
  wake(reason: CancelReason | undefined): void {
    this.#stop();
    const { signal } = this.#limits;
    // A notification that comes while the signal's listeners are being called is too late: the signal was first.
    const isAborted = reason === 'abort' || (reason === undefined && signal?.aborted === true);
    this.#grip
      .takeBack()
      .then(() => {
        if (isAborted) throw signal?.reason;
        if (reason !== undefined) throw conditionErrorOf(reason, this.#grip);
      })
      .then(this.#settle?.resolve, this.#settle?.reject);
  }

  /** What cannot be stopped does no harm: a cancel that comes late changes nothing. */
  #stop(): void {
    try {
      this.#deadline?.cancel();
    } catch {}
    try {
      if (this.#limits.signal !== undefined) offAbort(this.#limits.signal, this.#onAbort);
    } catch {}
  }

  readonly #onAbort = (): void => this.#cancel('abort');
  readonly #onDeadline = (): void => this.#cancel('timeout');
  readonly #onOver = (): void => this.#cancel('over');
}
