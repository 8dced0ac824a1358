/**
 * An operation of a lock set that waits: its promise, and what may end the wait.
 *
 * It has one deadline, however many locks it waits at one after the other. At each of them the timer is set
 * anew, so that of equal deadlines those pass first whose present wait is older.
 */
import type { SetAnswer } from '../core/lock-set/commands.ts';
import type { CancelReason, RequestId } from '../core/shared-lock/commands.ts';
import { offAbort, onAbort } from './abort.ts';
import { type Clock, Deadline } from './clock.ts';

export interface SetLimits {
  readonly clock: Clock;
  /** When to give up, by the clock; Infinity for never. */
  readonly until: number;
  readonly signal: AbortSignal | undefined;
}

export class SetWait {
  readonly request: RequestId;
  readonly limits: SetLimits;
  readonly answered: Promise<SetAnswer>;
  readonly #cancel: (reason: CancelReason) => void;
  #settle: { resolve: (answer: SetAnswer) => void; reject: (error: unknown) => void } | undefined;
  #deadline: Deadline | undefined;

  constructor(request: RequestId, limits: SetLimits, cancel: (reason: CancelReason) => void) {
    this.request = request;
    this.limits = limits;
    this.#cancel = cancel;
    this.answered = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  /** A clock or a signal that does not work ends the wait, so that nothing is kept for it. */
  begin(): void {
    try {
      if (this.limits.signal !== undefined) onAbort(this.limits.signal, this.#onAbort);
      this.waitAnew();
    } catch (error) {
      this.#settle?.reject(error);
      this.#cancel('abort');
    }
  }

  /** At another lock than before. */
  waitAnew(): void {
    const { clock, until } = this.limits;
    if (until === Number.POSITIVE_INFINITY) return;
    this.#deadline?.cancel();
    this.#deadline = new Deadline(clock, Math.max(0, until - clock.now()), this.#onDeadline);
  }

  end(answer: SetAnswer): void {
    this.#stop();
    this.#settle?.resolve(answer);
  }

  /** What cannot be stopped does no harm: a cancel that comes late changes nothing. */
  #stop(): void {
    try {
      this.#deadline?.cancel();
    } catch {}
    try {
      if (this.limits.signal !== undefined) offAbort(this.limits.signal, this.#onAbort);
    } catch {}
  }

  readonly #onAbort = (): void => this.#cancel('abort');
  readonly #onDeadline = (): void => this.#cancel('timeout');
}
