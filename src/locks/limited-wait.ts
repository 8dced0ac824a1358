/**
 * A wait of a request that something may end before its turn: a deadline, a signal; or move ahead.
 */
import type { RefusalReason } from '../core/shared-lock/commands.ts';
import { onAbort } from './abort.ts';
import { type Clock, Deadline } from './clock.ts';
import { type RaiseOptions, Raising } from './raising.ts';
import { refused } from './refusals.ts';
import type { LockRequest, Reject, Resolve } from './request.ts';
import { stopWaiting } from './stop-waiting.ts';

export interface Limits {
  readonly clock: Clock;
  /** Milliseconds; Infinity for none. */
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
  readonly raise: RaiseOptions | undefined;
}

export class LimitedWait {
  readonly #request: LockRequest;
  readonly #limits: Limits;
  readonly #resolve: Resolve;
  readonly #reject: Reject;
  #deadline: Deadline | undefined;
  #raising: Raising | undefined;

  constructor(request: LockRequest, limits: Limits, resolve: Resolve, reject: Reject) {
    this.#request = request;
    this.#limits = limits;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  begin(): void {
    const { clock, timeout, signal, raise } = this.#limits;
    const request = this.#request;
    request.wait = this;
    try {
      if (signal !== undefined) onAbort(signal, this);
      if (timeout < Number.POSITIVE_INFINITY) this.#deadline = new Deadline(clock, timeout, this);
      if (raise !== undefined) {
        this.#raising = new Raising(clock, raise, {
          priority: request.priority,
          raise: (next) => request.raise(next),
          broke: (error) => this.broke(error),
        });
      }
    } catch (error) {
      this.broke(error);
    }
    // A clock or a signal that works for others too may have ended the wait before all of it was there.
    if (request.wait !== this) this.#stop();
  }

  /** The lock has answered. */
  end(refusal: RefusalReason | undefined): void {
    this.#stop();
    if (this.#isOverruled(refusal)) this.#request.release();
    else if (refusal === undefined) this.#resolve(this.#request);
    else this.#resolve(refused(this.#request, refusal, this.#limits.timeout));
  }

  /**
   * Whether it rejects with the signal's reason, whatever the lock has answered: a grant that comes while the
   * signal's listeners are being called has to be given back, for the signal was first.
   */
  #isOverruled(refusal: RefusalReason | undefined): boolean {
    const { signal } = this.#limits;
    try {
      const isAborted = refusal === 'abort' || (refusal === undefined && signal?.aborted === true);
      if (isAborted) this.#reject(signal?.reason);
      return isAborted;
    } catch (error) {
      this.#reject(error);
      return true;
    }
  }

  #stop(): void {
    stopWaiting(this.#limits.signal, this, this.#deadline, this.#raising);
  }

  /** The signal. */
  aborted(): void {
    this.#request.cancel('abort');
  }

  /** The deadline. */
  passed(): void {
    this.#request.cancel('timeout');
  }

  /**
   * Ends the wait where a part that was handed in does not work, so that no place is kept for it: nor a hold,
   * if it was granted meanwhile and could not be told. Nobody is hit when the wait is over.
   */
  broke(error: unknown): void {
    const request = this.#request;
    if (request.wait !== this) return;
    this.#reject(error);
    request.cancel('abort');
    request.release();
  }
}
