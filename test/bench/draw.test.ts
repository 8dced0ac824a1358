/** The pictures of growth. */
import { expect, test } from 'vitest';
import { draw } from '../../bench/growth/draw.ts';

const points = [
  [1_000, 250],
  [10_000, 300],
  [100_000, 2_500],
] as const;

const picture = draw({
  dimension: 'waiters',
  time: [
    { name: 'lockchart', points },
    { name: 'other', points: points.slice(0, 2) },
  ],
  memory: [{ name: 'lockchart', points: points.map(([count]) => [count, 280] as const) }],
});

const texts = [...picture.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

test('each curve has its points', () => {
  expect(picture.match(/<circle/g)).toHaveLength(3 + 2 + 3);
  expect(picture.match(/class="curve"/g)).toHaveLength(3);
  expect(picture).not.toMatch(/NaN|undefined|Infinity/);
});

test('axes are marked at powers of ten, also where all figures are the same', () => {
  expect(texts).toEqual(expect.arrayContaining(['1k', '10k', '100k', '100']));
  expect(texts.filter((text) => text === 'waiters')).toHaveLength(2);
});

test('the legend names whoever is in it, once', () => {
  expect(texts.filter((text) => text === 'lockchart' || text === 'other')).toEqual(['lockchart', 'other']);
});

test('it has a background of its own, light and dark', () => {
  expect(picture).toMatch(/prefers-color-scheme: dark/);
  expect(picture).toMatch(/<rect class="paper" width="920"/);
});

test('what has no place on an axis is an error, and no curve beside the picture', () => {
  const nothing = [{ name: 'lockchart', points: [[10, -3]] as const }];
  expect(() => draw({ dimension: 'members', time: nothing, memory: nothing })).toThrow('no place for -3');
});
