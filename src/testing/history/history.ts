/**
 * Judges a log of any lock: whether requests, grants, refusals and releases can have happened as they stand
 * there.
 */

import type { Entry, Objection } from './entries.ts';
import { malformed } from './event-check.ts';
import type { HistoryEvent, HistoryOptions, HistoryProblem, HistoryVerdict } from './events.ts';
import { LockRecord } from './lock-record.ts';
import { searchTies } from './tie-search.ts';

/** One lock of a history. */
interface Judged {
  readonly record: LockRecord;
  /** Kept only where their order is to be found. */
  readonly entries: Entry[];
  /** What follows on something impossible means nothing. */
  isOver: boolean;
}

const ONLY_LOCK = 'lock';

/**
 * Judges a history event by event: `add` them in order, then `end` it. For logs that are too long to be kept,
 * or that are still being written; otherwise see {@link checkHistory}, which says what is judged.
 */
export class HistoryChecker {
  readonly #options: HistoryOptions;
  readonly #locks = new Map<string, Judged>();
  readonly #problems: HistoryProblem[] = [];
  #last = Number.NEGATIVE_INFINITY;
  #count = 0;

  constructor(options: HistoryOptions = {}) {
    this.#options = options;
  }

  /** Takes the next event; never throws. */
  add(event: HistoryEvent): void {
    const index = this.#count;
    this.#count += 1;
    const what = malformed(event);
    if (what !== undefined) {
      this.#malformed(event, what);
      return;
    }
    const { lock = ONLY_LOCK, at } = event;
    const entry = { event, index, line: event.line ?? this.#count };
    const judged = this.#judged(lock);
    if (judged.isOver) return;
    if (at >= this.#last) {
      this.#last = at;
      if (this.#options.ties === true) judged.entries.push(entry);
      else this.#object(lock, judged, judged.record.apply(entry));
    } else {
      this.#object(lock, judged, { ...entry, rule: 'time', message: `${at} comes after ${this.#last}` });
    }
  }

  /** The verdict: of each lock the first thing that is wrong, or all that is missing at the end. By line. */
  end(): HistoryVerdict {
    for (const [lock, judged] of this.#locks) {
      if (judged.isOver) continue;
      const found =
        this.#options.ties === true ? searchTies(judged.entries, this.#options) : judged.record.end();
      for (const objection of found) this.#object(lock, judged, objection);
    }
    if (this.#problems.length === 0) return { legal: true };
    const problems = this.#problems.toSorted((one, other) => one.line - other.line);
    return { legal: problems.every(({ rule }) => rule === 'search') ? null : false, problems };
  }

  #judged(lock: string): Judged {
    let judged = this.#locks.get(lock);
    if (judged === undefined) {
      judged = { record: new LockRecord(this.#options), entries: [], isOver: false };
      this.#locks.set(lock, judged);
    }
    return judged;
  }

  /** All that is said of it is what can be read. */
  #malformed(event: unknown, message: string): void {
    const { at, owner, lock, line } = Object(event) as Readonly<Record<string, unknown>>;
    const name = typeof lock === 'string' ? lock : ONLY_LOCK;
    const judged = this.#judged(name);
    if (judged.isOver) return;
    judged.isOver = true;
    this.#problems.push({
      rule: 'event',
      line: typeof line === 'number' ? line : this.#count,
      at: typeof at === 'number' ? at : Number.NaN,
      lock: name,
      owner: typeof owner === 'string' ? owner : '',
      message,
    });
  }

  #object(lock: string, judged: Judged, objection: Objection | undefined): void {
    if (objection === undefined) return;
    judged.isOver = true;
    const { rule, line, event, message } = objection;
    this.#problems.push({ rule, line, at: event.at, lock, owner: event.owner, message });
  }
}

/**
 * Says whether a history can have happened: of one lock or of several, of this package or of any other.
 *
 * What is judged. The specification is the machine of `SharedLock`: the history is legal if there is an order
 * of its events in which the machine, asked the same, answers the same. The order is that in which the events
 * stand, unless `ties` says that those of one time may stand in another (of one owner at one lock they never
 * do). Locks are judged one by one, for what can have happened at each can have happened at all. A request
 * takes effect when it is made if the history is `ordered`, and otherwise when it is granted; what it may be
 * refused for is not judged, but for a try that had nothing in its way, and for what was granted already. A
 * history that is not `ordered` is asked for exclusion only, and for what follows from it.
 *
 * How to write one. Write `request` before the call, `grant` or `refuse` when its promise settles, and
 * `release` before the call that releases: then the holds written down are never longer than those that there
 * were, and every overlap is one. For a lock whose release takes its time leave `try` out. Callers hear of a
 * refusal after whoever is let in by it may have heard of that: to judge the order of grants in such a log,
 * take the time from a clock that stands still while promises settle, as `VirtualClock` does, and allow
 * `ties`.
 *
 * What it costs. One step of the machine an event, about a microsecond, whatever the length. Events that are
 * tied cost more, and a search among them gives up at a limit (rule `search`); if nothing else is wrong,
 * `legal` is null then.
 *
 * @param events In order of time; read once.
 * @param options What the lock promises, and how the log was written.
 * @returns Of each lock the first thing that is wrong with its line, or what is missing at the end; sorted by
 * line, the same every time. Never throws but for an error that `events` throws.
 *
 * @example
 * ```ts
 * import { checkHistory, type HistoryEvent } from 'lockchart/testing';
 *
 * // From any lock: write down what its callers see.
 * const events: HistoryEvent[] = [
 *   { type: 'request', at: 0, owner: 'ann' },
 *   { type: 'grant', at: 0, owner: 'ann' },
 *   { type: 'request', at: 5, owner: 'bob' },
 *   { type: 'grant', at: 8, owner: 'bob' },
 *   { type: 'release', at: 9, owner: 'ann' },
 *   { type: 'release', at: 12, owner: 'bob' },
 * ];
 * const verdict = checkHistory(events);
 * if (!verdict.legal) {
 *   const [{ rule, line, message } = {}] = verdict.problems;
 *   console.log(rule, line, message); // exclusion 4 bob is granted exclusive while ann holds it exclusive
 * }
 * ```
 */
export function checkHistory(events: Iterable<HistoryEvent>, options: HistoryOptions = {}): HistoryVerdict {
  const checker = new HistoryChecker(options);
  for (const event of events) checker.add(event);
  return checker.end();
}
