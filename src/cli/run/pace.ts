/**
 * Virtual time at the pace of real time: for a run that somebody watches, which takes as long as it takes.
 *
 * What happens in it is what happens in a simulated run, whatever the machine has to do beside it. A machine
 * that cannot keep up makes it slower, and nothing is ever late.
 */
import type { VirtualClock } from '../../testing/virtual-clock.ts';

/** Milliseconds that are made up for when the machine was busy; what is beyond them is lost. */
const MADE_UP = 1_000;

/** Milliseconds until it is looked again, at most: meanwhile a run may be stopped. */
const NAP = 20;

export class Pace {
  readonly #clock: VirtualClock;
  readonly #speed: number;
  #behindMs = 0;

  /** `speed`: how many times as fast as real time the clock goes. */
  constructor(clock: VirtualClock, speed: number) {
    this.#clock = clock;
    this.#speed = speed;
  }

  /** How much longer it has taken so far than it should, in real time. */
  get behindMs(): number {
    return this.#behindMs;
  }

  /** Lets time pass until nothing is left that waits for it. After each timer everybody else has a turn. */
  async pass(): Promise<void> {
    const clock = this.#clock;
    let last = performance.now();
    for (await clock.settle(); clock.nextAt !== undefined; ) {
      const left = (clock.nextAt - clock.now()) / this.#speed - (performance.now() - last);
      await nap(Math.min(Math.max(left, 0), NAP));
      const passed = performance.now() - last;
      last += passed;
      this.#behindMs += Math.max(0, passed - MADE_UP);
      await clock.advance(Math.min(passed, MADE_UP) * this.#speed);
    }
  }
}

const nap = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
