/**
 * An operation of a lock set or of a keyring that waits: its promise, and what may end the wait.
 *
 * It has one deadline, however many locks it waits at one after the other. At each of them the timer is set
 * anew, so that of equal deadlines those pass first whose present wait is older.
 */
import type { CancelReason, RequestId } from '../core/shared-lock/commands.ts';
import { onAbort } from './abort.ts';
import { type Clock, Deadline } from './clock.ts';
import { type RaiseOptions, Raising } from './raising.ts';
import { stopWaiting } from './stop-waiting.ts';

export interface Limits {
  readonly clock: Clock;
  /** When to give up, by the clock; Infinity for never. */
  readonly until: number;
  readonly signal: AbortSignal | undefined;
  readonly priority: number;
  readonly raise: RaiseOptions | undefined;
}

/** How to speak of the operation to the machines. */
interface Orders {
  cancel(reason: CancelReason): void;
  raise(priority: number): void;
  /** Gives back what was granted. */
  undo(): void;
}

export class OperationWait<Answer> {
  readonly request: RequestId;
  readonly limits: Limits;
  readonly answered: Promise<Answer>;
  readonly orders: Orders;
  #settle: { resolve: (answer: Answer) => void; reject: (error: unknown) => void } | undefined;
  #deadline: Deadline | undefined;
  #raising: Raising | undefined;
  #hasFailed = false;
  #isOver = false;

  constructor(request: RequestId, limits: Limits, orders: Orders) {
    this.request = request;
    this.limits = limits;
    this.orders = orders;
    this.answered = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  begin(): void {
    const { clock, signal, raise, priority } = this.limits;
    try {
      if (signal !== undefined) onAbort(signal, this);
      this.waitAnew();
      if (raise !== undefined && !this.#isOver) {
        const { orders } = this;
        const broke = (error: unknown): void => this.broke(error);
        const raised = { priority, raise: (next: number) => orders.raise(next), broke };
        this.#raising = new Raising(clock, raise, raised);
      }
    } catch (error) {
      this.broke(error);
    }
    // A clock or a signal that works for others too may have ended the wait before all of it was there.
    if (this.#isOver) this.#stop();
  }

  /** At another lock than before. */
  waitAnew(): void {
    const { clock, until } = this.limits;
    if (until === Number.POSITIVE_INFINITY) return;
    try {
      this.#deadline?.cancel();
    } catch {}
    try {
      const left = Math.max(0, until - clock.now());
      this.#deadline = new Deadline(clock, left, this);
    } catch (error) {
      this.broke(error);
    }
    if (this.#isOver) this.#stop();
  }

  /**
   * Whether a grant still reaches whoever asked. The signal comes first while its listeners are being called.
   */
  accepts(): boolean {
    if (this.#hasFailed) return false;
    try {
      return this.limits.signal?.aborted !== true;
    } catch (error) {
      this.#settle?.reject(error);
      return false;
    }
  }

  end(answer: Answer): void {
    this.#isOver = true;
    this.#stop();
    this.#settle?.resolve(answer);
  }

  #stop(): void {
    stopWaiting(this.limits.signal, this, this.#deadline, this.#raising);
  }

  /**
   * A clock or a signal that does not work ends the wait, so that nothing is kept for it, and hits nobody
   * else: least of all whoever let it go on.
   */
  broke(error: unknown): void {
    if (this.#isOver) return;
    this.#hasFailed = true;
    this.#settle?.reject(error);
    this.orders.cancel('abort');
  }

  /** The signal. */
  aborted(): void {
    this.orders.cancel('abort');
  }

  /** The deadline. */
  passed(): void {
    this.orders.cancel('timeout');
  }
}
