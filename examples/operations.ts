/**
 * The operations of a realistic cluster, one row each: what share of all operations it is, how long it runs,
 * which locks it takes, and what it does to them on the way. Locks and modes are facts read from the
 * original's operations; shares, durations and the moments of early releases are judgement, said to be so
 * where they were written down.
 */
import type { Level, Step } from '../src/cli/run/job.ts';

export type DurationClass = keyof typeof DURATION_RANGES_MS;

/** Half-open ranges; a duration is log-uniform in the range of its class. */
export const DURATION_RANGES_MS = {
  instant: [100, 1_000],
  short: [1_000, 10_000],
  medium: [10_000, 60_000],
  long: [60_000, 600_000],
  veryLong: [600_000, 3_600_000],
} as const satisfies Record<string, readonly [low: number, high: number]>;

/**
 * What is taken at a level, and how: `S` shared, `X` exclusive, `opp` opportunistically. `every` names all
 * there are; `ALL` takes the level as a whole, with the lock of the set.
 */
type Cell<What extends string> = `${What | 'every' | 'ALL'} ${'S' | 'X'}${'' | ' opp'}`;

/**
 * `own`: the instance's node or nodes; `pair`: the same, or on shared storage its node and a target; `fresh`:
 * its own and a new secondary; `chosen`: where a placement comes to; `members`: the whole group's.
 */
type NodeCell = Cell<'self' | 'own' | 'pair' | 'fresh' | 'chosen' | 'members'>;

/** An absent cell is nothing, but for the big lock (`bgl`), which is taken shared. */
export interface Footprint {
  readonly bgl?: 'X';
  readonly instance?: Cell<'self' | 'new' | 'group' | 'onNode'>;
  readonly nal?: 'S' | 'X';
  readonly nodegroup?: Cell<'group'>;
  readonly node?: NodeCell;
  readonly nodeRes?: NodeCell;
  readonly network?: Cell<'self' | 'nic'>;
}

/** What is done on the way, at a share of the duration; `what` is meant by the words of the footprint. */
export interface Change {
  readonly at: number;
  readonly do: Step['do'];
  readonly level: Level;
  readonly what?: 'self' | 'new';
  /** Of a release: all but these. */
  readonly keep?: 'chosen' | 'group';
}

export interface Operation {
  readonly name: string;
  /** Tells two rows of one name apart. */
  readonly variant: string;
  /** Per cent of all operations, the watcher's included. */
  readonly share: number;
  readonly duration: DurationClass;
  readonly locks: Footprint;
  readonly changes: readonly Change[];
}

function row(
  title: string,
  share: number,
  duration: DurationClass,
  locks: Footprint,
  ...changes: Change[]
): Operation {
  const [name = '', variant = ''] = title.split('/');
  return { name, variant, share, duration, locks, changes };
}

const release = (at: number, level: Level, keep?: Change['keep']): Change => ({
  at,
  do: 'release',
  level,
  ...(keep === undefined ? {} : { keep }),
});

/** The allocator has answered: the nodes that it chose are enough. */
const PLACED = [
  release(0.1, 'node', 'chosen'),
  release(0.1, 'node-res', 'chosen'),
  release(0.1, 'node-alloc'),
];
/** The disks are made, and later synced or wiped; installing and starting needs the instance alone. */
const CREATED = [release(0.3, 'node'), release(0.7, 'node-res')];
const ALL_NODES = { nal: 'X', nodegroup: 'ALL S', node: 'ALL X', nodeRes: 'ALL X' } as const;
const ANY_NODES = { ...ALL_NODES, node: 'ALL X opp', nodeRes: 'ALL X opp' } as const;
const PAIR = { instance: 'self X', node: 'pair X', nodeRes: 'pair X' } as const;
const OWN = { instance: 'self X', node: 'own X', nodeRes: 'own X' } as const;
const GROUP = { instance: 'group S', nal: 'S', nodegroup: 'group S', node: 'members S' } as const;
const WHOLE = { instance: 'ALL S', nal: 'S', nodegroup: 'ALL S', node: 'ALL S' } as const;

/** The one operation that does not arrive at random: the watcher asks for it on a fixed beat. */
export const WATCHER_OPERATION = row('GroupVerifyDisks/watcher', 24, 'medium', GROUP);

/** Everything else; with the watcher's 24 the shares make 100. */
export const OPERATIONS: readonly Operation[] = [
  // Reads, 20
  row('InstanceQueryData/named', 13.5, 'short', {
    instance: 'self S',
    nodegroup: 'group S',
    node: 'own S',
    network: 'nic S',
  }),
  row('InstanceQueryData/all', 0.5, 'short', {
    instance: 'ALL S',
    nodegroup: 'every S',
    node: 'every S',
    network: 'every S',
  }),
  row('TagsGet', 4, 'instant', { instance: 'self S' }),
  row('InstanceConsole', 2, 'instant', { instance: 'self S' }),

  // Instance only, 28
  row('InstanceStartup', 8, 'short', { instance: 'self X' }),
  row('InstanceShutdown', 7, 'medium', { instance: 'self X' }),
  row('InstanceReboot', 6, 'medium', { instance: 'self X' }),
  row('TagsSet', 3.5, 'instant', { instance: 'self X' }),
  row('TagsDel', 2, 'instant', { instance: 'self X' }),
  row('InstanceReinstall', 1.5, 'long', { instance: 'self X' }),

  // Instance and its nodes, 18
  row(
    'InstanceSetParams',
    6.1,
    'short',
    { instance: 'self X', nodegroup: 'group S', node: 'own X' },
    release(0.8, 'node'),
  ),
  row(
    'InstanceSetParams/disk-template',
    0.1,
    'long',
    { ...OWN, nodegroup: 'group S' },
    release(0.2, 'node'),
    release(0.9, 'node-res'),
  ),
  row('InstanceMigrate', 5, 'medium', PAIR),
  row('InstanceRemove', 4, 'medium', OWN, { at: 1, do: 'remove', level: 'instance', what: 'self' }),
  // The size is recorded: who only looks at the instance may do so, while its disks are wiped and synced.
  row('InstanceGrowDisk', 1, 'long', OWN, release(0.1, 'node'), {
    at: 0.1,
    do: 'downgrade',
    level: 'instance',
  }),
  row('InstanceActivateDisks', 0.5, 'short', { instance: 'self X', node: 'own X' }),
  row('InstanceDeactivateDisks', 0.5, 'long', { instance: 'self X', node: 'own X' }),
  row('InstanceFailover', 0.5, 'medium', PAIR),
  row('InstanceReplaceDisks', 0.3, 'veryLong', PAIR, release(0.1, 'node')),

  // Placement: wide, then narrow, 5.3
  row(
    'InstanceCreate/opportunistic',
    2.5,
    'long',
    { instance: 'new X', ...ANY_NODES },
    ...PLACED,
    release(0.1, 'nodegroup', 'group'),
    ...CREATED,
  ),
  row(
    'InstanceCreate/iallocator',
    1.5,
    'long',
    { instance: 'new X', ...ALL_NODES },
    ...PLACED,
    release(0.1, 'nodegroup', 'group'),
    ...CREATED,
  ),
  row(
    'InstanceCreate/nodes-given',
    1,
    'long',
    { instance: 'new X', nodegroup: 'group S', node: 'chosen X', nodeRes: 'chosen X' },
    ...CREATED,
  ),
  row('InstanceMultiAlloc', 0.2, 'medium', { nal: 'S', node: 'ALL S', nodeRes: 'ALL S' }),
  row(
    'InstanceRecreateDisks/iallocator',
    0.1,
    'long',
    { instance: 'self X', nal: 'X', nodegroup: 'group S', node: 'members X', nodeRes: 'members X' },
    ...PLACED,
  ),

  // A whole group, shared, 26.6 with the watcher's
  row('GroupVerifyDisks', 1, 'medium', GROUP),
  row('ClusterVerifyGroup', 1.2, 'medium', GROUP),
  row('NodeEvacuate', 0.3, 'medium', { instance: 'onNode S', nodegroup: 'group S', node: 'members S' }),
  row('GroupEvacuate', 0.05, 'medium', { instance: 'group S', nodegroup: 'ALL S', node: 'every S' }),
  row('InstanceChangeGroup', 0.05, 'medium', {
    instance: 'self S',
    nal: 'S',
    nodegroup: 'ALL S',
    node: 'ALL S',
  }),

  // The whole cluster, 0.9
  row('BackupRemove', 0.3, 'short', { nal: 'S', node: 'ALL X' }),
  row('NodeQueryStorage/all', 0.25, 'short', { nal: 'S', node: 'ALL S' }),
  row('ClusterVerifyConfig', 0.15, 'short', { ...WHOLE, nodeRes: 'ALL S', network: 'ALL S' }),
  row('ClusterSetParams', 0.1, 'medium', WHOLE),
  row('ClusterRedistConf', 0.05, 'short', { nal: 'S', node: 'ALL S' }),
  row('BackupExport/local', 0.05, 'veryLong', { instance: 'self X', nal: 'S', node: 'ALL X' }),

  // One node, group or network, 1
  row('NodeSetParams', 0.5, 'short', { node: 'self X', nodeRes: 'self X' }),
  row('NetworkConnect', 0.1, 'short', { instance: 'group S', nodegroup: 'group X', network: 'self S' }),
  row('NetworkSetParams', 0.1, 'instant', { network: 'self X' }),
  row('NodeMigrate', 0.1, 'instant', { node: 'self S' }),
  row('GroupSetParams', 0.1, 'short', { instance: 'group S', nodegroup: 'group X' }),
  row('RepairNodeStorage', 0.1, 'medium', { node: 'self X' }),

  // The cluster's own membership and names: alone, 0.2
  row(
    'InstanceRename',
    0.1,
    'medium',
    { bgl: 'X' },
    { at: 0.9, do: 'remove', level: 'instance', what: 'self' },
    { at: 0.9, do: 'add', level: 'instance', what: 'new' },
  ),
  row(
    'NodeAdd',
    0.05,
    'medium',
    { bgl: 'X' },
    { at: 0.9, do: 'add', level: 'node', what: 'new' },
    { at: 0.9, do: 'add', level: 'node-res', what: 'new' },
  ),
  row(
    'NodeRemove',
    0.05,
    'medium',
    { bgl: 'X' },
    { at: 0.9, do: 'remove', level: 'node', what: 'self' },
    { at: 0.9, do: 'remove', level: 'node-res', what: 'self' },
  ),
];
