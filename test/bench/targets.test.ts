/** The table of targets, on runs that are made up. */
import { describe, expect, test } from 'vitest';
import type { Apart } from '../../bench/apart/measure-apart.ts';
import { floors, functionAlone } from '../../bench/contenders/floors.ts';
import { PAIR } from '../../bench/contenders/lockchart.ts';
import { peers } from '../../bench/contenders/peers.ts';
import type { GrowthResult } from '../../bench/growth-table.ts';
import type { Figure, RowResult } from '../../bench/main-table.ts';
import type { Measurements } from '../../bench/outcomes.ts';
import { rows } from '../../bench/rows.ts';
import { spreadOf } from '../../bench/statistics.ts';
import { targets } from '../../bench/targets.ts';
import { judge } from '../../bench/targets-table.ts';

const OURS = ['lockchart', 'lockchart, xstate engine', 'lockchart, one lock', PAIR];
const CONTENDERS = [...Object.values(floors), functionAlone, ...peers].map(({ name }) => name).concat(OURS);

type Samples = Readonly<Record<string, readonly number[]>>;

/** Everybody takes 100 ns in two rounds, but for those who are given. */
function row(id: string, samples: Samples = {}): RowResult {
  const figures = CONTENDERS.map((contender): Figure => {
    const taken = samples[contender] ?? [100, 100];
    return { contender, nanoseconds: spreadOf(taken), ofFloor: null, samples: taken };
  });
  return { id, title: id, operation: id, beside: undefined, figures };
}

const nothing: Measurements = { rows: [], growth: [], apart: null };

const apart: Apart = {
  timers: { lockchart: 0, other: 1_000 },
  idle: { lockchart: 112 },
  waiting: { lockchart: 280 },
  sizes: { 'SharedLock alone': 4_000, 'everything in the main entry': 9_000 },
  imports: { lockchart: [4, 4, 5] },
  million: { members: 1e6, megabytes: { heap: 256, resident: 400 }, few: [1], many: [1], any: [2] },
  doesNotFit: false,
  explorer: [200_000],
};

const growth: GrowthResult = {
  kind: 'served',
  contender: 'lockchart',
  sizes: [{ waiters: 100_000, nanoseconds: spreadOf([1]), growth: spreadOf([1]), samples: [1] }],
};

const verdicts = (run: Partial<Measurements>): Record<string, string | null> =>
  Object.fromEntries(judge({ ...nothing, ...run }).map(({ target, verdict }) => [target, verdict]));

const FLOOR = '≤ 1.35 × await Promise.resolve({})';

describe('targets', () => {
  test('each is judged when all is measured', () => {
    const all = judge({ rows: rows.map(({ id }) => row(id)), growth: [growth], apart });
    expect(all.map(({ what }) => what)).toEqual(targets.map(({ what }) => what));
  });

  test('what was not measured is not judged', () => {
    expect(judge(nothing)).toEqual([]);
  });

  test('what is at its limit is reached, what is over it falls short', () => {
    expect(verdicts({ rows: [row('exclusive', { lockchart: [135, 135] })] })[FLOOR]).toBe('reached');
    expect(verdicts({ rows: [row('exclusive', { lockchart: [136, 136] })] })[FLOOR]).toBe('short');
    expect(judge({ ...nothing, apart }).map(({ verdict }) => verdict)).not.toContain('short');
  });

  test('to be ahead is to be faster, and not as fast', () => {
    const target = '< 1 × any peer';
    expect(verdicts({ rows: [row('shared', { lockchart: [99, 99] })] })[target]).toBe('reached');
    expect(verdicts({ rows: [row('shared')] })[target]).toBe('short');
  });

  test('rounds are compared before the median is taken', () => {
    const slowRound = { lockchart: [100, 1_000, 110], [floors.object.name]: [100, 1_000, 100] };
    const [first] = judge({ ...nothing, rows: [row('exclusive', slowRound)] });
    expect(first).toMatchObject({ ratio: { median: 1 }, rounds: 3 });
  });

  test('the peer is the fastest of those that are meant', () => {
    const samples = { 'async-sema': [10, 10], rwlock: [20, 20] };
    const found = judge({ ...nothing, rows: [row('exclusive', samples)] });
    expect(found.map(({ bestPeer }) => bestPeer?.split(' ')[0])).toEqual([
      'async-sema',
      'rwlock',
      'async-sema',
      'async-mutex',
      undefined,
    ]);
  });

  test('`run` is compared with the function and the pair together', () => {
    const samples = { lockchart: [259, 259], [PAIR]: [150, 150], [functionAlone.name]: [50, 50] };
    expect(verdicts({ rows: [row('run', samples)] })).toEqual({
      '≤ 1.3 × await fn() and the pair above': 'reached',
    });
  });

  test('a million locks that do not fit fall short', () => {
    const full = { ...apart, million: null, doesNotFit: true };
    expect(verdicts({ apart: full })['≤ 512 MB']).toBe('short');
  });

  test('a row that lacks whom it is compared with is an error, and no gap in the table', () => {
    const alone = row('try');
    const figures = alone.figures.filter(({ contender }) => contender !== 'async-sema');
    expect(() => judge({ ...nothing, rows: [{ ...alone, figures }] })).toThrow("row 'try' lacks what");
  });
});
