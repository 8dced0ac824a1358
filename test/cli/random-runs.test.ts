/** What is true of a run of any jobs. */
import { test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { proveExclusion } from '../../src/cli/run/overlaps.ts';
import { arbitraryJobs } from './arbitrary-jobs.ts';
import { runVirtually } from './kit.ts';

describe('a run of any jobs', () => {
  test.prop([arbitraryJobs], { numRuns: 150 })('keeps them apart, and ends every one', async (jobs) => {
    const { result, watch } = await runVirtually(jobs);
    expect(proveExclusion(result.passages)).toMatchObject({ holds: true, overlaps: 0, unpaired: 0 });
    expect(result.stopped).toBeUndefined();
    expect(result.outcomes.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(result.outcomes).toHaveLength(jobs.length);
    expect([...watch.locks].filter(({ mode, waiters }) => mode !== null || waiters.size > 0)).toEqual([]);
  });

  test.prop([arbitraryJobs], { numRuns: 50 })('is the same run every time', async (jobs) => {
    const [first, second] = [await runVirtually(jobs), await runVirtually(jobs)];
    expect(second.story).toEqual(first.story);
  });

  test.prop([arbitraryJobs], { numRuns: 50 })(
    'accounts for every wait, at its lock and for whom',
    async (jobs) => {
      // Steps wait too, and are not asked for at a level.
      const { result } = await runVirtually(jobs.map((job) => ({ ...job, steps: [] })));
      const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
      const waited = sum(result.outcomes.flatMap(({ waits }) => waits.map(({ ms }) => ms)));
      const atLocks = sum(result.contention.mostContended(100).map(({ totalMs }) => totalMs));
      expect(atLocks).toBeCloseTo(waited, 6);
      const levels = ['cluster', 'instance', 'nodegroup', 'node', 'node-res'];
      const blamed = sum(levels.flatMap((level) => result.contention.blameAt(level).map(({ ms }) => ms)));
      expect(blamed).toBeCloseTo(waited, 6);
    },
  );
});
