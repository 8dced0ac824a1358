/**
 * Conditions used wrongly: by whoever does not hold the lock, twice at once, or with a hold that is released
 * meanwhile. It is said at once, and nothing is changed.
 */
import { describe, expect, test } from 'vitest';
import { Condition, SharedLock, SingleNotifyCondition } from '../../src/index.ts';
import { setUp } from './condition-kit.ts';
import { engines } from './engines.ts';
import { rejectionOf, thrownBy, turn, watch } from './kit.ts';

describe.each(engines)('on the %s engine', (_name, engine) => {
  describe.each([Condition, SingleNotifyCondition])('%o is used wrongly, and nothing is changed', (Kind) => {
    test('by whoever does not hold the lock', async () => {
      const lock = new SharedLock('queue', { engine });
      const condition = new Kind(lock);
      const over = await lock.acquire();
      over.release();
      const waiting = await lock.acquire({ owner: 'ann' });
      const slept = condition.wait({ hold: waiting });
      const elsewhere = await new SharedLock('queue', { engine }).acquire();
      const bob = await lock.acquire({ owner: 'bob' });
      const queued = lock.acquire({ owner: 'cy' });
      const before = lock.snapshot();
      const askers = [
        { hold: over },
        { hold: waiting },
        { hold: elsewhere },
        { owner: 'cy' },
        { owner: 'ann' },
      ];
      for (const asker of askers) {
        const refused = { name: 'LockUsageError', code: 'condition-unowned', lock: 'queue' };
        expect(await rejectionOf(condition.wait(asker))).toMatchObject(refused);
        expect(thrownBy(() => condition.notifyAll(asker))).toMatchObject(refused);
      }
      expect(condition.waiting).toEqual(['ann']);
      expect(lock.snapshot()).toEqual(before);
      expect(elsewhere.isHeld).toBe(true);
      condition.notifyAll({ hold: bob });
      bob.release();
      (await queued).release();
      await slept;
    });

    test('by options that change while they are read: each is read once', async () => {
      const lock = new SharedLock('queue', { engine });
      const condition = new Kind(lock);
      using hold = await lock.acquire();
      const read: string[] = [];
      const given: Record<string, unknown> = { hold, timeout: 0 };
      const get = (_target: object, field: string | symbol): unknown => {
        read.push(String(field));
        return given[String(field)];
      };
      const options = new Proxy({}, { get });
      expect(await rejectionOf(condition.wait(options))).toMatchObject({ code: 'timeout' });
      expect(read.toSorted()).toEqual(['hold', 'owner', 'signal', 'timeout']);
    });

    test('by whoever does not say who asks', async () => {
      const lock = new SharedLock('queue', { engine });
      const condition = new Kind(lock);
      using hold = await lock.acquire();
      const refused = { name: 'LockUsageError', code: 'owner-required', lock: 'queue' };
      expect(await rejectionOf(condition.wait())).toMatchObject(refused);
      expect(thrownBy(() => condition.notifyAll())).toMatchObject(refused);
      expect([hold.isHeld, condition.hasWaiting]).toEqual([true, false]);
    });
  });

  test('an owner that has taken the lock another time waits once only, and its first wait ends without it', async () => {
    const { lock, filled } = setUp(engine);
    const first = await lock.acquire({ owner: 'ann' });
    const waiting = watch(filled.wait({ hold: first }));
    const second = await lock.acquire({ owner: 'ann' });
    expect(await rejectionOf(filled.wait({ hold: second }))).toMatchObject({
      name: 'LockUsageError',
      code: 'already-waiting',
      owner: 'ann',
    });
    expect([second.isHeld, filled.waiting]).toEqual([true, ['ann']]);
    filled.notifyAll({ hold: second });
    await turn();
    expect(waiting).toMatchObject({ state: 'rejected', error: { code: 'double-acquire', owner: 'ann' } });
    expect([first.isHeld, second.isHeld]).toEqual([false, true]);
    second.release();
    expect(lock.snapshot()).toMatchObject({ state: 'free', queue: [] });
  });

  test('a hold that is released while it waits is not taken back by nobody', async () => {
    const { lock, filled } = setUp(engine);
    const hold = await lock.acquire({ owner: 'ann' });
    const waiting = watch(filled.wait({ hold }));
    hold.release();
    expect(filled.hasWaiting).toBe(false);
    await turn();
    expect(waiting).toMatchObject({
      state: 'rejected',
      error: { name: 'LockUsageError', code: 'released-while-waiting', lock: 'queue', owner: 'ann' },
    });
    await lock.run('exclusive', (other) => expect(filled.notifyAll({ hold: other })).toBe(0));
    expect([hold.isHeld, lock.snapshot().state]).toEqual([false, 'free']);
  });

  test('a body that does not await its wait leaves no lock held', async () => {
    const { lock, filled } = setUp(engine);
    let waiting: Promise<void> | undefined;
    await lock.run('exclusive', (hold) => {
      waiting = filled.wait({ hold });
      waiting.catch(() => {});
    });
    expect(await rejectionOf(waiting as Promise<void>)).toMatchObject({ code: 'released-while-waiting' });
    expect(lock.snapshot().state).toBe('free');
  });

  test('a hold that is released before its wait has gone on is not said to be held', async () => {
    const { lock, filled } = setUp(engine);
    const [hold, other] = [await lock.acquire('shared'), await lock.acquire('shared')];
    const waiting = filled.wait({ hold });
    filled.notifyAll({ hold: other });
    expect(hold.isHeld).toBe(true);
    hold.release();
    expect(await rejectionOf(waiting)).toMatchObject({ code: 'released-while-waiting' });
    other.release();
    expect(lock.snapshot().state).toBe('free');
  });

  test('a hold that is released while it queues for the lock leaves the queue', async () => {
    const { lock, filled } = setUp(engine);
    const hold = await lock.acquire();
    const waiting = watch(filled.wait({ hold }));
    const other = await lock.acquire();
    filled.notifyAll({ hold: other });
    expect(lock.waiterCount).toBe(1);
    hold.release();
    expect(lock.waiterCount).toBe(0);
    await turn();
    expect(waiting).toMatchObject({ state: 'rejected', error: { code: 'released-while-waiting' } });
    other.release();
    expect([hold.isHeld, lock.snapshot().state]).toEqual([false, 'free']);
  });
});
