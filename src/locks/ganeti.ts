/**
 * The levels of Ganeti's lock manager, with their names.
 */
import { misuse } from './errors.ts';
import { ALL } from './set-hold.ts';

/** A level of a lock manager. */
export interface LevelDefinition<Name extends string = string> {
  readonly name: Name;
  /** The members that it begins with; none unless given. */
  readonly members?: readonly string[] | undefined;
  /** Whether members can be added and removed; yes unless given. */
  readonly modifiable?: boolean | undefined;
  /**
   * For the first level only: the member that must be held, in either mode, before anything else, and that
   * cannot be released while anything above is held. Unless given there is none.
   */
  readonly bigLock?: string | undefined;
}

/** In the order in which they are acquired. */
export const LEVELS = [
  'cluster',
  'instance',
  'node-alloc',
  'nodegroup',
  'node',
  'node-res',
  'network',
] as const;

export type GanetiLevel = (typeof LEVELS)[number];

/** The levels whose members can be added and removed. */
export const LEVELS_MOD = ['instance', 'nodegroup', 'node', 'node-res', 'network'] as const;

/** What people call each level. */
export const LEVEL_NAMES: Readonly<Record<GanetiLevel, string>> = {
  cluster: 'cluster',
  instance: 'instance',
  'node-alloc': 'node-alloc',
  nodegroup: 'nodegroup',
  node: 'node',
  'node-res': 'node-res',
  network: 'network',
};

/** The big lock: the member of `cluster`. */
export const BGL = 'BGL';

/** The node allocation lock: the member of `node-alloc`. */
export const NAL = 'NAL';

/** All of a set; the same as `ALL`. */
export const ALL_SET: typeof ALL = ALL;

/** The members that a cluster begins with. */
export interface ClusterNames {
  /** Members of `node` and, as separate locks, of `node-res`. */
  readonly nodes?: readonly string[] | undefined;
  readonly nodegroups?: readonly string[] | undefined;
  readonly instances?: readonly string[] | undefined;
  readonly networks?: readonly string[] | undefined;
}

/** A level for each name, so that their order is known to the compiler. */
export type LevelsOf<Names extends readonly string[]> = {
  readonly [Index in keyof Names]: LevelDefinition<Names[Index]>;
};

/**
 * The levels of a cluster, for `new LockManager({ levels })`.
 *
 * @throws {LockUsageError} `invalid-argument` for anything but an object.
 *
 * @example
 * ```ts
 * import { BGL, ganetiLevels, LockManager } from 'lockchart';
 *
 * const manager = new LockManager({ levels: ganetiLevels({ nodes: ['node1'], instances: ['web1'] }) });
 * await using job = manager.keyring('job-17');
 * await job.acquire('cluster', BGL, { mode: 'shared' });
 * await job.acquire('instance', 'web1');
 * console.log(job.listOwned('instance').join()); // web1
 * ```
 */
export function ganetiLevels(names: ClusterNames = {}): LevelsOf<typeof LEVELS> {
  if (typeof names !== 'object' || names === null) throw misuse('ganetiLevels is given lists of names.');
  const { nodes, nodegroups, instances, networks } = names;
  return [
    { name: 'cluster', members: [BGL], modifiable: false, bigLock: BGL },
    { name: 'instance', members: instances },
    { name: 'node-alloc', members: [NAL], modifiable: false },
    { name: 'nodegroup', members: nodegroups },
    { name: 'node', members: nodes },
    { name: 'node-res', members: nodes },
    { name: 'network', members: networks },
  ];
}
