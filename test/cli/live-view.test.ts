/** One picture of the live view: what it says, and that it fits the terminal. */
import { describe, expect, test } from 'vitest';
import { frame } from '../../src/cli/run/live-view.ts';
import type { WatchedLock } from '../../src/cli/run/lock-watch.ts';
import { plain } from '../../src/cli/run/style.ts';
import type { Mode } from '../../src/index.ts';

const progress = { total: 9_651, finished: 4_825, timedOut: 25, at: 43_200_000 };

function watched(id: string, mode: Mode | null, holders: readonly string[], waiters = 0): WatchedLock {
  const [level = '', name = ''] = id.split('/');
  const waits = Array.from({ length: waiters }, (_, index) => {
    return [`Waiter-${index}`, { mode: 'exclusive' as const, priority: 0, deletes: false }] as const;
  });
  return { level, name, mode, holders: () => [...holders], waiters: new Map(waits) };
}

const jobs = (many: number): string[] => Array.from({ length: many }, (_, index) => `Holder-${index}`);

const locks = [
  watched('cluster/[lockset]', null, []),
  watched('cluster/BGL', 'shared', jobs(12), 3),
  watched('instance/i1', 'exclusive', ['Holder-0']),
  watched('instance/i2', null, []),
  watched('node/[lockset]', 'exclusive', ['Holder-1'], 1),
  watched('node/n1', 'exclusive', ['Holder-1'], 11),
  watched('node/n2', 'exclusive', ['Holder-1']),
];

describe('a frame', () => {
  test('shows progress, what is held at each level, and what is waited for most', () => {
    const screen = { columns: 100, rows: 24, paint: plain };
    expect(frame(progress, locks, screen).trimEnd()).toMatchInlineSnapshot(`
      "━━━━━━━━━━━━━━━━━━━━────────────────────  49 %  12:00:00  4 825 of 9 651 jobs, 25 timed out

      level       locks  exclusive  shared  holding  waiting
      cluster         1                  1       12        3
      instance        2          1                1
      node-alloc      0
      nodegroup       0
      node            2          2                1       12
      node-res        0
      network         0

      waited for      jobs  held       by
      node/n1           11  exclusive  Holder-1
      cluster/BGL        3  shared     Holder-0, Holder-1, Holder-2, Holder-3 +8
      node/[lockset]     1  exclusive  Holder-1"
    `);
  });

  const crowd = Array.from({ length: 500 }, (_, index) =>
    watched(`node/a-rather-long-name-of-a-node-${index}`, 'shared', jobs(50), 200),
  );

  test.each([
    [120, 40],
    [80, 24],
    [80, 18],
    [45, 12],
    [45, 6],
  ])('of %d × %d fits, and is as high as any other', (columns, rows) => {
    const screen = { columns, rows, paint: plain };
    const lines = frame(progress, [...locks, ...crowd], screen).split('\n');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    expect(lines.length).toBeLessThan(rows);
    expect(lines).toHaveLength(frame(progress, [], screen).split('\n').length);
  });
});
