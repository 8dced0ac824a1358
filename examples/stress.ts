/**
 * Three workloads that press where it hurts: a node is evacuated, the whole cluster is verified again and
 * again while instances are created, and eighty instances migrate at once.
 */
import { Cluster, type Instance } from './cluster.ts';
import { baseMix, HOUR_MS, watcherCalls } from './day.ts';
import { type Change, DURATION_RANGES_MS, type Footprint, OPERATIONS, type Operation } from './operations.ts';
import { drawBetween, type Random, randomStream } from './random.ts';
import { type About, type Call, type Line, Script } from './script.ts';

const MINUTE_MS = 60_000;

/**
 * Two nodes are evacuated at once, over a third of the base mix. All their jobs want the one node alone. One
 * node is online, and each disk that is replaced keeps its storage to the end of the sync (`.late`); the
 * other is offline, and it is given back when the old storage is gone (`.early`).
 */
export function generateEvacuation(seed: number): Line[] {
  const cluster = new Cluster(randomStream(seed, 'cluster'));
  const durations = randomStream(seed, 'evacuation');
  const calls = [
    ...baseMix(seed, 4 * HOUR_MS, 1 / 3),
    ...evacuate(cluster, 'g3', replaceDisks('late', { at: 0.1, do: 'release', level: 'node' }), durations),
    ...evacuate(
      cluster,
      'g6',
      replaceDisks(
        'early',
        { at: 0.1, do: 'release', level: 'node' },
        { at: 0.15, do: 'release', level: 'node-res' },
      ),
      durations,
    ),
  ];
  return written(cluster, calls);
}

/** Drain the node, move its primaries away, then its secondaries. */
function evacuate(cluster: Cluster, group: string, replace: Operation, random: Random): Call[] {
  const node = cluster.nodesOf(group)[4] ?? '';
  const instances = cluster.instancesOf(group);
  const begin = 10 * MINUTE_MS;
  const call = (name: string, at: number, about: About): Call => called(rowOf(name), at, about, random);
  const replacing = (instance: Instance, at: number): Call => ({
    operation: replace,
    at,
    duration: drawBetween([300_000, 1_200_000], random),
    about: { instance },
  });
  const primaries = instances.filter((instance) => instance.primary === node);
  const secondaries = instances.filter((instance) => instance.secondary === node);
  return [
    call('NodeSetParams', begin, { node, group }),
    call('NodeEvacuate', begin + 10_000, { node, group }),
    ...primaries.map((instance, index) =>
      call('InstanceMigrate', begin + MINUTE_MS + index * 100, { instance }),
    ),
    ...primaries
      .filter(({ secondary }) => secondary !== undefined)
      .map((instance, index) => replacing(instance, begin + 2 * MINUTE_MS + index * 100)),
    call('NodeEvacuate', begin + 3 * MINUTE_MS, { node, group }),
    ...secondaries.map((instance, index) => replacing(instance, begin + 4 * MINUTE_MS + index * 100)),
  ];
}

/**
 * The cluster is verified round after round, shared and at LOW by the watcher too, against 20 creates that
 * want the allocation lock alone. Who only looks holds it nearly always: a create gets its turn because one
 * that waits stops those who come later. Some creates give up after they have added their instance.
 */
export function generateVerifyUnderCreates(seed: number): Line[] {
  const durations = randomStream(seed, 'durations');
  const call = (name: string, at: number, about: About = {}): Call =>
    called(rowOf(name), at, about, durations);
  const rounds = Array.from({ length: 40 }, (_, round) => round * 90_000).flatMap((at) => [
    call('ClusterVerifyConfig', at),
    ...GROUPS.map((group) => call('ClusterVerifyGroup', at + 10_000, { group })),
  ]);
  const creates = Array.from({ length: 20 }, (_, index) => {
    const name = index % 2 === 0 ? 'InstanceCreate/opportunistic' : 'InstanceCreate/iallocator';
    return { ...call(name, 65_000 + index * 30_000), ...(index % 7 === 6 ? { timeout: 20_000 } : {}) };
  });
  const allocations = Array.from({ length: 12 }, (_, index) =>
    call('InstanceMultiAlloc', 40_000 + index * 5 * MINUTE_MS),
  );
  const watcher = watcherCalls(HOUR_MS).map((one) => ({
    ...one,
    duration: drawBetween(DURATION_RANGES_MS.medium, durations),
  }));
  return written(new Cluster(randomStream(seed, 'cluster')), [
    ...rounds,
    ...creates,
    ...allocations,
    ...watcher,
  ]);
}

/** Half a minute each, more or less. */
const MIGRATION_MS = [25_000, 35_000] as const;

/**
 * Eighty migrations at once, ten in each group, three times: of mirrored instances of one node a group, which
 * are as parallel as their nodes are; of instances on shared storage whose target an allocator chooses, one
 * after the other, for each keeps all node resources; and half and half, while others look at them.
 */
export function generateMassMigration(seed: number): Line[] {
  const cluster = new Cluster(randomStream(seed, 'cluster'));
  const random = randomStream(seed, 'migrations');
  const duration = (): number => drawBetween(MIGRATION_MS, random);
  const migrate = (operation: Operation, at: number, instances: readonly Instance[]): Call[] =>
    instances.map((instance, index) => ({
      operation,
      at: at + index * 100,
      duration: duration(),
      about: { instance },
    }));
  const mirrored = GROUPS.flatMap((group) => primariesOf(cluster, group).slice(0, 10));
  const shared = GROUPS.flatMap((group) =>
    cluster
      .instancesOf(group)
      .filter(({ secondary }) => secondary === undefined)
      .slice(0, 10),
  );
  const [second, third] = [20 * MINUTE_MS, 75 * MINUTE_MS];
  const nodes = GROUPS.map((group) =>
    called(rowOf('NodeMigrate'), 0, { node: nodeToEmpty(cluster, group), group }, random),
  );
  const mixed = [
    ...migrate(
      rowOf('InstanceMigrate'),
      third,
      mirrored.filter((_, index) => index % 2 === 0),
    ),
    ...migrate(
      ALLOCATED_MIGRATION,
      third,
      shared.filter((_, index) => index % 2 === 0),
    ),
  ];
  const reads = Array.from({ length: 240 }, (_, index): Call => {
    const name = index % 3 === 0 ? 'TagsGet' : 'InstanceQueryData/named';
    const instance = [...mirrored, ...shared][Math.floor(random() * 160)] as Instance;
    return called(rowOf(name), third + index * 5_000, { instance }, random);
  });
  return written(cluster, [
    ...nodes,
    ...migrate(rowOf('InstanceMigrate'), 1_000, mirrored),
    ...migrate(ALLOCATED_MIGRATION, second, shared),
    ...mixed,
    ...reads,
  ]);
}

const GROUPS = Array.from({ length: 8 }, (_, index) => `g${index + 1}`);

const nodeToEmpty = (cluster: Cluster, group: string): string => cluster.nodesOf(group)[0] ?? '';

function primariesOf(cluster: Cluster, group: string): Instance[] {
  const node = nodeToEmpty(cluster, group);
  return cluster.instancesOf(group).filter(({ primary }) => primary === node);
}

/** An allocator chooses the target; all node resources are kept to the end. */
const ALLOCATED_MIGRATION: Operation = {
  name: 'InstanceMigrate.allocated',
  variant: '',
  share: 0,
  duration: 'medium',
  locks: { instance: 'self X', nal: 'X', node: 'ALL X', nodeRes: 'ALL X' },
  changes: [
    { at: 0.1, do: 'release', level: 'node', keep: 'chosen' },
    { at: 0.1, do: 'release', level: 'node-alloc' },
  ],
};

function replaceDisks(when: 'early' | 'late', ...changes: Change[]): Operation {
  const locks: Footprint = { instance: 'self X', node: 'fresh X', nodeRes: 'fresh X' };
  return {
    name: `InstanceReplaceDisks.${when}`,
    variant: '',
    share: 0,
    duration: 'veryLong',
    locks,
    changes,
  };
}

function rowOf(title: string): Operation {
  const row = OPERATIONS.find(
    ({ name, variant }) => title === (variant === '' ? name : `${name}/${variant}`),
  );
  if (row === undefined) throw new Error(`the table has no operation '${title}'`);
  return row;
}

function called(operation: Operation, at: number, about: About, random: Random): Call {
  return { operation, at, duration: drawBetween(DURATION_RANGES_MS[operation.duration], random), about };
}

function written(cluster: Cluster, calls: readonly Call[]): Line[] {
  const script = new Script(cluster);
  for (const call of calls.toSorted((a, b) => a.at - b.at)) script.add(call);
  return script.lines;
}
