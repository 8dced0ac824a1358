/**
 * The third table: what it costs to make, take, give back and remove all members of a set, by their number,
 * and how long a program that does so attends to nothing else.
 */
import type { Trial } from './contenders/contender.ts';
import type { Members, MembersContender } from './contenders/members.ts';
import { bytesOf, type Cell, measure, type OnProgress, type Plan } from './harness.ts';
import { randomFrom, shuffled } from './random.ts';
import { namesOf } from './rows.ts';
import { ratios, type Spread, spreadOf } from './statistics.ts';

const MEMBERS = [1_000, 10_000, 100_000];

export interface MembersResult {
  readonly deed: Deed;
  readonly contender: string;
  readonly sizes: readonly MembersSize[];
}

export interface MembersSize {
  readonly members: number;
  /** For one member; null where it was not measured. */
  readonly nanoseconds: Spread | null;
  /** For all of them, in one go: the usual and the longest. */
  readonly milliseconds: { readonly median: number; readonly longest: number } | null;
  /** As a multiple of what single locks take for it in the same round. */
  readonly ofSingleLocks: Spread | null;
  readonly samples: readonly number[];
}

/** Bytes that a member takes while nobody is there, by contender. */
export type Weights = Readonly<Record<string, number>>;

interface Act {
  /** Off the clock. */
  readonly isHeld?: boolean;
  readonly isEmpty?: boolean;
  work(members: Members, names: readonly string[]): Promise<void> | void;
}

const DEEDS = {
  'acquire all': { work: (members) => members.acquire() },
  release: { isHeld: true, work: (members) => members.release() },
  add: { isEmpty: true, work: (members, names) => members.add(names) },
  'remove, held by who removes': { isHeld: true, work: (members, names) => members.remove(names, true) },
  'remove, free': { work: (members, names) => members.remove(names, false) },
} as const satisfies Record<string, Act>;

export type Deed = 'make' | keyof typeof DEEDS;

const DEED_NAMES = ['make', ...Object.keys(DEEDS)] as Deed[];

/** `contenders`: the last of them are the single locks. `most`: larger sets are left out. */
export async function measureMembers(
  contenders: readonly MembersContender[],
  most: number,
  plan: Plan,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<{ results: MembersResult[]; weights: Weights }> {
  const sizes = MEMBERS.filter((size) => size <= most);
  const lines = DEED_NAMES.flatMap((deed) => contenders.map((contender) => ({ deed, contender })));
  const cells = lines.flatMap(({ deed, contender }) =>
    sizes
      .filter((size) => size <= contender.most)
      .map(
        (size): Cell => ({
          row: rowOf(deed, size),
          contender: contender.name,
          operations: size,
          start: () => trialOf(deed, contender, namesFor(contender, size, plan.seed)),
        }),
      ),
  );
  const measured = await measure(cells, plan, signal, onProgress);
  const samplesOf = (deed: Deed, size: number, name: string | undefined): readonly number[] =>
    measured.find(({ cell }) => cell.row === rowOf(deed, size) && cell.contender === name)?.samples ?? [];
  const single = contenders.at(-1)?.name;
  const results = lines.map(({ deed, contender: { name } }) => ({
    deed,
    contender: name,
    sizes: sizes.map((size) => sizeResult(size, samplesOf(deed, size, name), samplesOf(deed, size, single))),
  }));
  return { results, weights: signal.aborted ? {} : await weigh(contenders, most) };
}

function namesFor({ isShuffled }: MembersContender, size: number, seed: number): readonly string[] {
  return isShuffled === true ? shuffled(namesOf(size), randomFrom(seed)) : namesOf(size);
}

const rowOf = (deed: Deed, size: number): string => `${deed}, ${size}`;

/** Everything is made anew for each sample, and given up with it: others' must not lie about in the heap. */
function trialOf(deed: Deed, contender: MembersContender, names: readonly string[]): Trial {
  let members: Members | undefined;
  if (deed === 'make') return { work: () => void contender.make(names) };
  const { isHeld = false, isEmpty = false, work }: Act = DEEDS[deed];
  return {
    before() {
      members = contender.make(isEmpty ? [] : names);
      // What this promises is there before the clock is started.
      if (isHeld) void members.acquire();
    },
    async work() {
      if (members !== undefined) await work(members, names);
      members = undefined;
    },
  };
}

function sizeResult(members: number, samples: readonly number[], single: readonly number[]): MembersSize {
  if (samples.length === 0) {
    return { members, nanoseconds: null, milliseconds: null, ofSingleLocks: null, samples };
  }
  const nanoseconds = spreadOf(samples);
  const inMilliseconds = (one: number): number => one * members * 1e-6;
  return {
    members,
    nanoseconds,
    milliseconds: {
      median: inMilliseconds(nanoseconds.median),
      longest: inMilliseconds(Math.max(...samples)),
    },
    ofSingleLocks: single.length === 0 ? null : spreadOf(ratios(samples, single)),
    samples,
  };
}

async function weigh(contenders: readonly MembersContender[], most: number): Promise<Weights> {
  const weights: Record<string, number> = {};
  // V8 puts a string together when it is first looked up; that room is the caller's.
  const known = new Set(namesOf(most));
  for (const { name, most: own, make } of contenders) {
    const some = [...known].slice(0, own);
    weights[name] = Math.round((await bytesOf(() => make(some))) / some.length);
  }
  return weights;
}
