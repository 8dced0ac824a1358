/**
 * Virtual time for locks under test and for simulations: it stands still until it is told to pass, and what
 * happens in it happens in one order only.
 */
import type { Clock } from '../locks/clock.ts';
import { type Timer, TimerHeap } from './timer-heap.ts';

/**
 * A clock that is moved by hand.
 *
 * Timers fire at their own moment, in order of deadline, and those of one deadline in the order in which they
 * were made. After each one everything that it sets off in promises has run before the next one fires; so
 * whoever is granted by one deadline has been granted when the next one passes.
 *
 * @example
 * ```ts
 * import { SharedLock } from 'lockchart';
 * import { VirtualClock } from 'lockchart/testing';
 *
 * const clock = new VirtualClock();
 * const lock = new SharedLock('config', { clock });
 * const hold = await lock.acquire();
 * const late = lock.acquire({ timeout: 500 }).catch((error) => `${error.code} at ${clock.now()}`);
 * await clock.advance(1_000);
 * console.log(await late, clock.now()); // timeout at 500 1000
 * hold.release();
 * ```
 */
export class VirtualClock implements Clock {
  readonly #timers = new TimerHeap();
  #now: number;
  #made = 0;
  #isAdvancing = false;

  /** @throws {RangeError} when `now` is not finite. */
  constructor(now = 0) {
    this.#now = finite(now, 'The time');
  }

  /** Milliseconds. */
  now(): number {
    return this.#now;
  }

  /** How many timers have neither fired nor been cancelled. */
  get pending(): number {
    return this.#timers.size;
  }

  /** When the next timer fires; undefined when there is none. */
  get nextAt(): number | undefined {
    return this.#timers.first?.at;
  }

  /**
   * A negative time counts as 0; a timer of 0 ms fires in the next `advance`, even of 0 ms.
   *
   * @throws {RangeError} when `ms` is not finite.
   */
  setTimeout(callback: () => void, ms: number): unknown {
    this.#made += 1;
    const at = this.#now + Math.max(0, finite(ms, 'The time of a timer'));
    const timer: Timer = { at, order: this.#made, callback, place: -1 };
    this.#timers.add(timer);
    return timer;
  }

  /**
   * Does nothing for a timer that has fired or has been cancelled, nor for what is no timer of this clock.
   */
  clearTimeout(timer: unknown): void {
    if (typeof timer === 'object' && timer !== null && 'place' in timer) this.#timers.remove(timer as Timer);
  }

  /** Lets so many milliseconds pass; see `advanceTo`. */
  advance(ms: number): Promise<void> {
    if (!(ms >= 0)) return Promise.reject(new RangeError(`Time passes by 0 ms or more, not by ${ms}.`));
    return this.advanceTo(this.#now + ms);
  }

  /**
   * Lets time pass until `time`: fires, each at its moment, every timer due by then, also those that are made
   * on the way. What promises have to do before the first and after each timer is done when the next one
   * fires.
   *
   * Rejects with what a timer throws, time standing at that timer; with `RangeError` when the time is not
   * finite or has passed; with `Error` while an earlier advance has not ended.
   */
  async advanceTo(time: number): Promise<void> {
    if (this.#isAdvancing) throw new Error('The clock is being advanced: await that before you advance it.');
    if (finite(time, 'The time') < this.#now) {
      throw new RangeError(`Time does not go back, from ${this.#now} to ${time}.`);
    }
    this.#isAdvancing = true;
    try {
      await this.settle();
      for (let timer = this.#dueBy(time); timer !== undefined; timer = this.#dueBy(time)) {
        this.#timers.remove(timer);
        this.#now = timer.at;
        timer.callback();
        await this.settle();
      }
      this.#now = time;
    } finally {
      this.#isAdvancing = false;
    }
  }

  /**
   * Lets everything run that needs no time to pass.
   *
   * One turn of the event loop is enough, however long a chain of promises is: the loop goes on to its next
   * callback only when no microtask is left, and those that microtasks add count too. Nothing in a lock waits
   * for anything but promises and its clock.
   */
  settle(): Promise<void> {
    return new Promise(nextTurn);
  }

  #dueBy(time: number): Timer | undefined {
    const { first } = this.#timers;
    return first !== undefined && first.at <= time ? first : undefined;
  }
}

// Taken when this file is loaded, so that fake timers put in later can not stop the clock.
const { setImmediate: immediately, setTimeout: soon } = globalThis;

/** Browsers have no `setImmediate`; there a turn takes some milliseconds. */
const nextTurn: (callback: () => void) => void =
  typeof immediately === 'function' ? (callback) => immediately(callback) : (callback) => soon(callback, 0);

function finite(ms: number, what: string): number {
  if (!Number.isFinite(ms)) throw new RangeError(`${what} is a finite number of milliseconds, not ${ms}.`);
  return ms;
}
