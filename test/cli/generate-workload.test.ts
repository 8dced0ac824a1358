/** The examples are what their generator writes, and have the mix and the locks that they claim. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { generateDay } from '../../examples/day.ts';
import { WORKLOADS } from '../../examples/generate-workload.ts';
import {
  DURATION_RANGES_MS,
  OPERATIONS,
  type Operation,
  WATCHER_OPERATION,
} from '../../examples/operations.ts';
import { type Line, toJsonLines } from '../../examples/script.ts';
import { type Job, operationOf, type Plan } from '../../src/cli/run/job.ts';
import { parseJobFile } from '../../src/cli/run/job-file.ts';
import { summarise } from '../../src/cli/run/report.ts';
import { passTime, prepare, speedFor } from '../../src/cli/run/start.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';

const DAY_SEED = 20_140_522;
const everything: readonly Operation[] = [...OPERATIONS, WATCHER_OPERATION];

function planOf(lines: readonly Line[]): Plan {
  const file = parseJobFile(toJsonLines(lines));
  if (!file.ok) throw new Error(JSON.stringify(file.problems.slice(0, 3)));
  return file;
}

const example = (name: string): string =>
  readFileSync(new URL(`../../examples/${name}.jsonl`, import.meta.url), 'utf8');

const day = planOf(generateDay(DAY_SEED));
const named = (jobs: readonly Job[], name: string): Job[] =>
  jobs.filter(({ id }) => operationOf(id) === name);

/** Within five standard deviations of a binomial: a seed that fails this is a generator that is wrong. */
function expectShare(found: number, of: number, share: number): void {
  expect(Math.abs(found - of * share)).toBeLessThan(5 * Math.sqrt(of * share * (1 - share)) + 1);
}

describe('the table of operations', () => {
  test('makes a hundred per cent', () => {
    expect(everything.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(100, 9);
  });

  test('has every row once', () => {
    const names = everything.map(({ name, variant }) => `${name}/${variant}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test('keeps the rule of the allocation lock: all nodes only with it, and in the same mode', () => {
    const apart = everything.filter(({ locks: { nal, node = '', nodeRes = '' } }) => {
      const modes = [node, nodeRes]
        .filter((cell) => cell.startsWith('ALL'))
        .map((cell) => cell.split(' ')[1]);
      return modes.some((mode) => mode !== nal);
    });
    // The original exempts these two, and demands that they differ.
    expect(apart.map(({ name }) => name)).toEqual(['BackupRemove', 'BackupExport']);
  });

  test('changes the members of the levels alone, or holds what it makes and removes', () => {
    const changing = everything.filter(({ changes }) =>
      changes.some((change) => change.do === 'add' || change.do === 'remove'),
    );
    expect(changing.map(({ name, locks }) => [name, locks.bgl ?? locks.instance])).toEqual([
      ['InstanceRemove', 'self X'],
      ['InstanceRename', 'X'],
      ['NodeAdd', 'X'],
      ['NodeRemove', 'X'],
    ]);
  });
});

describe.each(Object.keys(WORKLOADS))('the example %s', (name) => {
  test('is what the generator writes, byte by byte', () => {
    expect(toJsonLines(WORKLOADS[name]?.() ?? []) === example(name)).toBe(true);
  });

  test('simulated ends every job, and no two incompatible holds overlap', async () => {
    const plan = planOf(WORKLOADS[name]?.() ?? []);
    const clock = new VirtualClock();
    const { workload, watch } = prepare(plan, { clock, speed: 1 });
    const finished = workload.run();
    await passTime(clock);
    const summary = summarise(await finished, { file: name, speed: null, realMs: 0 });
    expect(summary.proof).toMatchObject({ holds: true, overlaps: 0, unpaired: 0 });
    expect(summary.jobs).toMatchObject({ total: plan.jobs.length, failed: 0, aborted: 0, notStarted: 0 });
    expect(summary.jobs.done).toBeGreaterThan(0.9 * plan.jobs.length);
    expect([...watch.locks].filter(({ mode, waiters }) => mode !== null || waiters.size > 0)).toEqual([]);
    // Jobs name what they saw when they were written: a few come too late for it.
    expect(summary.jobs.gone).toBeLessThan(0.05 * plan.jobs.length);
  });
});

describe('a generated day', () => {
  test('is the same for a seed, and another for another', () => {
    expect(generateDay(7)).toEqual(generateDay(7));
    expect(generateDay(7)).not.toEqual(generateDay(8));
  });

  test('is of a cluster with 2,415 named locks', () => {
    const { instances, nodegroups, nodes, networks } = day.members;
    const sizes = [instances, nodegroups, nodes, networks].map(({ length }) => length);
    expect(sizes).toEqual([2_000, 8, 200, 5]);
    // Nodes have two locks each; the two that stand alone are the big lock and the allocation lock.
    expect(sizes.reduce((sum, size) => sum + size, 0) + 200 + 2).toBe(2_415);
  });

  test('takes 45 seconds at the speed that is chosen for it', () => {
    expect(speedFor(day.jobs)).toBeGreaterThan(1_900);
    expect(speedFor(day.jobs)).toBeLessThan(2_000);
  });

  test.each([1, 2, 3])('has the arrivals and the mix of the base workload (seed %d)', (seed) => {
    const { jobs } = planOf(generateDay(seed));
    const atRandom = 304 * 24;
    expect(Math.abs(jobs.length - 400 * 24)).toBeLessThan(5 * Math.sqrt(atRandom));
    const random = jobs.length - 8 * 288;
    for (const name of new Set(OPERATIONS.map((operation) => operation.name))) {
      const rows = OPERATIONS.filter((operation) => operation.name === name);
      const share = rows.reduce((sum, row) => sum + row.share, 0) / 76;
      const found = named(jobs, name).length;
      expectShare(name === WATCHER_OPERATION.name ? found - 8 * 288 : found, random, share);
    }
    expectShare(jobs.filter(({ priority }) => priority === -10).length, random, 0.05);
    expectShare(jobs.filter(({ priority }) => priority === 10).length - 8 * 288, random, 0.05);
    expectShare(jobs.filter(({ timeout = 0 }) => timeout < 60_000).length, jobs.length, 0.02);
    expectShare(jobs.filter(({ locks }) => locks[0]?.mode === 'exclusive').length, random, 0.2 / 76);
  });

  test('has the watcher every five minutes, one job a group, less urgent than most', () => {
    const onTheBeat = day.jobs.filter((job) => job.arrival % 300_000 === 0 && job.priority === 10);
    const watchers = named(onTheBeat, 'GroupVerifyDisks');
    expect(watchers).toHaveLength(8 * 288);
    const groups = watchers
      .slice(0, 8)
      .map(({ locks }) => locks.find(({ level }) => level === 'nodegroup')?.names);
    expect(groups).toEqual(day.members.nodegroups.map((group) => [group]));
  });

  test('takes the big lock alone only for what changes the cluster itself', () => {
    const alone = day.jobs.filter(({ locks }) => locks[0]?.mode === 'exclusive');
    expect(new Set(alone.map(({ id }) => operationOf(id)))).toEqual(
      new Set(['InstanceRename', 'NodeAdd', 'NodeRemove']),
    );
  });

  test('verifies the configuration with every lock there is', () => {
    const [verify] = named(day.jobs, 'ClusterVerifyConfig');
    expect(verify?.locks.map(({ level, names, mode }) => [level, names, mode])).toEqual([
      ['cluster', ['BGL'], 'shared'],
      ['instance', null, 'shared'],
      ['node-alloc', ['NAL'], 'shared'],
      ['nodegroup', null, 'shared'],
      ['node', null, 'shared'],
      ['node-res', null, 'shared'],
      ['network', null, 'shared'],
    ]);
  });

  test('creates instances wide and then narrow', () => {
    const wide = named(day.jobs, 'InstanceCreate').filter(({ locks }) =>
      locks.some(({ names }) => names === null),
    );
    for (const { duration, locks, steps = [] } of wide) {
      expect(locks.map(({ level }) => level)).toEqual([
        'cluster',
        'instance',
        'node-alloc',
        'nodegroup',
        'node',
        'node-res',
      ]);
      expect(locks[1]).toMatchObject({ new: true, mode: 'exclusive' });
      const [node, nodeRes] = steps;
      expect(node?.keep).toEqual(nodeRes?.keep);
      expect(steps.filter(({ at }) => at === Math.floor(0.1 * duration))).toHaveLength(4);
    }
    const some = wide.filter(({ locks }) => locks[4]?.opportunistic === true);
    expectShare(some.length, wide.length, 2.5 / 4);
  });

  test('names no instance any more once a job has come that removes it', () => {
    const gone = new Set<string>();
    const late: string[] = [];
    for (const { id, locks } of day.jobs) {
      const names = locks.find(({ level }) => level === 'instance')?.names ?? [];
      if (names.some((name) => gone.has(name))) late.push(id);
      if (operationOf(id) === 'InstanceRemove') gone.add(names[0] ?? '');
    }
    expect(late).toEqual([]);
    expect(gone.size).toBeGreaterThan(200);
  });

  test.each(everything)('has durations of $name in the range of a row of that name', ({ name }) => {
    const ranges = everything
      .filter((row) => row.name === name)
      .map((row) => DURATION_RANGES_MS[row.duration]);
    for (const { duration } of named(day.jobs, name)) {
      expect(ranges.some(([low, high]) => low <= duration && duration < high)).toBe(true);
    }
  });

  test('has log-uniform durations: their mean is that of the class', () => {
    const shutdowns = named(day.jobs, 'InstanceShutdown').map(({ duration }) => duration);
    const mean = shutdowns.reduce((sum, duration) => sum + duration, 0) / shutdowns.length;
    expect(mean).toBeGreaterThan(25_000);
    expect(mean).toBeLessThan(31_000);
  });
});

describe('the stress examples', () => {
  test('evacuate two nodes, each of whose jobs wants that node alone', () => {
    const { jobs } = planOf(WORKLOADS['evacuation']?.() ?? []);
    for (const [name, node] of [
      ['InstanceReplaceDisks.late', 'n055'],
      ['InstanceReplaceDisks.early', 'n130'],
    ] as const) {
      const replacing = named(jobs, name);
      expect(replacing.length).toBeGreaterThan(10);
      for (const { locks } of replacing) {
        expect(locks.find(({ level }) => level === 'node')).toMatchObject({ mode: 'exclusive' });
        expect(locks.find(({ level }) => level === 'node')?.names).toContain(node);
      }
    }
  });

  test('verify the cluster round after round, against twenty creates', () => {
    const { jobs } = planOf(WORKLOADS['verify-under-creates']?.() ?? []);
    expect(named(jobs, 'ClusterVerifyConfig')).toHaveLength(40);
    expect(named(jobs, 'ClusterVerifyGroup')).toHaveLength(320);
    expect(named(jobs, 'InstanceCreate')).toHaveLength(20);
  });

  test('migrate eighty instances at once, three times', () => {
    const { jobs } = planOf(WORKLOADS['mass-migration']?.() ?? []);
    expect(named(jobs, 'NodeMigrate')).toHaveLength(8);
    expect(named(jobs, 'InstanceMigrate')).toHaveLength(80 + 40);
    expect(named(jobs, 'InstanceMigrate.allocated')).toHaveLength(80 + 40);
  });
});
