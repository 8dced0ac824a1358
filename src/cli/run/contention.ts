/**
 * Where the time of a run was spent waiting, and for whom: adds up the waits at every lock, from the events
 * of the locks themselves.
 *
 * While jobs wait at a lock, the time of each counts for the operations that hold it at that moment, in equal
 * parts; so the parts add up to the whole. A job waits at one lock at a time.
 */
import { operationOf } from './job.ts';
import type { LockWatch, WatchedLock } from './lock-watch.ts';

/** Waiting at one lock. */
export interface LockWaiting {
  readonly level: string;
  readonly name: string;
  readonly totalMs: number;
  readonly waits: number;
  readonly longestMs: number;
  readonly longestQueue: number;
}

/** Waiting at a level, for those who held what was waited for. */
export interface Blame {
  readonly operation: string;
  readonly ms: number;
}

interface Tally {
  readonly lock: WatchedLock;
  totalMs: number;
  waits: number;
  longestMs: number;
  longestQueue: number;
  /** Up to when the waits at this lock have been counted. */
  countedAt: number;
  /** Since when each job waits here. */
  readonly since: Map<string, number>;
}

export class Contention {
  readonly #now: () => number;
  readonly #tallies = new Map<WatchedLock, Tally>();
  readonly #blame = new Map<string, Map<string, number>>();
  #waiting = 0;
  #longestQueue = { jobs: 0, at: 0 };

  /** `now` tells the time in which waits are measured. */
  constructor(watch: LockWatch, now: () => number) {
    this.#now = now;
    watch.listenToWaits({
      before: (lock) => this.#count(this.#tallyOf(lock)),
      began: (job, lock) => this.#begin(job, this.#tallyOf(lock)),
      ended: (job, lock) => this.#end(job, this.#tallyOf(lock)),
    });
  }

  /** How many jobs wait, at whatever lock. */
  get waiting(): number {
    return this.#waiting;
  }

  /** When most jobs waited at once, and how many. */
  get longestQueue(): { readonly jobs: number; readonly at: number } {
    return this.#longestQueue;
  }

  /** The locks at which most time was spent waiting, the worst first. */
  mostContended(most: number): LockWaiting[] {
    return [...this.#tallies.values()]
      .toSorted((one, other) => other.totalMs - one.totalMs || (one.lock.name < other.lock.name ? -1 : 1))
      .slice(0, most)
      .map(({ lock: { level, name }, totalMs, waits, longestMs, longestQueue }) => {
        return { level, name, totalMs, waits, longestMs, longestQueue };
      });
  }

  /** For whom the waits at a level were, the most blamed first. */
  blameAt(level: string): Blame[] {
    return [...(this.#blame.get(level) ?? [])]
      .map(([operation, ms]) => ({ operation, ms }))
      .toSorted((one, other) => other.ms - one.ms || (one.operation < other.operation ? -1 : 1));
  }

  #tallyOf(lock: WatchedLock): Tally {
    const known = this.#tallies.get(lock);
    if (known !== undefined) return known;
    const counts = { totalMs: 0, waits: 0, longestMs: 0, longestQueue: 0, countedAt: 0 };
    const tally: Tally = { lock, ...counts, since: new Map() };
    this.#tallies.set(lock, tally);
    return tally;
  }

  #begin(job: string, tally: Tally): void {
    const at = this.#now();
    tally.countedAt = at;
    tally.since.set(job, at);
    tally.waits += 1;
    tally.longestQueue = Math.max(tally.longestQueue, tally.since.size);
    this.#waiting += 1;
    if (this.#waiting > this.#longestQueue.jobs) this.#longestQueue = { jobs: this.#waiting, at };
  }

  #end(job: string, tally: Tally): void {
    const since = tally.since.get(job);
    if (since === undefined) return;
    tally.since.delete(job);
    tally.longestMs = Math.max(tally.longestMs, tally.countedAt - since);
    this.#waiting -= 1;
  }

  /** Counts what has been waited here since the last change. */
  #count(tally: Tally): void {
    const at = this.#now();
    const ms = (at - tally.countedAt) * tally.since.size;
    tally.countedAt = at;
    if (ms === 0) return;
    tally.totalMs += ms;
    const { level } = tally.lock;
    const operations = new Set(tally.lock.holders().map(operationOf));
    const blame = this.#blame.get(level) ?? new Map<string, number>();
    this.#blame.set(level, blame);
    for (const operation of operations) {
      blame.set(operation, (blame.get(operation) ?? 0) + ms / operations.size);
    }
  }
}
