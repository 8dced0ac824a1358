/**
 * Time for the shells. The core has none: a deadline passes by a command that a timer sends.
 */

/** Milliseconds since some fixed moment, and timers; give your own for virtual time. */
export interface Clock {
  /** For deadlines that cover several waits: of the members of a set. A single lock does not ask. */
  now(): number;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** The platform's own, looked up at each call so that fake timers put in later are seen. */
export const systemClock: Clock = {
  now: () => performance.now(),
  // Timers drop the fraction of a millisecond, and a deadline must not pass before its time.
  setTimeout: (callback, ms) => globalThis.setTimeout(callback, Math.ceil(ms)),
  clearTimeout: (timer) => globalThis.clearTimeout(timer as ReturnType<typeof globalThis.setTimeout>),
};

/** The longest wait a platform's timer knows; a longer one would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Whose deadline it is; an object, so that a wait needs no function for each thing that may end it. */
export interface Due {
  passed(): void;
  /** The clock could not be set again on the way to a moment that is far. */
  broke(error: unknown): void;
}

/** One moment in the future, however far. After `cancel` nothing comes of it, whatever the clock does. */
export class Deadline {
  readonly #clock: Clock;
  readonly #due: Due;
  readonly #keepsAlive: boolean;
  #timer: unknown;
  #isOver = false;

  /**
   * A clock that cannot be set at all throws here. `keepsAlive`: whether the process must not end before it
   * passes, where the platform's timers tell.
   */
  constructor(clock: Clock, ms: number, due: Due, keepsAlive = true) {
    this.#clock = clock;
    this.#due = due;
    this.#keepsAlive = keepsAlive;
    this.#arm(ms);
  }

  cancel(): void {
    this.#isOver = true;
    this.#clock.clearTimeout(this.#timer);
  }

  #arm(ms: number): void {
    const rest = ms - LONGEST_TIMER;
    this.#timer = this.#clock.setTimeout(() => this.#rang(rest), Math.min(ms, LONGEST_TIMER));
    if (!this.#keepsAlive) (this.#timer as { unref?: () => void } | undefined)?.unref?.();
  }

  #rang(rest: number): void {
    if (this.#isOver) return;
    if (rest <= 0) {
      this.#due.passed();
      return;
    }
    try {
      this.#arm(rest);
      // A clock that works for others too may have ended this while it was set.
      if (this.#isOver) this.cancel();
    } catch (error) {
      if (!this.#isOver) this.#due.broke(error);
    }
  }
}
