/**
 * Natural order, in which people count: `node2` stands before `node10`.
 *
 * A text is cut into alternating runs of digits and of everything else, eight at most, and what is left over
 * is one more text. Runs of digits compare as numbers, however long they are. A part that is missing stands
 * before a number, and a number before a text. Texts that differ only in leading zeros are of equal rank.
 */

type Part = bigint | string;

/** The items by the natural order of their texts; those of equal rank stay as they stood. */
export function naturallySorted<Item>(items: Iterable<Item>, textOf: (item: Item) => string): Item[] {
  return Array.from(items, (item) => ({ item, parts: partsOf(textOf(item)) }))
    .toSorted((one, other) => compare(one.parts, other.parts))
    .map(({ item }) => item);
}

const RUNS = 8;

function partsOf(text: string): Part[] {
  const runs = text.match(/\d+|\D+/g) ?? [];
  const parts: Part[] = runs.slice(0, RUNS).map((run) => (/\d/.test(run) ? BigInt(run) : run));
  if (runs.length > RUNS) parts.push(runs.slice(RUNS).join(''));
  return parts;
}

/** Negative, 0 or positive, as for `sort`. */
function compare(one: readonly Part[], other: readonly Part[]): number {
  // Where one has no more parts, the shorter one is first, or they are of equal rank.
  const at = one.findIndex((part, index) => part !== other[index]);
  const [left, right] = [one[at], other[at]];
  if (left === undefined || right === undefined) return one.length - other.length;
  // Of two parts of one type the smaller is first, else the number.
  if (typeof left !== typeof right) return typeof left === 'bigint' ? -1 : 1;
  return left < right ? -1 : 1;
}
