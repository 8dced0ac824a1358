/**
 * Compares what a lock shows in a step with what the trace says.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Outcome, Shown } from './script.ts';

export type Part = 'out' | 'state';

/** Which parts differ. The order of completions within a step is not promised, so `out` counts as a set. */
export function differences(expected: Shown, got: Shown): Part[] {
  const parts: Part[] = [];
  if (!isDeepStrictEqual(inOrder(expected.out), inOrder(got.out))) parts.push('out');
  if (!isDeepStrictEqual(expected.state, got.state)) parts.push('state');
  return parts;
}

/**
 * In an order that depends on what is in the set only. No client completes twice in a step, save by a fault.
 */
function inOrder(out: readonly Outcome[]): string[] {
  return out.map(({ c, r, v, why, at }) => JSON.stringify([c, r, v, why, at])).toSorted();
}
