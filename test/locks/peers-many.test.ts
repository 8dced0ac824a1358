/**
 * What other libraries cannot bear: tens of thousands of waiters. docs/peer-bugs.md, whose numbers
 * stand at the head of the names. Larger numbers are in ./scale.test.ts; speed is measured in bench/.
 */
import { describe, expect, test } from 'vitest';
import { type AcquireOptions, type Hold, SharedLock } from '../../src/index.ts';
import { engines } from './engines.ts';
import { turn } from './kit.ts';

const release = (hold: Hold): void => hold.release();

describe.each(engines)('on the %s engine', (name, engine) => {
  // XState copies the whole state at every command, so that n waiters cost n² there.
  const many = name === 'compiled' ? 25_000 : 1_000;

  async function contended() {
    const lock = new SharedLock('config', { engine });
    const outcomes = { granted: 0, refused: 0 };
    const grants: Hold[] = [];
    const hold = await lock.acquire();
    function ask(options: AcquireOptions, use: (hold: Hold) => void): void {
      lock.acquire(options).then(
        (granted) => {
          outcomes.granted += 1;
          grants.push(granted);
          use(granted);
        },
        () => {
          outcomes.refused += 1;
        },
      );
    }
    return { lock, hold, outcomes, grants, ask };
  }

  test(`E11 async-lock: ${many} waiters asked for in one step are all served, in order`, async () => {
    const { lock, hold, outcomes, grants, ask } = await contended();
    for (let i = 0; i < many; i += 1) ask({}, release);
    expect(lock.waiterCount).toBe(many);
    hold.release();
    await expect.poll(() => outcomes.granted).toBe(many);
    expect(grants.every((granted, i) => granted.token === i + 2)).toBe(true);
    expect(lock.snapshot()).toMatchObject({ state: 'free', queue: [] });
  });

  test(`E11 async-lock: ${many} readers behind a writer are all let in by one release`, async () => {
    const { lock, hold, outcomes, grants, ask } = await contended();
    for (let i = 0; i < many; i += 1) ask({ mode: 'shared' }, () => {});
    hold.release();
    await turn();
    expect(outcomes).toEqual({ granted: many, refused: 0 });
    expect(lock.snapshot().holders).toHaveLength(many);
    // Only some let go: on XState every release costs a copy of all.
    for (const granted of grants.slice(0, many / 5)) granted.release();
    expect(lock.snapshot().holders).toHaveLength(many - many / 5);
  });

  test.each(['deleted', 'closed'])(
    `E11 async-lock: ${many} waiters of a lock that is %s are all refused`,
    async (how) => {
      const { lock, hold, outcomes, ask } = await contended();
      for (let i = 0; i < many; i += 1)
        ask({ mode: i % 3 === 0 ? 'exclusive' : 'shared', priority: i % 7 }, release);
      if (how === 'deleted') hold.delete();
      else lock.close();
      await turn();
      expect(outcomes).toEqual({ granted: 0, refused: many });
      expect(lock.waiterCount).toBe(0);
    },
  );

  test(`E3 async-mutex, E10 async-lock: ${many} waiters run out of time and leave nothing`, async () => {
    const { lock, hold, outcomes, ask } = await contended();
    const before = lock.snapshot();
    for (let i = 0; i < many; i += 1)
      ask({ timeout: 20, mode: i % 2 === 0 ? 'exclusive' : 'shared' }, release);
    expect(lock.waiterCount).toBe(many);
    await expect.poll(() => outcomes.refused, { timeout: 20_000 }).toBe(many);
    expect(outcomes.granted).toBe(0);
    expect(lock.snapshot()).toEqual(before);
    hold.release();
    expect(lock.snapshot().state).toBe('free');
    expect(lock.tryAcquire()?.isHeld).toBe(true);
  });

  test(`E10 async-lock: ${many} waiters with names give up, the last to come first`, async () => {
    const { lock, outcomes, ask } = await contended();
    const controllers = Array.from({ length: many }, () => new AbortController());
    for (const [i, { signal }] of controllers.entries()) ask({ owner: `owner ${i}`, signal }, release);
    for (const controller of controllers.toReversed()) controller.abort();
    await turn();
    expect(outcomes).toEqual({ granted: 0, refused: many });
    expect(lock.waiterCount).toBe(0);
  });

  test(`E11 async-lock: one signal refuses a writer and the ${many} readers that it kept waiting`, async () => {
    const { lock, hold, outcomes, ask } = await contended();
    hold.downgrade();
    const controller = new AbortController();
    const { signal } = controller;
    ask({ signal }, release);
    for (let i = 0; i < many; i += 1) ask({ mode: 'shared', signal }, release);
    controller.abort();
    await turn();
    expect(outcomes).toEqual({ granted: 0, refused: many + 1 });
    expect(lock.snapshot()).toMatchObject({ state: 'shared', holders: [{}], queue: [] });
  });

  test(`E11 async-lock: the signal of ${many} writers has a listener that releases the lock`, async () => {
    const { lock, hold, outcomes, ask } = await contended();
    const controller = new AbortController();
    const { signal } = controller;
    signal.addEventListener('abort', () => hold.release());
    for (let i = 0; i < many; i += 1) ask({ signal }, release);
    controller.abort();
    await turn();
    expect(outcomes).toEqual({ granted: 0, refused: many });
    expect(lock.snapshot()).toMatchObject({ state: 'free', queue: [] });
  });
});
