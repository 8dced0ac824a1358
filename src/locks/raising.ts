/**
 * Priority raising: a request that has waited long becomes more urgent, so that a stream of more urgent ones
 * cannot starve it.
 */
import { type Clock, Deadline } from './clock.ts';

export interface RaiseOptions {
  /** Milliseconds of waiting after which the request becomes more urgent, each time anew. */
  readonly after: number;
  /** By how much; 1 unless given. */
  readonly by?: number | undefined;
  /** The most urgent priority that it comes to; -20 unless given. */
  readonly to?: number | undefined;
}

const MOST_URGENT = -20;

/** Raises one waiting request again and again. Its timer does not keep the process alive. */
export class Raising {
  readonly #clock: Clock;
  readonly #options: RaiseOptions;
  readonly #raise: (priority: number) => void;
  #priority: number;
  #next: Deadline | undefined;

  constructor(clock: Clock, options: RaiseOptions, priority: number, raise: (priority: number) => void) {
    this.#clock = clock;
    this.#options = options;
    this.#priority = priority;
    this.#raise = raise;
    this.#arm();
  }

  cancel(): void {
    this.#next?.cancel();
  }

  #arm(): void {
    const { after, by = 1, to = MOST_URGENT } = this.#options;
    const priority = Math.max(to, this.#priority - by);
    if (priority >= this.#priority) return;
    const raise = (): void => {
      this.#priority = priority;
      // First, because the raise may end the wait, and with it this.
      this.#arm();
      this.#raise(priority);
    };
    this.#next = new Deadline(this.#clock, after, raise, false);
  }
}
