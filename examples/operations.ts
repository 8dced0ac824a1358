/**
 * The base mix of a realistic cluster, one row an operation: what share of all operations it is, how it
 * takes the big lock (BGL) and how long it runs. Locks and modes are facts read from the original's
 * operations; shares and durations are judgement, said to be so where they were written down.
 *
 * An operation with two very different footprints has two rows, told apart by `variant`. The locks of the
 * other levels become further columns of the same rows.
 */
export type DurationClass = keyof typeof DURATION_RANGES_MS;

/** Half-open ranges; a duration is log-uniform in the range of its class. */
export const DURATION_RANGES_MS = {
  instant: [100, 1_000],
  short: [1_000, 10_000],
  medium: [10_000, 60_000],
  long: [60_000, 600_000],
  veryLong: [600_000, 3_600_000],
} as const satisfies Record<string, readonly [low: number, high: number]>;

export interface Operation {
  readonly name: string;
  readonly variant?: string;
  /** Per cent of all operations, the watcher's included. */
  readonly share: number;
  readonly bgl: 'shared' | 'exclusive';
  readonly duration: DurationClass;
}

/** The one operation that does not arrive at random: the watcher asks for it on a fixed beat. */
export const WATCHER_OPERATION: Operation = {
  name: 'GroupVerifyDisks',
  variant: 'watcher',
  share: 24,
  bgl: 'shared',
  duration: 'medium',
};

/** Everything else; with the watcher's 24 the shares make 100. */
export const OPERATIONS: readonly Operation[] = [
  // Reads, 20
  { name: 'InstanceQueryData', variant: 'named', share: 13.5, bgl: 'shared', duration: 'short' },
  { name: 'InstanceQueryData', variant: 'all', share: 0.5, bgl: 'shared', duration: 'short' },
  { name: 'TagsGet', share: 4, bgl: 'shared', duration: 'instant' },
  { name: 'InstanceConsole', share: 2, bgl: 'shared', duration: 'instant' },
  // Instance only, 28
  { name: 'InstanceStartup', share: 8, bgl: 'shared', duration: 'short' },
  { name: 'InstanceShutdown', share: 7, bgl: 'shared', duration: 'medium' },
  { name: 'InstanceReboot', share: 6, bgl: 'shared', duration: 'medium' },
  { name: 'TagsSet', share: 3.5, bgl: 'shared', duration: 'instant' },
  { name: 'TagsDel', share: 2, bgl: 'shared', duration: 'instant' },
  { name: 'InstanceReinstall', share: 1.5, bgl: 'shared', duration: 'long' },
  // Instance and its nodes, 18
  { name: 'InstanceSetParams', share: 6.1, bgl: 'shared', duration: 'short' },
  { name: 'InstanceSetParams', variant: 'disk-template', share: 0.1, bgl: 'shared', duration: 'long' },
  { name: 'InstanceMigrate', share: 5, bgl: 'shared', duration: 'medium' },
  { name: 'InstanceRemove', share: 4, bgl: 'shared', duration: 'medium' },
  { name: 'InstanceGrowDisk', share: 1, bgl: 'shared', duration: 'long' },
  { name: 'InstanceActivateDisks', share: 0.5, bgl: 'shared', duration: 'short' },
  { name: 'InstanceDeactivateDisks', share: 0.5, bgl: 'shared', duration: 'long' },
  { name: 'InstanceFailover', share: 0.5, bgl: 'shared', duration: 'medium' },
  { name: 'InstanceReplaceDisks', share: 0.3, bgl: 'shared', duration: 'veryLong' },
  // Placement: wide, then narrow, 5.3
  { name: 'InstanceCreate', variant: 'opportunistic', share: 2.5, bgl: 'shared', duration: 'long' },
  { name: 'InstanceCreate', variant: 'iallocator', share: 1.5, bgl: 'shared', duration: 'long' },
  { name: 'InstanceCreate', variant: 'nodes-given', share: 1, bgl: 'shared', duration: 'long' },
  { name: 'InstanceMultiAlloc', share: 0.2, bgl: 'shared', duration: 'medium' },
  { name: 'InstanceRecreateDisks', variant: 'iallocator', share: 0.1, bgl: 'shared', duration: 'long' },
  // A whole group, shared, 26.6 with the watcher's
  { name: 'GroupVerifyDisks', share: 1, bgl: 'shared', duration: 'medium' },
  { name: 'ClusterVerifyGroup', share: 1.2, bgl: 'shared', duration: 'medium' },
  { name: 'NodeEvacuate', share: 0.3, bgl: 'shared', duration: 'medium' },
  { name: 'GroupEvacuate', share: 0.05, bgl: 'shared', duration: 'medium' },
  { name: 'InstanceChangeGroup', share: 0.05, bgl: 'shared', duration: 'medium' },
  // The whole cluster, 0.9
  { name: 'BackupRemove', share: 0.3, bgl: 'shared', duration: 'short' },
  { name: 'NodeQueryStorage', variant: 'all', share: 0.25, bgl: 'shared', duration: 'short' },
  { name: 'ClusterVerifyConfig', share: 0.15, bgl: 'shared', duration: 'short' },
  { name: 'ClusterSetParams', share: 0.1, bgl: 'shared', duration: 'medium' },
  { name: 'ClusterRedistConf', share: 0.05, bgl: 'shared', duration: 'short' },
  { name: 'BackupExport', variant: 'local', share: 0.05, bgl: 'shared', duration: 'veryLong' },
  // One node, group or network, 1
  { name: 'NodeSetParams', share: 0.5, bgl: 'shared', duration: 'short' },
  { name: 'NetworkConnect', share: 0.1, bgl: 'shared', duration: 'short' },
  { name: 'NetworkSetParams', share: 0.1, bgl: 'shared', duration: 'instant' },
  { name: 'NodeMigrate', share: 0.1, bgl: 'shared', duration: 'instant' },
  { name: 'GroupSetParams', share: 0.1, bgl: 'shared', duration: 'short' },
  { name: 'RepairNodeStorage', share: 0.1, bgl: 'shared', duration: 'medium' },
  // The cluster's own membership and names: alone, 0.2
  { name: 'InstanceRename', share: 0.1, bgl: 'exclusive', duration: 'medium' },
  { name: 'NodeAdd', share: 0.05, bgl: 'exclusive', duration: 'medium' },
  { name: 'NodeRemove', share: 0.05, bgl: 'exclusive', duration: 'medium' },
];
