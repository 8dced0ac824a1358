/** Randomness that is the same on every machine, and what is drawn from it. */

/** The next number, from 0 up to 1. */
export type Random = () => number;

/**
 * Mulberry32: 32 bits of state, good enough for a workload. Each kind of choice draws from a stream of its
 * own, so that a new kind moves none of those that are there.
 */
export function randomStream(seed: number, purpose: string): Random {
  let state = [...purpose].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 16_777_619), seed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function drawOne<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('there is nothing to draw from');
  return item;
}

/** Log-uniform, half-open, whole milliseconds. */
export function drawBetween([low, high]: readonly [low: number, high: number], random: Random): number {
  return Math.floor(low * (high / low) ** random());
}

/** An index below `count`; the first is the most popular, the k-th as much as 1 / k^s of it. */
export function zipf(count: number, s: number): (random: Random) => number {
  let sum = 0;
  const sums = Array.from({ length: count }, (_, rank) => {
    sum += 1 / (rank + 1) ** s;
    return sum;
  });
  return (random) => {
    const wanted = random() * sum;
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, key: random() }))
    .toSorted((one, other) => one.key - other.key)
    .map(({ item }) => item);
}
