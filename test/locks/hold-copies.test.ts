/**
 * What looks like a hold and is none: a proxy, an object that inherits from one, a copy. Each of them speaks
 * for the hold that it was made of, and whatever is done with it, the lock goes on.
 */
import { describe, expect, test } from 'vitest';
import { Condition, type Hold, SharedLock } from '../../src/index.ts';
import { engines } from './engines.ts';
import { rejectionOf, turn } from './kit.ts';

const likenesses: [string, (hold: Hold) => Hold][] = [
  ['a proxy', (hold) => new Proxy(hold, {})],
  ['an heir', (hold) => Object.create(hold)],
  ['a copy', (hold) => Object.assign(Object.create(Object.getPrototypeOf(hold)), hold)],
];

describe.each(engines)('on the %s engine', (_name, engine) => {
  describe.each(likenesses)('%s', (_what, like) => {
    test.each([undefined, 'ann'])(
      'releases the hold, and nothing when that has ended (owner %s)',
      async (owner) => {
        const lock = new SharedLock('config', { engine });
        for (const mode of ['shared', 'exclusive'] as const) {
          const hold = await lock.acquire({ owner, mode });
          const likeness = like(hold);
          const next = lock.acquire({ mode: 'exclusive' });
          likeness.release();
          expect(hold.isHeld).toBe(false);
          const other = await next;
          likeness.release();
          hold.release();
          expect(other.isHeld).toBe(true);
          other.release();
          expect(lock.snapshot()).toMatchObject({ state: 'free', holders: [], queue: [] });
        }
        using again = lock.tryAcquire();
        expect(again?.isHeld).toBe(true);
      },
    );

    test.each([undefined, 'ann'])(
      'does not speak for what its owner has acquired since (owner %s)',
      async (owner) => {
        const lock = new SharedLock('config', { engine });
        const stale = like(await lock.acquire({ owner }));
        stale.release();
        using hold = await lock.acquire({ owner });
        stale.release();
        expect(hold.isHeld).toBe(true);
      },
    );

    test.each([undefined, 'ann'])(
      'waits for a condition with the hold, which is then held again (owner %s)',
      async (owner) => {
        const lock = new SharedLock('config', { engine });
        const changed = new Condition(lock);
        const hold = await lock.acquire({ owner });
        const waiting = changed.wait({ hold: like(hold) });
        expect([hold.isHeld, lock.snapshot().state]).toEqual([false, 'free']);
        const other = await lock.acquire();
        expect(changed.notifyAll({ hold: like(other) })).toBe(1);
        other.release();
        await waiting;
        expect([hold.isHeld, hold.token, lock.snapshot().holders.length]).toEqual([true, 3, 1]);
        hold.release();
        const stale = await rejectionOf(changed.wait({ hold: like(hold) }));
        const elsewhere = like(await new SharedLock('config', { engine }).acquire({ owner }));
        const foreign = await rejectionOf(changed.wait({ hold: elsewhere }));
        for (const error of [stale, foreign]) expect(error).toMatchObject({ code: 'condition-unowned' });
        expect(lock.snapshot()).toMatchObject({ state: 'free', holders: [], queue: [] });
      },
    );

    test('stands beside other holds, and downgrades and deletes', async () => {
      const lock = new SharedLock('config', { engine });
      const hold = await lock.acquire();
      like(hold).downgrade();
      expect(hold.mode).toBe('shared');
      const others = await Promise.all(Array.from({ length: 20 }, () => lock.acquire('shared')));
      like(hold).release();
      expect(lock.snapshot().holders).toHaveLength(20);
      for (const other of others) like(other).release();
      expect(lock.snapshot()).toMatchObject({ state: 'free', holders: [] });
      like(await lock.acquire()).delete();
      await turn();
      expect(lock.snapshot()).toMatchObject({ state: 'deleted', holders: [] });
    });
  });
});
