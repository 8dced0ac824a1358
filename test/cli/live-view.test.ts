/** One picture of the live view: what it says, and that it fits the terminal. */
import { describe, expect, test } from 'vitest';
import { frame } from '../../src/cli/run/live-view.ts';
import { plain } from '../../src/cli/run/style.ts';
import type { LockSnapshot } from '../../src/index.ts';

const progress = { total: 9_651, finished: 4_825, timedOut: 25, at: 43_200_000 };

function lockWith(holders: number, groups: number, groupSize = 3): LockSnapshot {
  return {
    name: 'cluster/BGL',
    state: holders > 0 ? 'shared' : 'free',
    closed: false,
    holders: Array.from({ length: holders }, (_, index) => ({
      owner: `Holder-${index}`,
      mode: 'shared',
      token: index,
    })),
    queue: Array.from({ length: groups }, (_, group) => ({
      mode: 'shared',
      priority: group,
      deletes: false,
      owners: Array.from({ length: groupSize }, (__, index) => `Waiter-${group}-${index}`),
    })),
  };
}

describe('a frame', () => {
  test('shows progress, holders and queue', () => {
    const screen = { columns: 100, rows: 24, paint: plain };
    expect(frame(progress, lockWith(12, 2), screen).trimEnd()).toMatchInlineSnapshot(`
      "━━━━━━━━━━━━━━━━━━━━────────────────────  49 %  12:00:00  4 825 of 9 651 jobs, 25 timed out

      lock     cluster/BGL, shared
      holders  12   Holder-0, Holder-1, Holder-2, Holder-3, Holder-4, Holder-5, Holder-6, Holder-7 +4
      queue    6    jobs in this order

      priority  mode    jobs  waiting
             0  shared     3  Waiter-0-0, Waiter-0-1, Waiter-0-2
             1  shared     3  Waiter-1-0, Waiter-1-1, Waiter-1-2"
    `);
  });

  test.each([
    [120, 40, 200, 100],
    [80, 24, 1, 1],
    [80, 24, 0, 0],
    [45, 12, 50, 30],
  ])('of %d × %d fits, and is as high as any other', (columns, rows, holders, groups) => {
    const screen = { columns, rows, paint: plain };
    const lines = frame(progress, lockWith(holders, groups, 50), screen).split('\n');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    expect(lines.length).toBeLessThan(rows);
    expect(lines).toHaveLength(frame(progress, lockWith(0, 0), screen).split('\n').length);
  });
});
