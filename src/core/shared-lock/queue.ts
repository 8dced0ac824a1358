/**
 * The waiters of one lock: lines by priority, and in a line by arrival.
 *
 * A line holds at most one waiting shared group: sharers join the open group of their priority until it is
 * granted, and then it is no longer in the queue. So a group needs no object of its own: the sharers of a
 * line stand side by side, and the line remembers the last of them. Lines stand in a binary heap, which costs
 * nothing where all waiters have one priority. Adding, taking the head and leaving cost O(log p) for p
 * priorities.
 */
import type { OwnerId, RequestId } from './commands.ts';
import type { Place } from './place.ts';
import * as ring from './ring.ts';

interface Line {
  readonly priority: number;
  first: Place;
  lastSharer: Place | null;
  /** Where the line stands in the heap. */
  slot: number;
}

export class WaitQueue {
  size = 0;
  /** All places of the lock, by owner or request; made for the first look-up among many. */
  index: Map<OwnerId | RequestId, Place> | null = null;
  readonly #heap: Line[] = [];
  readonly #lines = new Map<number, Line>();

  /** The waiter that has to be served next. */
  get head(): Place | null {
    return this.#heap[0]?.first ?? null;
  }

  add(place: Place): void {
    this.size += 1;
    const line = this.#lineOf(place.priority);
    if (line === undefined) this.#open(place);
    else {
      const neighbour = place.mode === 'shared' ? line.lastSharer : null;
      ring.insertAfter(neighbour ?? line.first.previous, place);
      if (place.mode === 'shared') line.lastSharer = place;
    }
  }

  remove(place: Place): void {
    const line = this.#lineOf(place.priority);
    if (line === undefined) return;
    this.size -= 1;
    if (line.lastSharer === place) line.lastSharer = sharerBefore(line, place);
    const first = ring.unlink(line.first, place);
    if (first === null) this.#drop(line);
    else line.first = first;
  }

  /** Moves the shared group of the most urgent line to the front of that line. */
  advanceSharers(): void {
    const line = this.#heap[0];
    if (line === undefined || line.lastSharer === null) return;
    let first = line.lastSharer;
    for (let before = sharerBefore(line, first); before !== null; before = sharerBefore(line, first))
      first = before;
    if (first === line.first) return;
    const last = line.lastSharer;
    const ahead = line.first;
    // Cut the run out of the ring, and put it in between the last of the line and its first.
    first.previous.next = last.next;
    last.next.previous = first.previous;
    first.previous = ahead.previous;
    last.next = ahead;
    first.previous.next = first;
    ahead.previous = last;
    line.first = first;
  }

  /** That a place is there, if anybody has looked for one. */
  note(place: Place): void {
    this.index?.set(place.key, place);
  }

  indexWith(holds: Place | null): Map<OwnerId | RequestId, Place> {
    const index = new Map<OwnerId | RequestId, Place>();
    for (const place of ring.each(holds)) index.set(place.key, place);
    for (const place of this) index.set(place.key, place);
    this.index = index;
    return index;
  }

  /** Looks through all waiters: for when they are few. */
  find(key: OwnerId | RequestId): Place | undefined {
    for (const { first } of this.#heap) {
      for (let place: Place | null = first; place !== null; place = ring.after(first, place)) {
        if (place.key === key) return place;
      }
    }
    return undefined;
  }

  /** All waiters in the order in which they stand. For queries: it sorts the priorities. */
  *[Symbol.iterator](): Generator<Place> {
    const lines = this.#heap.toSorted((one, other) => one.priority - other.priority);
    for (const line of lines) yield* ring.each(line.first);
  }

  /** Most often all waiters are of one priority. */
  #lineOf(priority: number): Line | undefined {
    const line = this.#heap[0];
    return line?.priority === priority ? line : this.#lines.get(priority);
  }

  #open(place: Place): void {
    const line = {
      priority: place.priority,
      first: place,
      lastSharer: place.mode === 'shared' ? place : null,
      slot: this.#heap.length,
    };
    this.#lines.set(place.priority, line);
    this.#heap.push(line);
    this.#rise(line);
  }

  #drop(line: Line): void {
    this.#lines.delete(line.priority);
    const last = this.#heap.pop();
    if (last === undefined || last === line) return;
    last.slot = line.slot;
    this.#heap[last.slot] = last;
    this.#rise(last);
    this.#sink(last);
  }

  #rise(line: Line): void {
    while (line.slot > 0) {
      const parent = this.#heap[(line.slot - 1) >> 1];
      if (parent === undefined || parent.priority <= line.priority) return;
      this.#swap(parent, line);
    }
  }

  #sink(line: Line): void {
    for (;;) {
      const left = this.#heap[2 * line.slot + 1];
      const right = this.#heap[2 * line.slot + 2];
      const child =
        right !== undefined && left !== undefined && right.priority < left.priority ? right : left;
      if (child === undefined || line.priority <= child.priority) return;
      this.#swap(line, child);
    }
  }

  /** `upper` is the parent of `lower`. */
  #swap(upper: Line, lower: Line): void {
    const slot = upper.slot;
    upper.slot = lower.slot;
    lower.slot = slot;
    this.#heap[upper.slot] = upper;
    this.#heap[lower.slot] = lower;
  }
}

/** The sharer that stands directly before `place` in its line, if there is one. */
function sharerBefore(line: Line, place: Place): Place | null {
  return place !== line.first && place.previous.mode === 'shared' ? place.previous : null;
}
