/**
 * Whether something grows from round to round. One value says nothing: a heap breathes, and what is compiled
 * or cached once is not lost. So a late part of the rounds is compared with an early one, by medians.
 */

/** Rounds in which everything becomes warm. */
const WARM_UP = 4;

export interface Trend {
  readonly before: number;
  readonly after: number;
}

/** Undefined for fewer rounds than can show anything. */
export function trendOf(values: readonly number[]): Trend | undefined {
  const warm = values.slice(WARM_UP);
  const part = Math.floor(warm.length / 3);
  if (part < 2) return undefined;
  return { before: median(warm.slice(0, part)), after: median(warm.slice(-part)) };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
}
