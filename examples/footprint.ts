/**
 * From a row of the table to the locks and steps of one job: who is meant by `self`, `own` or `chosen`, and
 * what the job changes in the cluster.
 */
import type { Job, Level } from '../src/cli/run/job.ts';
import type { Cluster, Instance } from './cluster.ts';
import type { Change, Footprint, Operation } from './operations.ts';

/** As in a job file: names, the name of a list of names, or null for all. */
export type Names = readonly string[] | string | null;

export interface JobLine extends Omit<Job, 'locks' | 'steps'> {
  readonly locks: readonly {
    readonly level: Level;
    readonly names: Names;
    readonly mode: 'shared' | 'exclusive';
    readonly opportunistic?: true;
    readonly new?: true;
  }[];
  readonly steps?: readonly {
    readonly at: number;
    readonly do: Change['do'];
    readonly level: Level;
    readonly names: Names;
    readonly keep?: Names;
  }[];
}

/** What one job is about; whatever its row does not speak of is drawn all the same, and not used. */
export interface Subject {
  readonly group: string;
  readonly instance: Instance;
  readonly node: string;
  readonly network: string;
  /** A target for the instance, or a new secondary. */
  readonly target: string;
  /** The name of what the job makes: an instance, or for a job about nodes a node. */
  readonly fresh: string;
  /** Where an allocator places an instance. */
  readonly chosen: readonly string[];
}

/** The names of the lists that hold all of a kind, or all of a group. */
export const listOf = {
  every: (level: string): string => `every ${level}`,
  instances: (group: string): string => `instances of ${group}`,
  nodes: (group: string): string => `nodes of ${group}`,
};

/** Who is meant by the words of the footprints. */
function namesFor(level: Level, word: string, subject: Subject, cluster: Cluster): Names {
  const { instance, group, node, target, network, fresh, chosen } = subject;
  const own = [instance.primary, instance.secondary].filter((name) => name !== undefined);
  if (word === 'ALL') return null;
  if (word === 'every') return listOf.every(level === 'node-res' ? 'node' : level);
  if (word === 'chosen') return chosen;
  if (word === 'own') return own;
  if (word === 'pair') return instance.secondary === undefined ? [...own, target] : own;
  if (word === 'fresh') return [...own, target];
  if (word === 'members') return listOf.nodes(group);
  if (word === 'new') return [fresh];
  if (word === 'nic') return [instance.network];
  if (word === 'group') return level === 'instance' ? listOf.instances(group) : [group];
  if (word === 'onNode') {
    const names = cluster.instancesOf(group).filter(({ primary }) => primary === node);
    return names.map(({ name }) => name);
  }
  if (level === 'instance') return [instance.name];
  return level === 'network' ? [network] : [node];
}

const CELLS: readonly (readonly [keyof Footprint, Level])[] = [
  ['instance', 'instance'],
  ['nal', 'node-alloc'],
  ['nodegroup', 'nodegroup'],
  ['node', 'node'],
  ['nodeRes', 'node-res'],
  ['network', 'network'],
];

const SOLE: Readonly<Partial<Record<Level, string>>> = { cluster: 'BGL', 'node-alloc': 'NAL' };

export function locksOf({ locks }: Operation, subject: Subject, cluster: Cluster): JobLine['locks'] {
  const big = { level: 'cluster', names: ['BGL'], mode: locks.bgl === 'X' ? 'exclusive' : 'shared' } as const;
  const others = CELLS.flatMap(([column, level]) => {
    const cell = locks[column];
    if (cell === undefined) return [];
    const sole = SOLE[level];
    const [word = '', mode, opp] = sole === undefined ? cell.split(' ') : [sole, cell];
    return [
      {
        level,
        names: sole === undefined ? namesFor(level, word, subject, cluster) : [sole],
        mode: mode === 'X' ? ('exclusive' as const) : ('shared' as const),
        ...(opp === 'opp' ? { opportunistic: true as const } : {}),
        ...(word === 'new' ? { new: true as const } : {}),
      },
    ];
  });
  return [big, ...others];
}

export function stepsOf(
  { changes }: Operation,
  duration: number,
  subject: Subject,
  cluster: Cluster,
): NonNullable<JobLine['steps']> {
  return changes.map(({ at, do: action, level, what, keep }) => ({
    at: Math.floor(at * duration),
    do: action,
    level,
    names: what === undefined ? null : namesFor(level, what, subject, cluster),
    ...(keep === undefined ? {} : { keep: namesFor(level, keep, subject, cluster) }),
  }));
}
