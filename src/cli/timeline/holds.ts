/** What each job held at each level over time, from what the bodies of the jobs wrote down. */
import { LEVELS, LOCKSET_NAME, type Mode } from '../../index.ts';
import type { Passage } from '../run/evidence.ts';
import type { TimelineHold } from './data.ts';

/** What one job holds at one level, and since when it is the same. */
interface Holding {
  readonly members: Map<string, Mode>;
  since: number;
}

const MOST_NAMES = 5;

/** By job. What was held for no time at all is left out. */
export function holdsOf(passages: readonly Passage[]): Map<string, TimelineHold[]> {
  const current = new Map<string, Map<string, Holding>>();
  const holds = new Map<string, TimelineHold[]>();
  for (const { type, job, level, names, mode, at } of passages) {
    if (type === 'add') continue;
    const levels = current.get(job) ?? new Map<string, Holding>();
    current.set(job, levels);
    const holding = levels.get(level) ?? { members: new Map<string, Mode>(), since: at };
    levels.set(level, holding);
    const now = Math.round(at);
    const before = segmentOf(level, holding, now);
    if (before !== undefined) {
      const earlier = holds.get(job);
      if (earlier === undefined) holds.set(job, [before]);
      else earlier.push(before);
    }
    holding.since = now;
    for (const name of names) {
      if (type === 'enter') holding.members.set(name, mode);
      else holding.members.delete(name);
    }
  }
  return holds;
}

function segmentOf(level: string, { members, since }: Holding, now: number): TimelineHold | undefined {
  if (members.size === 0 || now <= Math.round(since)) return undefined;
  const names = [...members.keys()].filter((name) => name !== LOCKSET_NAME);
  const exclusive = names.filter((name) => members.get(name) === 'exclusive').length;
  const some = names.slice(0, MOST_NAMES).join(', ');
  const text = names.length > MOST_NAMES ? `${some} and ${names.length - MOST_NAMES} more` : some;
  const whole = members.has(LOCKSET_NAME) ? `all (${text})` : text;
  return [
    (LEVELS as readonly string[]).indexOf(level),
    Math.round(since),
    now,
    exclusive,
    names.length - exclusive,
    whole,
  ];
}
