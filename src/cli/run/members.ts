/**
 * Which members the levels of a run begin with, when the file does not say so, and which names of a file are
 * none; and the locks that come of them.
 */
import { LEVELS, LOCKSET_NAME } from '../../index.ts';
import { type Job, KIND_OF_LEVEL, KINDS, type Level, type Members, SOLE_MEMBERS } from './job.ts';

interface Mention {
  readonly level: Level;
  readonly names: readonly string[];
  /** By this mention the names come into being. */
  readonly adds: boolean;
}

/** Every name that the jobs use, but for those that they add themselves. */
export function usedMembers(jobs: readonly Job[]): Members {
  const of = (kind: keyof Members): string[] => {
    const mentioned = jobs.flatMap(mentions).filter(({ level }) => KIND_OF_LEVEL[level] === kind);
    const added = new Set(mentioned.filter(({ adds }) => adds).flatMap(({ names }) => names));
    const used = new Set(mentioned.flatMap(({ names }) => names));
    return [...used].filter((name) => !added.has(name)).toSorted();
  };
  const [instances, nodegroups, nodes, networks] = KINDS.map(of) as [string[], string[], string[], string[]];
  return { instances, nodegroups, nodes, networks };
}

/** Every lock that a run begins with, as `level/name`: those of the members, and those of the sets. */
export function* lockIds(members: Members): Generator<string> {
  for (const level of LEVELS) {
    const kind = KIND_OF_LEVEL[level];
    const names = kind === undefined ? [SOLE_MEMBERS[level] ?? ''] : (members[kind] ?? []);
    for (const name of [LOCKSET_NAME, ...names]) yield `${level}/${name}`;
  }
}

/** A line for each job that names what neither is a member from the beginning nor is added by any job. */
export function unknownNames(
  jobs: readonly { readonly line: number; readonly job: Job }[],
  members: Members,
): { readonly line: number; readonly message: string }[] {
  const known = new Map<Level, Set<string>>();
  for (const [level, kind] of Object.entries(KIND_OF_LEVEL))
    known.set(level as Level, new Set(members[kind]));
  for (const { level, names, adds } of jobs.flatMap(({ job }) => mentions(job))) {
    if (adds) for (const name of names) known.get(level)?.add(name);
  }
  const strangerAmong = onceForEachList((level, names) =>
    names.find((name) => known.get(level)?.has(name) === false),
  );
  return jobs.flatMap(({ line, job }) => {
    for (const { level, names } of mentions(job)) {
      const name = strangerAmong(level, names);
      if (name === undefined) continue;
      const message = `the level '${level}' has no member '${name}', and no job of the file adds it`;
      return [{ line, message }];
    }
    return [];
  });
}

function mentions({ locks, steps = [] }: Job): Mention[] {
  const found: Mention[] = [];
  const mention = (level: Level, names: readonly string[] | null | undefined, adds: boolean): void => {
    if (names != null) found.push({ level, names, adds });
  };
  for (const lock of locks) mention(lock.level, lock.names, lock.new === true);
  for (const step of steps) {
    mention(step.level, step.names, step.do === 'add');
    mention(step.level, step.keep, false);
  }
  return found;
}

type Find = (level: Level, names: readonly string[]) => string | undefined;

/** Thousands of jobs name the same few lists. */
function onceForEachList(find: Find): Find {
  const answers = new Map<Level, WeakMap<readonly string[], { readonly answer: string | undefined }>>();
  return (level, names) => {
    const ofLevel = answers.get(level) ?? new WeakMap<readonly string[], { answer: string | undefined }>();
    answers.set(level, ofLevel);
    const known = ofLevel.get(names) ?? { answer: find(level, names) };
    ofLevel.set(names, known);
    return known.answer;
  };
}
