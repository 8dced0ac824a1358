/** Medians and quartiles: on a machine that others use too, a mean says more of them than of the lock. */

export interface Spread {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  return { lower: quantile(sorted, 0.25), median: quantile(sorted, 0.5), upper: quantile(sorted, 0.75) };
}

/**
 * Each value by the one of the same round, so that what slowed down both falls out. What was timed in fewer
 * rounds has no partners, and goes by the median.
 */
export function ratios(values: readonly number[], bases: readonly number[]): number[] {
  const { median } = spreadOf(bases);
  const isPaired = values.length === bases.length;
  return values.map((value, round) => value / (isPaired ? (bases[round] ?? Number.NaN) : median));
}

function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}
