/** What the soak calls growth. */
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../bench/random.ts';
import { trendOf } from './trend.ts';

/** Values that breathe by ten, and grow by so much a round. */
function breathing(rounds: number, growth: number): number[] {
  const random = randomFrom(1);
  return Array.from({ length: rounds }, (_, round) => 100 + 10 * random() + growth * round);
}

describe('a trend', () => {
  test('is not there before there are rounds enough', () => {
    expect(trendOf(breathing(9, 1))).toBeUndefined();
    expect(trendOf(breathing(10, 1))).toBeDefined();
  });

  test('does not take breathing, or becoming warm, for growth', () => {
    const { before, after } = trendOf([5, 20, 50, 90, ...breathing(60, 0)]) ?? { before: 0, after: 100 };
    expect(after - before).toBeLessThan(4);
  });

  test('finds what grows slower than it breathes', () => {
    const { before, after } = trendOf(breathing(60, 0.5)) ?? { before: 0, after: 0 };
    expect(after - before).toBeGreaterThan(10);
  });

  test('finds the handle that is left in every round, and not the one in some round', () => {
    expect(trendOf([2, 2, 2, 2, 2, 2, 3, 2, 2, 2, 2, 3, 2])).toEqual({ before: 2, after: 2 });
    expect(trendOf([2, 3, 4, 5, 6, 7, 8, 9, 10, 11])).toEqual({ before: 6.5, after: 10.5 });
  });
});
