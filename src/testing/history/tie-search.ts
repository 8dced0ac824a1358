/**
 * Looks for an order of what happened at one lock, where events of one time may have happened in any order:
 * the search of Wing and Gong, which tries an event that may come next and takes it back if it leads nowhere,
 * with Lowe's memory of the situations that have been tried.
 *
 * The order in which the events stand is tried first, and nothing is kept of that: a history that is legal as
 * it stands costs one pass. Otherwise events that may come first without loss (./commuting.ts) are not tried
 * in any other place. An illegal history with many ties can cost much more, so there is a limit.
 */
import { Commuting } from './commuting.ts';
import type { Entry, Objection } from './entries.ts';
import type { HistoryOptions } from './events.ts';
import { LockRecord } from './lock-record.ts';

/** So many events may be tried, beside those that there are. */
const MOST_TRIALS = 100_000;

/** Where the search may go on from. */
interface Situation {
  readonly record: LockRecord;
  /** How many events have happened. */
  readonly count: number;
  /** What has not happened yet of the present tie. */
  readonly tied: readonly Entry[];
  /** Which of them may be next. */
  readonly open: readonly Entry[];
  /** Which of those is tried next. */
  next: number;
}

/** What is wrong, in the order that goes furthest; `entries` are of one lock, sorted by time. */
export function searchTies(entries: readonly Entry[], options: HistoryOptions): Objection[] {
  const asWritten = new LockRecord(options);
  if (entries.every((entry) => asWritten.apply(entry) === undefined)) return [...asWritten.end()];
  const commuting = new Commuting(entries, options);
  const situation = (record: LockRecord, count: number, tied: readonly Entry[]): Situation => {
    const open = firstOfEachOwner(tied);
    const first = commuting.first(record.machine, tied, open);
    return { record, count, tied, open: first === undefined ? open : [first], next: 0 };
  };
  const situations = [situation(new LockRecord(options), 0, tieAt(entries, 0))];
  const seen = new Set<string>();
  let furthest = -1;
  let wrong: Objection | undefined;
  let trials = 0;
  for (let here = situations.at(-1); here !== undefined; here = situations.at(-1)) {
    const { record, count, tied, open } = here;
    const entry = open[here.next];
    here.next += 1;
    const isLast = here.next >= open.length;
    if (isLast) situations.pop();
    if (entry === undefined) continue;
    trials += 1;
    if (wrong !== undefined && trials > entries.length + MOST_TRIALS) return [undecided(wrong)];
    const after = isLast ? record : record.fork();
    const objection = after.apply(entry);
    if (objection !== undefined) {
      if (count > furthest) [furthest, wrong] = [count, objection];
      continue;
    }
    if (count + 1 === entries.length) return [...after.end()];
    const rest = tied.filter((other) => other !== entry);
    if (open.length > 1) {
      const key = `${count} ${rest.map(({ index }) => index)} ${after.key()}`;
      if (seen.has(key)) continue;
      seen.add(key);
    }
    situations.push(situation(after, count + 1, rest.length > 0 ? rest : tieAt(entries, count + 1)));
  }
  return wrong === undefined ? [] : [wrong];
}

/** All of the time of the first. */
function tieAt(entries: readonly Entry[], first: number): readonly Entry[] {
  const at = entries[first]?.event.at;
  let end = first + 1;
  while (end < entries.length && entries[end]?.event.at === at) end += 1;
  return entries.slice(first, end);
}

/** What one owner did it did in the order in which it stands. */
function firstOfEachOwner(tied: readonly Entry[]): readonly Entry[] {
  const owners = new Set<string>();
  return tied.filter(({ event }) => owners.size < owners.add(event.owner).size);
}

function undecided(wrong: Objection): Objection {
  const message = `no order was found in ${MOST_TRIALS} trials; in the one that went furthest ${wrong.message}`;
  return { ...wrong, rule: 'search', message };
}
