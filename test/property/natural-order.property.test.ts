/**
 * Natural order, against a twin that cuts texts character by character and compares numbers as padded text.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { naturallySorted } from '../../src/locks/natural-order.ts';

const RUNS = 8;

/** Eight parts, which may be missing, and what is left over. */
function cut(text: string): { readonly parts: readonly string[]; readonly rest: string } {
  const parts: string[] = [];
  let last = '';
  for (const [index, character] of [...text].entries()) {
    const isNewRun = index === 0 || isDigit(character) !== isDigit(last);
    if (isNewRun && parts.length === RUNS) return { parts, rest: [...text].slice(index).join('') };
    if (isNewRun) parts.push(character);
    else parts[parts.length - 1] += character;
    last = character;
  }
  return { parts, rest: '' };
}

const isDigit = (character: string): boolean => '0123456789'.includes(character);

/** Missing, number, text. */
function rank(part: string | undefined): number {
  if (part === undefined) return 0;
  return isDigit(part.charAt(0)) ? 1 : 2;
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function twin(one: string, other: string): number {
  const [left, right] = [cut(one), cut(other)];
  for (let index = 0; index < RUNS; index += 1) {
    const [a, b] = [left.parts[index], right.parts[index]];
    if (rank(a) !== rank(b)) return rank(a) < rank(b) ? -1 : 1;
    if (a === undefined || b === undefined) continue;
    const width = rank(a) === 1 ? Math.max(a.length, b.length) : 0;
    const difference = compareText(a.padStart(width, '0'), b.padStart(width, '0'));
    if (difference !== 0) return difference;
  }
  return compareText(left.rest, right.rest);
}

/** Of equal rank when both stay as they stood, whichever comes first. */
function order(one: string, other: string): number {
  const items = [{ text: one }, { text: other }];
  const swaps = [items, items.toReversed()].map(
    (pair) => naturallySorted(pair, ({ text }) => text)[0] !== pair[0],
  );
  expect(swaps, 'each is before the other').not.toEqual([true, true]);
  return Number(swaps[0]) - Number(swaps[1]);
}

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('0', '1', '2', '10', 'a', 'b', 'B', '-', '/') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '007', '٣', '\n', 'é', '9007199254740992', '9007199254740993'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 3 }) },
);
const name = fc.array(piece, { maxLength: 14, size: 'max' }).map((pieces) => pieces.join(''));

describe('natural order', () => {
  test.prop([name, name], { numRuns: 2000 })(
    'of two texts is that of the twin, and is antisymmetric',
    (one, other) => {
      expect(order(one, other)).toBe(twin(one, other));
      expect(order(other, one) + order(one, other)).toBe(0);
    },
  );

  test.prop([name, name, name], { numRuns: 2000 })('is transitive', (one, other, third) => {
    const [first, second, last] = [one, other, third].toSorted(twin) as [string, string, string];
    expect(order(first, second)).toBeLessThanOrEqual(0);
    expect(order(second, last)).toBeLessThanOrEqual(0);
    expect(order(first, last)).toBeLessThanOrEqual(0);
    if (order(first, second) === 0) expect(order(first, last)).toBe(order(second, last));
  });

  test.prop([fc.array(name)])('sorts lists, and leaves those of equal rank as they stood', (names) => {
    const items = names.map((text, place) => ({ text, place }));
    const sorted = naturallySorted(items, ({ text }) => text);
    expect(sorted).toEqual(items.toSorted((one, other) => twin(one.text, other.text)));
    expect(items.map(({ place }) => place)).toEqual(names.map((_name, place) => place));
  });

  test.each([
    ['numbers as numbers', ['n1', 'n2', 'n10', 'n11', 'n20']],
    [
      'however long',
      ['n9007199254740992', 'n9007199254740993', `n1${'0'.repeat(400)}`, `n2${'0'.repeat(400)}`],
    ],
    ['what is missing, then numbers, then texts', ['', 'n', 'n1', 'n1n', 'n1n1', 'n2', 'na', 'no']],
    ['a number before any text', ['0', '5', '10', '!', '-', 'A', 'a']],
    ['punctuation by its code', ['node-alloc/NAL', 'node-res/n2', 'node/n1', 'nodegroup/g1']],
    ['after eight runs only text', ['a1b2c3d4', 'a1b2c3d4e10', 'a1b2c3d4e9', 'a1b2c3d5']],
    ['also where the left-over is a number', ['1a2b3c4d', '1a2b3c4d10', '1a2b3c4d9', '1a2b3c4e']],
    ['only the digits of ASCII', ['n2', 'n10', 'n٣']],
  ])('%s', (_title, names) => {
    expect(naturallySorted(names.toReversed(), (text) => text)).toEqual(names);
    for (const [index, text] of names.slice(1).entries()) expect(order(names[index] ?? '', text)).toBe(-1);
  });

  test('leading zeros change nothing', () => {
    const names = ['n01', 'n1', 'n001', 'n02', 'n2'];
    expect(naturallySorted(names, (text) => text)).toEqual(names);
  });
});
