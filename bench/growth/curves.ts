/**
 * How time and memory grow with the number of waiters, members, owners and levels, where everybody else is at
 * rest. What is plotted in docs/benchmarks/.
 */
import type * as Main from '../../src/index.node.ts';
import { crowds, DIMENSIONS, type Dimension } from '../apart/crowds.ts';
import { processes } from '../apart/processes.ts';
import type { Trial } from '../contenders/contender.ts';
import type { Build } from '../contenders/lockchart.ts';
import type { GrowthResult } from '../growth-table.ts';
import { type Cell, measure, type OnProgress, type Plan } from '../harness.ts';
import { randomFrom } from '../random.ts';
import { namesOf } from '../rows.ts';
import { spreadOf } from '../statistics.ts';

export interface Curve {
  readonly name: string;
  /** How many there are, and nanoseconds or bytes. */
  readonly points: readonly (readonly [count: number, figure: number])[];
}

export interface Curves {
  readonly dimension: Dimension;
  readonly time: readonly Curve[];
  readonly memory: readonly Curve[];
}

const OURS = 'lockchart';
const MANY = [1_000, 10_000, 100_000];

const SIZES: Readonly<Record<Dimension, readonly number[]>> = {
  waiters: MANY,
  members: [10, 100, ...MANY],
  owners: [10, 100, ...MANY],
  levels: [1, 3, 10, 30, 100],
};

/** The time for one, of so many; waiters have a table of their own. */
const TIMED: Partial<Record<Dimension, (main: typeof Main, count: number) => Trial>> = {
  members({ LockSet }, count) {
    const names = namesOf(count);
    const set = new LockSet('bench', names);
    const random = randomFrom(1);
    const picks = Array.from({ length: 4_096 }, () => names[Math.floor(random() * count)] ?? '');
    let turn = 0;
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) {
          const hold = await set.acquire(picks[turn % picks.length] ?? '');
          hold.release();
          turn += 1;
        }
      },
    };
  },
  owners(main, count) {
    const lock = crowds.owners(main, namesOf(count));
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) {
          const hold = await lock.acquire('shared');
          hold.release();
        }
      },
    };
  },
  levels(main, count) {
    const levels = namesOf(count);
    const manager = crowds.levels(main, levels);
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) {
          const keyring = manager.keyring('job');
          for (const level of levels) await keyring.acquire(level, 'first');
          keyring.close();
        }
      },
    };
  },
};

export async function measureCurves(
  main: typeof Main,
  build: Build,
  growth: readonly GrowthResult[],
  plan: Plan,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<Curves[]> {
  const cells = DIMENSIONS.flatMap((dimension) =>
    SIZES[dimension].flatMap((count): Cell[] => {
      const timed = TIMED[dimension];
      if (timed === undefined) return [];
      const operations = dimension === 'levels' ? count : 1;
      const start = () => timed(main, count);
      return [{ row: rowOf(dimension, count), contender: OURS, operations, start }];
    }),
  );
  const measured = await measure(cells, plan, signal, onProgress);
  const curves: Curves[] = [];
  for (const dimension of DIMENSIONS) {
    if (signal.aborted) break;
    onProgress(`weight of ${dimension}`, curves.length / DIMENSIONS.length);
    const memory = await weigh(dimension, build, signal);
    const points = SIZES[dimension].flatMap((count) =>
      measured
        .filter(({ cell }) => cell.row === rowOf(dimension, count))
        .map(({ samples }) => [count, spreadOf(samples).median] as const),
    );
    const time = TIMED[dimension] === undefined ? waitersOf(growth) : [{ name: OURS, points }];
    curves.push({ dimension, time, memory: [memory] });
  }
  return curves;
}

const rowOf = (dimension: Dimension, count: number): string => `${dimension}, ${count}`;

async function weigh(dimension: Dimension, build: Build, signal: AbortSignal): Promise<Curve> {
  const points: [number, number][] = [];
  for (const count of SIZES[dimension]) {
    const words = [dimension, String(count), build];
    points.push([count, await processes(signal).program<number>('weigh-crowd', words, ['--expose-gc'])]);
  }
  return { name: OURS, points };
}

/** Those who are served, of all who were asked for a crowd. */
function waitersOf(growth: readonly GrowthResult[]): Curve[] {
  return growth
    .filter(({ kind }) => kind === 'served')
    .map(({ contender, sizes }) => ({
      name: contender,
      points: sizes.flatMap(({ waiters, nanoseconds }) =>
        nanoseconds === null ? [] : [[waiters, nanoseconds.median] as const],
      ),
    }));
}
