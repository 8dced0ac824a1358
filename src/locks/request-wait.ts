/**
 * A request that waits: its promise, and what may end the wait.
 */
import type { RefusalReason } from '../core/shared-lock/commands.ts';
import { offAbort, onAbort } from './abort.ts';
import { type Clock, Deadline } from './clock.ts';
import { inside } from './for-conditions.ts';
import { type RaiseOptions, Raising } from './raising.ts';
import { errorOf, holdersOf } from './refusals.ts';
import type { LockRequest } from './request.ts';

export interface Limits {
  readonly clock: Clock;
  /** Milliseconds; Infinity for none. */
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
  readonly raise: RaiseOptions | undefined;
}

export class RequestWait {
  readonly #request: LockRequest;
  readonly #limits: Limits;
  readonly #resolve: (request: LockRequest) => void;
  readonly #reject: (error: unknown) => void;
  #deadline: Deadline | undefined;
  #onAbort: (() => void) | undefined;
  #raising: Raising | undefined;
  refusal: RefusalReason | undefined;

  constructor(
    request: LockRequest,
    limits: Limits,
    resolve: (request: LockRequest) => void,
    reject: (error: unknown) => void,
  ) {
    this.#request = request;
    this.#limits = limits;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  begin(): void {
    const { clock, timeout, signal, raise } = this.#limits;
    const request = this.#request;
    try {
      if (signal !== undefined) {
        this.#onAbort = () => request.cancel('abort');
        onAbort(signal, this.#onAbort);
      }
      if (timeout < Number.POSITIVE_INFINITY) {
        this.#deadline = new Deadline(
          clock,
          timeout,
          () => request.cancel('timeout'),
          (error) => this.#broke(error),
        );
      }
      if (raise !== undefined) {
        this.#raising = new Raising(clock, raise, {
          priority: request.priority,
          raise: (next) => request.raise(next),
          fail: (error) => this.#broke(error),
        });
      }
    } catch (error) {
      this.#broke(error);
    }
    // A clock or a signal that works for others too may have ended the wait before all of it was there.
    if (request.wait !== this) this.#stop();
  }

  end(): void {
    const request = this.#request;
    const { signal } = this.#limits;
    request.wait = null;
    this.#stop();
    if (this.refusal === 'abort' || (request.isHeld && signal?.aborted)) {
      // A grant that comes while the signal's listeners are being called is given back: the signal was first.
      request.release();
      this.#reject(signal?.reason);
    } else if (this.refusal === undefined) this.#resolve(request);
    else this.#refuse(this.refusal);
  }

  /** Nobody is hit by what breaks when the wait is over. */
  #broke(error: unknown): void {
    if (this.#request.wait === this) this.fail(error);
  }

  /**
   * Ends the wait where a part that was handed in does not work, so that no place is kept for it: nor a hold,
   * if it was granted meanwhile and could not be told.
   */
  fail(error: unknown): void {
    this.#reject(error);
    this.#request.cancel('abort');
    this.#request.release();
  }

  /**
   * The error is made in the chain of promises that leads to whoever awaits the answer: so its stack shows
   * who that is, which costs nothing where nobody is refused.
   */
  #refuse(reason: RefusalReason): void {
    const { lock, owner, mode } = this.#request;
    const { timeout } = this.#limits;
    const { engine, machine } = lock[inside];
    const holders = holdersOf(engine.context(machine));
    const makeError = (): never => {
      throw errorOf(reason, lock.name, { owner, mode, timeout, holders });
    };
    Promise.resolve().then(makeError).then(this.#resolve, this.#reject);
  }

  /**
   * A timer or listener that cannot be stopped does no harm: a cancel that comes late changes nothing. So its
   * failure is nobody's business, least of all of whoever released the lock.
   */
  #stop(): void {
    const { signal } = this.#limits;
    try {
      this.#deadline?.cancel();
    } catch {}
    try {
      this.#raising?.cancel();
    } catch {}
    try {
      if (signal !== undefined && this.#onAbort) offAbort(signal, this.#onAbort);
    } catch {}
  }
}
