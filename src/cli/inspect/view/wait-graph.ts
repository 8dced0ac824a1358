/** Who waits for whom, and who waits in a circle. */
import type { Blocker } from '../../../core/shared-lock/blockers.ts';
import type { LockData } from '../../../core/shared-lock/canonical.ts';
import type { Mode } from '../../../core/shared-lock/commands.ts';
import { cycles } from './cycles.ts';
import { ownerName, type Program } from './machine.ts';

export interface WaitEdge {
  /** Keys of owners. */
  readonly from: string;
  readonly to: string;
  /** Names of locks. */
  readonly locks: readonly string[];
  /** Part of a circle. */
  readonly isCyclic: boolean;
}

export interface WaitOwner {
  readonly key: string;
  readonly name: string;
  /** What the owner's program is called. */
  readonly program: string;
  readonly isCyclic: boolean;
  /** How many that wait for this owner, or for whom this one waits, are not shown. */
  readonly hidden: number;
}

export interface WaitGraph {
  readonly owners: readonly WaitOwner[];
  readonly edges: readonly WaitEdge[];
  /** Owners that are not shown. */
  readonly others: number;
  /** Owners that wait in a circle, shown or not. */
  readonly inCircles: number;
}

export interface WaitedLock {
  readonly name: string;
  readonly data: LockData;
  /** The same name in two programs means two owners. */
  readonly program: Program;
}

export interface Sight {
  /** At this lock one begins to look. */
  readonly lock?: WaitedLock | undefined;
  /** Keys of owners around whom one wants to see more. */
  readonly around?: readonly string[];
  /** Owners that are shown; for each of `around` as many more. */
  readonly most: number;
}

/** The owners around a lock, and all circles; where nobody waits at that lock, all there are. */
export function waitGraph(locks: Iterable<WaitedLock>, { lock, around = [], most }: Sight): WaitGraph {
  const all = new AllWaits(locks);
  const start = lock === undefined ? [] : ownersAt(lock).filter((key) => all.near.has(key));
  const shown = new Set<string>();
  const limit = most * (1 + around.length);
  const wanted = [
    ...around.flatMap((key) => [key, ...(all.near.get(key) ?? [])]),
    ...start,
    ...all.circle.keys(),
  ];
  if (wanted.length === 0) wanted.push(...all.near.keys());
  // It grows while it is gone through, from the nearest to the farthest.
  for (const key of wanted) {
    if (shown.size === limit) break;
    if (shown.has(key) || !all.near.has(key)) continue;
    shown.add(key);
    wanted.push(...(all.near.get(key) ?? []));
  }
  return all.graph(shown);
}

/** Holders first. */
function ownersAt(lock: WaitedLock): string[] {
  const places: readonly Blocker[] = [
    ...lock.data.holds,
    ...lock.data.queue.flatMap(({ waiters }) => waiters),
  ];
  return places.map((place) => ownerOf(place, lock.name, lock.program).key);
}

/** An anonymous owner is known to one lock only. */
export function ownerOf({ owner, request }: Blocker, lock: string, program: Program) {
  const name = owner ?? `${lock} ${ownerName(null, request)}`;
  return { key: `${program.key} ${name}`, name, program: program.title };
}

class AllWaits {
  /** Of each owner those before and behind. */
  readonly near = new Map<string, Set<string>>();
  /** Of each owner in a circle, which one. */
  readonly circle: ReadonlyMap<string, number>;
  readonly #owners = new Map<
    string,
    { readonly key: string; readonly name: string; readonly program: string }
  >();
  readonly #edges = new Map<string, Map<string, string[]>>();

  constructor(locks: Iterable<WaitedLock>) {
    for (const lock of locks) {
      const { name, program, data } = lock;
      for (const { from, to } of nearest(data))
        this.#add(ownerOf(from, name, program), ownerOf(to, name, program), name);
    }
    this.circle = cycles(new Map([...this.#edges].map(([from, to]) => [from, [...to.keys()]])));
  }

  graph(shown: ReadonlySet<string>): WaitGraph {
    const isCyclic = (from: string, to: string): boolean =>
      this.circle.has(from) && this.circle.get(from) === this.circle.get(to);
    return {
      owners: [...shown].flatMap((key) => {
        const hidden = [...(this.near.get(key) ?? [])].filter((other) => !shown.has(other)).length;
        const owner = this.#owners.get(key);
        return owner === undefined ? [] : { ...owner, isCyclic: this.circle.has(key), hidden };
      }),
      edges: [...this.#edges].flatMap(([from, tos]) =>
        [...tos]
          .filter(([to]) => shown.has(from) && shown.has(to))
          .map(([to, names]) => ({ from, to, locks: names, isCyclic: isCyclic(from, to) })),
      ),
      others: this.near.size - shown.size,
      inCircles: this.circle.size,
    };
  }

  #add(from: WaitEnd, to: WaitEnd, lock: string): void {
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      this.#owners.set(one.key, one);
      const near = this.near.get(one.key) ?? new Set<string>();
      this.near.set(one.key, near.add(other.key));
    }
    const tos = this.#edges.get(from.key) ?? new Map<string, string[]>();
    this.#edges.set(from.key, tos);
    const names = tos.get(to.key) ?? [];
    tos.set(to.key, names);
    if (names.at(-1) !== lock) names.push(lock);
  }
}

type WaitEnd = ReturnType<typeof ownerOf>;

/** Of those who block a request the nearest: through them it waits for all the others (`blockers`). */
function* nearest({ holds, queue }: LockData): Generator<{ readonly from: Blocker; readonly to: Blocker }> {
  // The last exclusive ones so far, and the sharers since then.
  let barrier: readonly Blocker[] = [];
  let sharers: readonly Blocker[] = [];
  const pass = (mode: Mode | undefined, places: readonly Blocker[]): void => {
    if (mode === 'exclusive') [barrier, sharers] = [places, []];
    else sharers = [...sharers, ...places];
  };
  pass(holds[0]?.mode, holds);
  for (const { mode, waiters } of queue) {
    const before = mode === 'exclusive' && sharers.length > 0 ? sharers : barrier;
    for (const from of waiters) for (const to of before) yield { from, to };
    pass(mode, waiters);
  }
}
