/** The example is what its generator writes, and has the mix that it claims. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { generateDay, toJsonLines } from '../../examples/generate-workload.ts';
import {
  DURATION_RANGES_MS,
  OPERATIONS,
  type Operation,
  WATCHER_OPERATION,
} from '../../examples/operations.ts';
import type { Job } from '../../src/cli/run/job.ts';
import { parseJobFile } from '../../src/cli/run/job-file.ts';
import { notYetSupported } from '../../src/cli/run/not-yet.ts';
import { proveExclusion } from '../../src/cli/run/overlaps.ts';
import { runVirtually } from './kit.ts';

const day = generateDay();
const operationOf = (job: Job): string => job.id.replace(/-\d+$/, '');
const everything: readonly Operation[] = [...OPERATIONS, WATCHER_OPERATION];

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
});

describe('a generated day', () => {
  test('is the example, byte by byte', () => {
    expect(toJsonLines(day)).toBe(readFileSync(new URL('../../examples/day.jsonl', import.meta.url), 'utf8'));
  });

  test('is the same for a seed, and another for another', () => {
    expect(generateDay(7)).toEqual(generateDay(7));
    expect(generateDay(7)).not.toEqual(generateDay(8));
  });

  test('can be run', () => {
    expect(parseJobFile(toJsonLines(day), notYetSupported)).toEqual({ ok: true, jobs: day });
  });

  test.each([1, 2, 3])('has the arrivals and the mix of the base workload (seed %d)', (seed) => {
    const jobs = generateDay(seed);
    const atRandom = 304 * 24;
    expect(Math.abs(jobs.length - 400 * 24)).toBeLessThan(5 * Math.sqrt(atRandom));
    const random = jobs.length - 8 * 288;
    for (const name of new Set(OPERATIONS.map((operation) => operation.name))) {
      const rows = OPERATIONS.filter((operation) => operation.name === name);
      const share = rows.reduce((sum, row) => sum + row.share, 0) / 76;
      const found = jobs.filter((job) => operationOf(job) === name).length;
      expectShare(name === WATCHER_OPERATION.name ? found - 8 * 288 : found, random, share);
    }
    expectShare(jobs.filter(({ priority }) => priority === -10).length, random, 0.05);
    expectShare(jobs.filter(({ priority }) => priority === 10).length - 8 * 288, random, 0.05);
    expectShare(jobs.filter(({ locks }) => locks[0]?.mode === 'exclusive').length, random, 0.2 / 76);
  });

  test('has the watcher every five minutes, eight times at once, less urgent than most', () => {
    const onTheBeat = day.filter((job) => job.arrival % 300_000 === 0 && job.priority === 10);
    expect(onTheBeat.filter((job) => operationOf(job) === 'GroupVerifyDisks')).toHaveLength(8 * 288);
  });

  test('takes the big lock alone only for what changes the cluster itself', () => {
    const alone = day.filter(({ locks }) => locks[0]?.mode === 'exclusive').map(operationOf);
    expect(new Set(alone)).toEqual(new Set(['InstanceRename', 'NodeAdd', 'NodeRemove']));
  });

  test.each(everything)('has durations of $name in the range of a row of that name', ({ name }) => {
    const ranges = everything
      .filter((row) => row.name === name)
      .map((row) => DURATION_RANGES_MS[row.duration]);
    for (const { duration } of day.filter((job) => operationOf(job) === name)) {
      expect(ranges.some(([low, high]) => low <= duration && duration < high)).toBe(true);
    }
  });

  test('has log-uniform durations: their mean is that of the class', () => {
    const shutdowns = day
      .filter((job) => operationOf(job) === 'InstanceShutdown')
      .map(({ duration }) => duration);
    const mean = shutdowns.reduce((sum, duration) => sum + duration, 0) / shutdowns.length;
    expect(mean).toBeGreaterThan(25_000);
    expect(mean).toBeLessThan(31_000);
  });

  test('in virtual time ends every job, and no two incompatible holds overlap', async () => {
    const { result } = await runVirtually(day, { speed: 1_920 });
    const states = new Set(result.outcomes.map(({ state }) => state));
    expect(states).toEqual(new Set(['done', 'timed-out']));
    expect(result.outcomes).toHaveLength(day.length);
    const proof = proveExclusion(result.passages);
    expect(proof).toMatchObject({ holds: true, overlaps: 0 });
    expect(proof.exclusiveEntries).toBeGreaterThan(5);
  });
});
