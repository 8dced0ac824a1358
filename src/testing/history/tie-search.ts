/**
 * Looks for an order of what happened at one lock, where events of one time may have happened in any order:
 * the search of Wing and Gong, which tries an event that may come next and takes it back if it leads nowhere,
 * with Lowe's memory of the situations that have been tried.
 *
 * The order in which the events stand is tried first, and where nothing is tied nothing is kept: a history
 * that is legal as it stands costs one pass. An illegal one with many ties can cost much more, so there is a
 * limit.
 */
import type { Entry, Objection } from './entries.ts';
import type { LockRecord } from './lock-record.ts';

/** So many events may be tried, beside those that there are. */
const MOST_TRIALS = 100_000;

/** Where the search may go on from. */
interface Situation {
  readonly record: LockRecord;
  /** How many events have happened. */
  readonly count: number;
  /** What has not happened yet of the present tie. */
  readonly tied: readonly Entry[];
  /** Which of them is tried next. */
  next: number;
}

/** What is wrong, in the order that goes furthest; `entries` are of one lock, sorted by time. */
export function searchTies(entries: readonly Entry[], start: LockRecord): Objection[] {
  const open: Situation[] = [{ record: start, count: 0, tied: tieAt(entries, 0), next: 0 }];
  const seen = new Set<string>();
  let furthest = -1;
  let wrong: Objection | undefined;
  let trials = 0;
  for (let here = open.at(-1); here !== undefined; here = open.at(-1)) {
    const { record, count, tied } = here;
    const entry = tied[here.next];
    here.next += 1;
    const isLast = here.next >= tied.length;
    if (isLast) open.pop();
    if (entry === undefined || !isNextOfItsOwner(entry, tied)) continue;
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
    if (tied.length > 1) {
      const key = `${count} ${rest.map(({ index }) => index)} ${after.key()}`;
      if (seen.has(key)) continue;
      seen.add(key);
    }
    const next = rest.length > 0 ? rest : tieAt(entries, count + 1);
    open.push({ record: after, count: count + 1, tied: next, next: 0 });
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
function isNextOfItsOwner(entry: Entry, tied: readonly Entry[]): boolean {
  return tied.find(({ event }) => event.owner === entry.event.owner) === entry;
}

function undecided(wrong: Objection): Objection {
  const message = `no order was found in ${MOST_TRIALS} trials; in the one that went furthest ${wrong.message}`;
  return { ...wrong, rule: 'search', message };
}
