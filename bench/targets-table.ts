/** The first table: each target, the figure, and whether it is reached. */
import { quartiles, times } from './figures.ts';
import type { Measurements, Outcome } from './outcomes.ts';
import type { Form } from './report.ts';
import { type Target, targets } from './targets.ts';

export interface TargetResult extends Outcome {
  readonly what: string;
  /** In words. */
  readonly target: string;
  /** Null for a figure that is only reported. */
  readonly verdict: 'reached' | 'short' | null;
}

/** Of those targets that this run has measured. */
export function judge(run: Measurements): TargetResult[] {
  return targets.flatMap((target) => {
    const outcome = target.measure(run);
    return outcome === null
      ? []
      : [{ what: target.what, target: wordsOf(target), verdict: verdictOf(target, outcome), ...outcome }];
  });
}

export function targetsPart(results: readonly TargetResult[], form: Form): string[] {
  const body = results.map(({ what, target, ours, bestPeer, ratio, verdict }) => [
    what,
    target,
    ours,
    bestPeer ?? '–',
    ratio === null ? '–' : ratioOf(ratio),
    verdict ?? '–',
  ]);
  const short = results.filter(({ verdict }) => verdict === 'short').length;
  const judged = results.filter(({ verdict }) => verdict !== null).length;
  return [
    form.title('Targets'),
    `${judged - short} of ${judged} reached. A ratio is a median of ratios within a round, with quartiles.`,
    form.table(['what', 'target', 'ours', 'best peer', 'ratio', 'verdict'], body, 4),
  ];
}

function wordsOf({ sign, limit, unit }: Target): string {
  return sign === null ? `reported: ${unit}` : `${sign} ${limit.toLocaleString('en')} ${unit}`;
}

function verdictOf({ sign, limit }: Target, { value: { median } }: Outcome): TargetResult['verdict'] {
  if (sign === null) return null;
  const isReached = sign === '≥' ? median >= limit : sign === '≤' ? median <= limit : median < limit;
  return isReached ? 'reached' : 'short';
}

function ratioOf(ratio: NonNullable<Outcome['ratio']>): string {
  const isExact = ratio.lower === ratio.upper;
  return isExact ? times(ratio.median) : `${times(ratio.median)} (${quartiles(ratio, times)})`;
}
