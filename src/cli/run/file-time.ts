/**
 * The time of a job file, in which everything is said and reported. It starts with the run, and passes
 * `speed` times as fast as the time of the clock in which timers live.
 */
import { type Clock, Deadline } from '../../locks/clock.ts';

export class FileTime {
  readonly #clock: Clock;
  readonly #speed: number;
  readonly #startedAt: number;

  /** The file's time starts now. */
  constructor(clock: Clock, speed: number) {
    this.#clock = clock;
    this.#speed = speed;
    this.#startedAt = clock.now();
  }

  /** Milliseconds of the file's time since the start. */
  now(): number {
    return (this.#clock.now() - this.#startedAt) * this.#speed;
  }

  /** How long so many milliseconds of the file's time take by the clock. */
  toClockMs(fileMs: number): number {
    return fileMs / this.#speed;
  }

  /** Calls back in so many milliseconds of the file's time, however many. */
  after(fileMs: number, callback: () => void): Deadline {
    return new Deadline(this.#clock, Math.max(0, this.toClockMs(fileMs)), { passed: callback, broke });
  }

  /** Waits until a moment of the file's time, if it has not passed, or until the signal. Never rejects. */
  sleepUntil(fileMs: number, signal: AbortSignal): Promise<void> {
    const left = fileMs - this.now();
    return new Promise((resolve) => {
      if (signal.aborted || left <= 0) return resolve();
      const finish = (): void => {
        deadline.cancel();
        signal.removeEventListener('abort', finish);
        resolve();
      };
      const deadline = this.after(left, finish);
      signal.addEventListener('abort', finish);
    });
  }
}

/** The program's own clock always works. */
const broke = (error: unknown): never => {
  throw error;
};
