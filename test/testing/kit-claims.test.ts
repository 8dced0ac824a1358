/**
 * What else the kit must find, whatever the seed, and what it must not blame: locks written for this, each of
 * a few lines, with one thing wrong or nothing.
 */
import { describe, expect, test } from 'vitest';
import { type Capabilities, checkLock, type KitLock } from '../../src/testing.ts';
import { queued } from './written-locks.ts';

const resultOf = (
  make: () => KitLock,
  offered: Capabilities,
  property: string,
  seed: number,
  runs?: number,
) =>
  checkLock({ name: 'written', make }, offered, { seed, ...(runs === undefined ? {} : { runs }) })
    .find(({ name }) => name === property)
    ?.check();

const seeds = Array.from({ length: 20 }, (_, seed) => seed);

describe('a waiter that is lost when another gives up is found with each of twenty seeds', () => {
  const timeout: Capabilities = { shared: true, timeout: true };
  const signal: Capabilities = { shared: true, signal: true };
  test.each([
    [
      'nobody is let in when a writer times out',
      () => queued({ lost: 'exclusive' }),
      timeout,
      'writer-gives-up',
    ],
    ['nobody is let in when a writer aborts', () => queued({ lost: 'exclusive' }), signal, 'writer-gives-up'],
    ['a reader that gave up is counted', () => queued({ counted: 'shared' }), timeout, 'reader-gives-up'],
    ['a reader that aborted is counted', () => queued({ counted: 'shared' }), signal, 'reader-gives-up'],
  ] as const)('%s', async (_what, make, offered, property) => {
    const found = await Promise.all(seeds.map((seed) => resultOf(make, offered, property, seed)));
    expect(found.filter((result) => result?.holds !== false)).toEqual([]);
    expect(Math.max(...found.map((result) => result?.broken?.commands ?? 0))).toBeLessThanOrEqual(10);
  });

  test('mostly also in a few scenarios', async () => {
    const found = await Promise.all(
      seeds.map((seed) =>
        resultOf(() => queued({ lost: 'exclusive' }), timeout, 'writer-gives-up', seed, 20),
      ),
    );
    expect(found.filter((result) => result?.holds === false).length).toBeGreaterThan(15);
  });
});

describe('a lock that does nothing wrong is not blamed', () => {
  const all: Capabilities = {
    timeout: true,
    signal: true,
    tryAcquire: true,
    run: true,
    order: true,
    fair: true,
  };
  test.each<[string, () => KitLock, Capabilities]>([
    ['of readers and writers', () => queued(), { ...all, shared: true, releaseTwice: true }],
    ['that refuses a third waiter', () => queued({}, 2), { ...all, maxWaiters: 2 }],
    [
      'that refuses a third waiter, with a crowd of its own',
      () => queued({}, 2),
      { ...all, maxWaiters: 2, crowd: 2 },
    ],
    ['in which nobody may wait', () => queued({}, 0), { ...all, maxWaiters: 0, signalReason: true }],
  ])('%s', async (_what, make, offered) => {
    for (const { check } of checkLock({ name: 'honest', make }, { crowd: 200, ...offered }, { seed: 5 }))
      expect((await check()).broken?.scenario).toBeUndefined();
  });
});

describe('what a lock says of its bound is checked', () => {
  test.each([
    [
      'who has given up is still counted',
      () => queued({ remembers: true }, 2),
      'set no limit to its wait and was refused',
    ],
    ['there is none', () => queued({}, Number.POSITIVE_INFINITY), '3 wait, and no more than 2 may'],
  ] as const)('%s', async (_what, make, why) => {
    for (const seed of seeds) {
      const result = await resultOf(make, { timeout: true, maxWaiters: 2 }, 'waiters-bounded', seed);
      expect(result?.broken?.scenario).toContain(why);
    }
  });
});
