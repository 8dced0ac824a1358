/** The numbers of the summary, on runs small enough to work out by hand. */
import { describe, expect, test } from 'vitest';
import { Contention } from '../../src/cli/run/contention.ts';
import { clockTime, humanDuration } from '../../src/cli/run/durations.ts';
import { LockWatch } from '../../src/cli/run/lock-watch.ts';
import { exitCodeOf, percentile, type Summary, summarise } from '../../src/cli/run/report.ts';
import { plain } from '../../src/cli/run/style.ts';
import { summaryText } from '../../src/cli/run/summary-text.ts';
import { bglJob, grantingManager, job, runVirtually } from './kit.ts';

const run = { file: 'jobs.jsonl', speed: 1, realMs: 42 };

/** One holds for 100; of four behind it two wait their turn, one gives up, and an urgent one goes first. */
const jobs = [
  bglJob('first', 0, 100, 'exclusive'),
  bglJob('second', 10, 10, 'exclusive'),
  bglJob('third', 20, 10, 'exclusive'),
  bglJob('hurried', 30, 10, 'exclusive', { timeout: 20 }),
  bglJob('urgent', 40, 10, 'shared', { priority: -10 }),
];

/** At two levels, with every way in which a job can end. */
const mixed = [
  job('Export-1', 0, 100, ['node ALL X']),
  job('Move-1', 10, 20, ['instance i1 X', 'node n1,n2 X'], { attempt: 40 }),
  job('Start-1', 20, 10, ['instance i1 S'], { timeout: 10 }),
  job('Remove-1', 30, 10, ['instance i2 X'], {
    steps: [
      { at: 5, do: 'remove', level: 'instance', names: ['i2'] },
      { at: 6, do: 'remove', level: 'instance', names: ['i2'] },
    ],
  }),
  job('Look-1', 50, 10, ['instance i2 S']),
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
    expect(summary).toMatchObject({ elapsedMs: 130, realMs: 42, speed: 1, stopped: null });
    expect(summary.proof).toMatchObject({ holds: true, entries: 4, exits: 4, exclusiveEntries: 3 });
    expect(exitCodeOf(summary)).toBe(0);
  });

  test('says for each level how long was waited, and for whom', async () => {
    const { result } = await runVirtually(mixed);
    const summary = summarise(result, run);
    expect(summary.jobs).toMatchObject({ total: 5, done: 3, timedOut: 1, gone: 1, failed: 0 });
    expect(summary.retries).toBe(2);
    expect(summary.missedSteps).toEqual({
      count: 1,
      examples: ['Remove-1: remove instance/i2 at 6: finds it gone'],
    });
    const [cluster, instance, , , node] = summary.levels;
    expect(cluster).toMatchObject({ level: 'cluster', requests: 7, granted: 7, totalMs: 0, heldBy: [] });
    expect(instance).toEqual({
      level: 'instance',
      // Three attempts, and the others.
      requests: 6,
      granted: 4,
      totalMs: 10,
      medianMs: 0,
      p99Ms: 0,
      longestMs: 0,
      heldBy: [{ operation: 'Move', ms: 10 }],
    });
    expect(node).toMatchObject({
      level: 'node',
      requests: 4,
      granted: 2,
      totalMs: 90,
      longestMs: 10,
      heldBy: [{ operation: 'Export', ms: 90 }],
    });
    expect(summary.contended.map(({ level, name, totalMs }) => [level, name, totalMs])).toEqual([
      ['node', 'n1', 90],
      ['instance', 'i1', 10],
    ]);
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

  test('fails locks that grant everything', async () => {
    const { result } = await runVirtually(jobs, { manager: grantingManager() });
    const summary = summarise(result, run);
    expect(exitCodeOf(summary)).toBe(1);
    expect(summaryText(summary, plain)).toContain('BROKEN');
    expect(summaryText(summary, plain)).toContain('second (exclusive) entered cluster/BGL');
  });

  test('stays plain data: what is printed as JSON is all of it', async () => {
    const { result } = await runVirtually(mixed);
    const summary = summarise(result, { ...run, speed: null });
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
    expect(Object.keys(summary)).toEqual([
      'file',
      'speed',
      'stopped',
      'jobs',
      'retries',
      'missedSteps',
      'elapsedMs',
      'realMs',
      'behindMs',
      'late',
      'waiting',
      'levels',
      'contended',
      'longestQueue',
      'proof',
      'failures',
    ]);
  });
});

describe('the exit code', () => {
  const good: Summary = summarise(
    {
      outcomes: [],
      notStarted: 0,
      passages: [],
      contention: new Contention(new LockWatch(), () => 0),
      lateness: [],
      elapsedMs: 0,
      stopped: undefined,
    },
    run,
  );

  test.each<[string, Partial<Summary>, number]>([
    ['all is well', {}, 0],
    ['an overlap', { proof: { ...good.proof, holds: false } }, 1],
    ['a failure', { jobs: { ...good.jobs, failed: 1 } }, 1],
    ['timeouts and what is gone are no failures', { jobs: { ...good.jobs, timedOut: 5, gone: 5 } }, 0],
    ['stopped', { stopped: 'interrupted' }, 130],
    ['an overlap outranks a stop', { stopped: 'interrupted', proof: { ...good.proof, holds: false } }, 1],
    ['nothing went on', { stopped: 'stalled' }, 1],
  ])('%s', (_, change, code) => expect(exitCodeOf({ ...good, ...change })).toBe(code));
});

describe('the text', () => {
  test('says the same as the data, aligned and humanised', async () => {
    const { result } = await runVirtually(mixed);
    expect(summaryText(summarise(result, { ...run, speed: null }), plain)).toMatchInlineSnapshot(`
      "File           jobs.jsonl, 120 ms of it in 42 ms (simulated)
      Jobs           5: 3 done, 1 timed out, 1 found something gone
      Attempts       2 gave everything back and asked anew, 1 step without effect
      Most waiting   2 jobs at 00:00:00
      Exclusion      no two incompatible holds overlapped
                     16 entries and 16 exits written down by the jobs: 9 exclusive, at most 4 shared at once
        step without effect: Remove-1: remove instance/i2 at 6: finds it gone

      priority  mode    granted  timed out  median wait    p99  longest
             0  shared        3          1         0 ms  90 ms    90 ms

      level     requests  waited in all  median    p99  for
      cluster          7              –    0 ms   0 ms
      instance         6          10 ms    0 ms   0 ms  Move 100 %
      node             4          90 ms    0 ms  10 ms  Export 100 %

      most contended  waited in all  waits  longest  longest queue
      node/n1                 90 ms      3    40 ms              1
      instance/i1             10 ms      1    10 ms              1
      "
    `);
  });

  test('says in real time what is noise', async () => {
    const { result } = await runVirtually(jobs);
    const text = summaryText(summarise(result, { ...run, speed: 1_920 }), plain);
    expect(text).toContain('130 ms of it in 42 ms (speed 1 920)');
    expect(text).toContain('each 1.9 s of the file');
    expect(text).not.toContain('too slow');
  });

  test('says how much longer a watched run took, which has no noise and nobody who is late', async () => {
    const { result } = await runVirtually(jobs);
    const watched = { ...run, speed: 481, behindMs: 57_000 };
    const text = summaryText(summarise({ ...result, lateness: [60_000_000] }, watched), plain);
    expect(text).toContain('Too much for speed 481 while it was watched: it took 57.0 s longer.');
    expect(text).not.toContain('noise');
    expect(text).not.toContain('too slow');
    const inTime = summaryText(summarise(result, { ...watched, behindMs: 0 }), plain);
    expect(inTime).not.toContain('longer.');
  });

  test('says when the machine could not keep up', async () => {
    const { result } = await runVirtually(jobs);
    expect(summarise(result, run).late).toEqual({ medianMs: 0, p99Ms: 0, longestMs: 0 });
    const slow = { ...result, lateness: [0, 0, 60_000] };
    const text = summaryText(summarise(slow, { ...run, speed: 500 }), plain);
    expect(text).toContain('too slow for speed 500: one job in a hundred came 1 min 00 s late or more');
    expect(summaryText(summarise(slow, { ...run, speed: null }), plain)).not.toContain('too slow');
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
