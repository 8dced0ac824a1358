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
  /** The most urgent priority that it comes to; -20 unless given. A request that is there already stays. */
  readonly to?: number | undefined;
}

const MOST_URGENT = -20;

/** What is to be raised. */
export interface Raised {
  readonly priority: number;
  raise(priority: number): void;
  /** The clock does not work. */
  broke(error: unknown): void;
}

/** Raises one waiting request again and again. Its timer does not keep the process alive. */
export class Raising {
  readonly #clock: Clock;
  readonly #options: RaiseOptions;
  readonly #raised: Raised;
  #priority: number;
  /** Where it comes to next. */
  #to = 0;
  #next: Deadline | undefined;
  #isOver = false;

  constructor(clock: Clock, options: RaiseOptions, raised: Raised) {
    this.#clock = clock;
    this.#options = options;
    this.#raised = raised;
    this.#priority = raised.priority;
    this.#arm();
  }

  cancel(): void {
    this.#isOver = true;
    this.#next?.cancel();
  }

  #arm(): void {
    const { after, by = 1, to = MOST_URGENT } = this.#options;
    const priority = Math.max(to, this.#priority - by);
    if (priority >= this.#priority) return;
    this.#to = priority;
    this.#next = new Deadline(this.#clock, after, this, false);
    // A clock that works for others too may have ended the wait while it was set.
    if (this.#isOver) this.#next.cancel();
  }

  passed(): void {
    const priority = this.#to;
    this.#priority = priority;
    try {
      // First, because the raise may end the wait, and with it this.
      this.#arm();
    } catch (error) {
      this.broke(error);
    }
    if (!this.#isOver) this.#raised.raise(priority);
  }

  broke(error: unknown): void {
    this.#raised.broke(error);
  }
}
