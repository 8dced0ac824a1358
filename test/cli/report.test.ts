/** The numbers of the summary, on runs small enough to work out by hand. */
import { describe, expect, test } from 'vitest';
import { clockTime, humanDuration } from '../../src/cli/run/durations.ts';
import { exitCodeOf, percentile, type Summary, summarise } from '../../src/cli/run/report.ts';
import { plain } from '../../src/cli/run/style.ts';
import { summaryText } from '../../src/cli/run/summary-text.ts';
import { bglJob, grantingLock, runVirtually } from './kit.ts';

const run = { file: 'jobs.jsonl', speed: 1 };

/** One holds for 100; of four behind it two wait their turn, one gives up, and an urgent one goes first. */
const jobs = [
  bglJob('first', 0, 100, 'exclusive'),
  bglJob('second', 10, 10, 'exclusive'),
  bglJob('third', 20, 10, 'exclusive'),
  bglJob('hurried', 30, 10, 'exclusive', { timeout: 20 }),
  bglJob('urgent', 40, 10, 'shared', { priority: -10 }),
];

describe('summarise', () => {
  test('counts jobs, and takes waits apart by priority and mode', async () => {
    const { result } = await runVirtually(jobs);
    const summary = summarise(result, run);
    expect(summary.jobs).toMatchObject({ total: 5, done: 4, timedOut: 1, failed: 0, notStarted: 0 });
    expect(summary.waiting).toEqual([
      { priority: -10, mode: 'shared', granted: 1, timedOut: 0, medianMs: 60, p99Ms: 60, longestMs: 60 },
      { priority: 0, mode: 'exclusive', granted: 3, timedOut: 1, medianMs: 100, p99Ms: 100, longestMs: 100 },
    ]);
    expect(summary.longestQueue).toEqual({ jobs: 4, at: 40 });
    expect(summary.elapsedMs).toBe(130);
    expect(summary.proof).toMatchObject({ holds: true, entries: 4, exits: 4, exclusiveEntries: 3 });
    expect(exitCodeOf(summary)).toBe(0);
  });

  test('has no waits where nobody was granted', async () => {
    const { result } = await runVirtually([
      bglJob('a', 0, 10, 'exclusive'),
      bglJob('b', 1, 1, 'shared', { timeout: 2 }),
    ]);
    const [, row] = summarise(result, run).waiting;
    expect(row).toEqual({
      priority: 0,
      mode: 'shared',
      granted: 0,
      timedOut: 1,
      medianMs: null,
      p99Ms: null,
      longestMs: null,
    });
  });

  test('fails a lock that grants everything', async () => {
    const { result } = await runVirtually(jobs, { createLock: grantingLock });
    const summary = summarise(result, run);
    expect(exitCodeOf(summary)).toBe(1);
    expect(summaryText(summary, plain)).toContain('BROKEN');
    expect(summaryText(summary, plain)).toContain('second (exclusive) entered cluster/BGL');
  });
});

describe('the exit code', () => {
  const good: Summary = summarise(
    {
      outcomes: [],
      notStarted: 0,
      passages: [],
      longestQueue: { jobs: 0, at: 0 },
      elapsedMs: 0,
      stopped: undefined,
    },
    run,
  );

  test.each<[string, Partial<Summary>, number]>([
    ['all is well', {}, 0],
    ['an overlap', { proof: { ...good.proof, holds: false } }, 1],
    ['a failure', { jobs: { ...good.jobs, failed: 1 } }, 1],
    ['timeouts are no failures', { jobs: { ...good.jobs, timedOut: 5 } }, 0],
    ['stopped', { stopped: 'interrupted' }, 130],
    ['an overlap outranks a stop', { stopped: 'interrupted', proof: { ...good.proof, holds: false } }, 1],
    ['nothing went on', { stopped: 'stalled' }, 1],
  ])('%s', (_, change, code) => expect(exitCodeOf({ ...good, ...change })).toBe(code));
});

describe('the text', () => {
  test('says the same as the data, aligned and humanised', async () => {
    const { result } = await runVirtually(jobs);
    expect(summaryText(summarise(result, run), plain)).toMatchInlineSnapshot(`
      "File           jobs.jsonl, 130 ms of it in 130 ms (speed 1)
      Jobs           5: 4 done, 1 timed out
      Longest queue  4 jobs at 00:00:00
      Exclusion      no two incompatible holds overlapped
                     4 entries and 4 exits written down by the jobs: 3 exclusive, at most 1 shared at once

      priority  mode       granted  timed out  median wait     p99  longest
           -10  shared           1          –        60 ms   60 ms    60 ms
             0  exclusive        3          1       100 ms  100 ms   100 ms
      Timers tick in milliseconds, each 1 ms of the file; a wait below that is noise.
      "
    `);
  });

  test.each([
    [0, '0 ms'],
    [14.4, '14 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [59_940, '59.9 s'],
    [59_960, '1 min 00 s'],
    [750_000, '12 min 30 s'],
    [3_599_700, '1 h 00 min'],
    [3_900_000, '1 h 05 min'],
    [100 * 3_600_000, '100 h 00 min'],
  ])('says %d ms as %s', (ms, text) => expect(humanDuration(ms)).toBe(text));

  test('shows times of the second day as they are', () =>
    expect(clockTime(31 * 3_600_000 + 61_000)).toBe('31:01:01'));
});

describe('percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
  test.each([
    [hundred, 0.5, 50],
    [hundred, 0.99, 99],
    [hundred, 1, 100],
    [[7], 0.5, 7],
    [[1, 2, 3], 0.5, 2],
    [[], 0.5, null],
  ])('%#', (values, share, expected) => expect(percentile(values, share)).toBe(expected));
});
