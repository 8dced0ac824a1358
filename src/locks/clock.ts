/**
 * Time for the shells. The core has none: a deadline passes by a command that a timer sends.
 */

/** Milliseconds since some fixed moment, and timers; give your own for virtual time. */
export interface Clock {
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

/** One moment in the future, however far. */
export class Deadline {
  readonly #clock: Clock;
  readonly #passed: () => void;
  readonly #keepsAlive: boolean;
  #timer: unknown;

  /** `keepsAlive`: whether the process must not end before it passes, where the platform's timers tell. */
  constructor(clock: Clock, ms: number, passed: () => void, keepsAlive = true) {
    this.#clock = clock;
    this.#passed = passed;
    this.#keepsAlive = keepsAlive;
    this.#arm(ms);
  }

  cancel(): void {
    this.#clock.clearTimeout(this.#timer);
  }

  #arm(ms: number): void {
    const rest = ms - LONGEST_TIMER;
    this.#timer =
      rest > 0
        ? this.#clock.setTimeout(() => this.#arm(rest), LONGEST_TIMER)
        : this.#clock.setTimeout(this.#passed, ms);
    if (!this.#keepsAlive) (this.#timer as { unref?: () => void } | undefined)?.unref?.();
  }
}
