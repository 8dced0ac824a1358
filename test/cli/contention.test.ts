/** Where time was spent waiting, and for whom, on runs small enough to work out by hand. */
import { describe, expect, test } from 'vitest';
import { job, runVirtually } from './kit.ts';

describe('contention', () => {
  test('counts waits for those who hold at the moment, in equal parts', async () => {
    const jobs = [
      job('Long-1', 0, 100, ['node n1 S']),
      job('Short-1', 0, 40, ['node n1 S']),
      job('Short-2', 0, 60, ['node n1 S']),
      job('Wait-1', 20, 50, ['node n1 X']),
      job('Wait-2', 120, 10, ['node n1 X']),
    ];
    const { result } = await runVirtually(jobs);
    // Up to 60 Long and Short hold it, then Long alone; the second waits 30 for the first.
    expect(result.contention.blameAt('node')).toEqual([
      { operation: 'Long', ms: 20 + 40 },
      { operation: 'Wait', ms: 30 },
      { operation: 'Short', ms: 20 },
    ]);
    expect(result.contention.mostContended(10)).toEqual([
      { level: 'node', name: 'n1', totalMs: 110, waits: 2, longestMs: 80, longestQueue: 1 },
    ]);
  });

  test('adds up to what the jobs waited at the level, with those who gave up', async () => {
    const jobs = [
      job('a-1', 0, 100, ['node n1,n2 X']),
      job('b-1', 10, 30, ['node n2 S'], { timeout: 50 }),
      job('b-2', 20, 30, ['node n1,n2 S']),
      job('c-1', 30, 30, ['node ALL X']),
    ];
    const { result } = await runVirtually(jobs);
    const waited = result.outcomes.flatMap(({ waits }) => waits).reduce((sum, { ms }) => sum + ms, 0);
    const blamed = result.contention.blameAt('node').reduce((sum, { ms }) => sum + ms, 0);
    const atLocks = result.contention.mostContended(10).reduce((sum, { totalMs }) => sum + totalMs, 0);
    expect(waited).toBe(50 + 80 + 100);
    expect([blamed, atLocks]).toEqual([waited, waited]);
  });

  test('knows when most jobs waited at once, at whatever locks', async () => {
    const jobs = [
      job('a-1', 0, 100, ['node n1 X', 'network m1 X']),
      job('b-1', 10, 10, ['node n1 S'], { timeout: 30 }),
      job('b-2', 20, 10, ['network m1 S']),
      job('b-3', 90, 10, ['node n1 S']),
    ];
    const { result } = await runVirtually(jobs);
    expect(result.contention.longestQueue).toEqual({ jobs: 2, at: 20 });
    expect(result.contention.waiting).toBe(0);
  });

  test('lists the worst first, and no more than asked for', async () => {
    const names = ['n1', 'n2', 'n3'];
    const jobs = names.flatMap((name, index) => [
      job(`a-${index}`, 0, 10 * (index + 1), [`node ${name} X`]),
      job(`b-${index}`, 5, 1, [`node ${name} X`]),
    ]);
    const { result } = await runVirtually(jobs.toSorted((a, b) => a.arrival - b.arrival));
    expect(result.contention.mostContended(2).map(({ name, totalMs }) => [name, totalMs])).toEqual([
      ['n3', 25],
      ['n2', 15],
    ]);
  });
});
