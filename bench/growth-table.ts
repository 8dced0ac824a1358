/**
 * The second table: does the time per waiter grow with the number of waiters? Once with all of them served,
 * and once with half of them cancelled in random order before that. For the compiled engine, and for peers as
 * a crowd that is served; none of them can cancel one waiter.
 */
import type { Contender, Trial } from './contenders/contender.ts';
import { promisesAlone } from './contenders/floors.ts';
import { crowdPeers } from './contenders/peers.ts';
import { type Cell, measure, type OnProgress, type Plan } from './harness.ts';
import { randomFrom, shuffled } from './random.ts';
import { ratios, type Spread, spreadOf } from './statistics.ts';

export const SIZES = [1_000, 3_000, 10_000, 30_000, 100_000] as const;

const SMALLEST = SIZES[0];

export interface GrowthResult {
  readonly kind: Kind;
  readonly contender: string;
  readonly sizes: readonly SizeResult[];
}

export interface SizeResult {
  readonly waiters: number;
  /** For one waiter; null where it was not measured. */
  readonly nanoseconds: Spread | null;
  /** Time per waiter, as a multiple of that at the smallest size in the same round. */
  readonly growth: Spread | null;
  readonly samples: readonly number[];
}

const KINDS = {
  served: (contender: Contender, waiters: number) => contender.handoff?.(waiters),
  'half cancelled': (contender: Contender, waiters: number, seed: number) => {
    const numbers = Array.from({ length: waiters }, (_, number) => number);
    return contender.cancel?.(waiters, shuffled(numbers, randomFrom(seed)).slice(0, waiters / 2));
  },
} as const satisfies Record<
  string,
  (contender: Contender, waiters: number, seed: number) => Trial | undefined
>;

export type Kind = keyof typeof KINDS;

const KIND_NAMES = Object.keys(KINDS) as Kind[];

export async function measureGrowth(
  ours: Contender,
  withPeers: boolean,
  plan: Plan,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<GrowthResult[]> {
  const contenders = [ours, promisesAlone, ...(withPeers ? crowdPeers : [])];
  const lines = KIND_NAMES.flatMap((kind) => contenders.map((contender) => ({ kind, contender })));
  const offered = lines.filter(({ kind, contender }) => KINDS[kind](contender, 2, 0) !== undefined);
  const cells = offered.flatMap(({ kind, contender }) =>
    SIZES.map(
      (waiters): Cell => ({
        row: rowOf(kind, waiters),
        contender: contender.name,
        operations: waiters,
        start: () => {
          const trial = KINDS[kind](contender, waiters, plan.seed);
          if (trial === undefined) throw new Error(`${contender.name} no longer offers '${kind}'`);
          return trial;
        },
      }),
    ),
  );
  const measured = await measure(cells, plan, signal, onProgress);
  return offered.map(({ kind, contender }) => {
    const samplesOf = (waiters: number): readonly number[] =>
      measured.find(({ cell }) => cell.row === rowOf(kind, waiters) && cell.contender === contender.name)
        ?.samples ?? [];
    const sizes = SIZES.map((waiters) => sizeResult(waiters, samplesOf(waiters), samplesOf(SMALLEST)));
    return { kind, contender: contender.name, sizes };
  });
}

const rowOf = (kind: Kind, waiters: number): string => `${kind}, ${waiters}`;

function sizeResult(waiters: number, samples: readonly number[], smallest: readonly number[]): SizeResult {
  if (samples.length === 0) return { waiters, nanoseconds: null, growth: null, samples };
  const nanoseconds = spreadOf(samples);
  const growth = spreadOf(ratios(samples, smallest));
  return { waiters, nanoseconds, growth, samples };
}
