/**
 * The timers of a virtual clock, the next one first. A simulation keeps tens of thousands of deadlines,
 * nearly all of which are cancelled before they pass: a binary heap in which every timer knows its place adds
 * and removes in logarithmic time, and keeps nothing of a timer that is gone.
 */

export interface Timer {
  /** When it fires. */
  readonly at: number;
  /** Numbered in the order in which they were made; of two with one deadline the older fires first. */
  readonly order: number;
  readonly callback: () => void;
  /** Where it stands in its heap; -1 when it stands in none. */
  place: number;
}

export class TimerHeap {
  readonly #timers: Timer[] = [];

  get size(): number {
    return this.#timers.length;
  }

  /** The next one to fire. */
  get first(): Timer | undefined {
    return this.#timers[0];
  }

  add(timer: Timer): void {
    this.#rise(timer, this.#timers.length);
  }

  /** Whether it was there. */
  remove(timer: Timer): boolean {
    if (this.#timers[timer.place] !== timer) return false;
    const hole = timer.place;
    timer.place = -1;
    const last = this.#timers.pop();
    // Whoever fills the hole comes from another branch, and may belong above it as well as below.
    if (last !== undefined && last !== timer) this.#rise(last, this.#sink(last, hole));
    return true;
  }

  /** Moves a hole up from `place` until the timer may stand in it. */
  #rise(timer: Timer, place: number): void {
    let hole = place;
    while (hole > 0) {
      const above = (hole - 1) >> 1;
      const parent = this.#timers[above];
      if (parent === undefined || !isBefore(timer, parent)) break;
      this.#put(parent, hole);
      hole = above;
    }
    this.#put(timer, hole);
  }

  /** Moves a hole down from `place` until the timer may stand in it, and returns where that is. */
  #sink(timer: Timer, place: number): number {
    let hole = place;
    for (;;) {
      const left = this.#timers[2 * hole + 1];
      const right = this.#timers[2 * hole + 2];
      const child = left !== undefined && right !== undefined && isBefore(right, left) ? right : left;
      if (child === undefined || !isBefore(child, timer)) return hole;
      const below = child.place;
      this.#put(child, hole);
      hole = below;
    }
  }

  #put(timer: Timer, place: number): void {
    this.#timers[place] = timer;
    timer.place = place;
  }
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
