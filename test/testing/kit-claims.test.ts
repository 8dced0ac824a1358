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

describe('what a try and a body are for is checked', () => {
  const tries: Capabilities = { shared: true, tryAcquire: true };
  const failing = (): KitLock => ({ ...queued(), tryAcquire: () => undefined });
  const twice = (): KitLock => {
    const lock = queued();
    return { ...lock, run: (asked, body) => lock.run(asked, () => Promise.all([body(), body()])) };
  };
  const unwilling = (): KitLock => {
    const lock = queued();
    const acquire: KitLock['acquire'] = async (asked) => {
      if (asked.timeout === 0) throw new Error('no');
      return lock.acquire(asked);
    };
    return { acquire };
  };
  test.each<[string, () => KitLock, Capabilities, string, RegExp]>([
    [
      'a try that passes a writer who waits',
      () => queued({ barges: true }),
      { ...tries, fair: true },
      'tries',
      /✗ the try of \w+ gets in past \w+, who waits/,
    ],
    ['a try that always fails', failing, tries, 'tries', /✗ \w+ found the lock free, and was refused/],
    [
      'a timeout of 0 that is refused a free lock',
      unwilling,
      { timeout: true, timeoutOfZero: 'no-wait' },
      'timeout-of-zero',
      /✗ \w+ found the lock free, and was refused/,
    ],
    [
      'a body that is called twice',
      twice,
      { run: true },
      'body-value',
      /✗ the body of \w+ was called 2 times/,
    ],
  ])('%s', async (_what, make, offered, property, why) => {
    for (const seed of seeds) {
      const result = await resultOf(make, offered, property, seed);
      expect(result?.broken?.scenario).toMatch(why);
    }
  });

  test('a try may pass others where nothing is said of fairness', async () => {
    const result = await resultOf(() => queued({ barges: true }), tries, 'tries', 1);
    expect(result?.broken?.scenario).toBeUndefined();
  });
});

describe('a lock that looks again and again whether it is free', () => {
  type Soon = (look: () => void) => void;
  const looking =
    (soon: Soon, isFreed = true) =>
    (): KitLock => {
      const state = { isHeld: false };
      return {
        async acquire() {
          while (state.isHeld) await new Promise<void>(soon);
          state.isHeld = true;
          return {
            release() {
              state.isHeld = !isFreed;
            },
          };
        },
      };
    };
  const inSteps: Soon = (look) => {
    const interval = setInterval(() => {
      clearInterval(interval);
      look();
    }, 10);
  };
  test.each<[string, Soon, Capabilities]>([
    ['in an interval', inSteps, { latency: 10 }],
    ['after a while', (look) => setTimeout(look, 10), { latency: 10 }],
    ['at once', (look) => setTimeout(look, 0), { latency: 1 }],
  ])('%s is not blamed', async (_what, soon, offered) => {
    for (const { name, check } of checkLock(
      { name: 'looking', make: looking(soon) },
      { crowd: 20, ...offered },
      { seed: 5, runs: 30 },
    ))
      expect((await check()).broken?.scenario, name).toBeUndefined();
  });

  test('is told, where it said nothing of its time, what it may say', async () => {
    const checks = checkLock({ name: 'looking', make: looking(inSteps) }, {}, { seed: 5 });
    const check = checks.find(({ name }) => name === 'never-idle');
    await expect(check?.run()).rejects.toThrow(
      /✗ .*nobody holds the lock\nIf the lock takes time(.|\n)*Again/,
    );
    const latent = await resultOf(looking(inSteps), { latency: 1 }, 'never-idle', 5);
    expect([latent?.holds, latent?.broken?.hint]).toEqual([false, undefined]);
  });

  test('and never is, is given up before long', async () => {
    let looks = 0;
    const forEver: Soon = (look) => {
      looks += 1;
      setTimeout(look, 1);
    };
    const result = await resultOf(looking(forEver, false), {}, 'everybody-answered', 1);
    expect(result?.broken?.why).toContain('never gets an answer');
    expect(looks).toBeLessThan(100_000);
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
