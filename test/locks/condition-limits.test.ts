/**
 * What ends a wait for a condition before it comes: its timeout or its signal. Either way the lock is held
 * again when the wait is over, and no timer or listener is left.
 */
import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { Condition, SharedLock } from '../../src/index.ts';
import { VirtualClock } from '../../src/testing.ts';
import { badFields, nameOf, noOptions, noOwner } from './bad-values.ts';
import { type Engine, engines } from './engines.ts';
import { rejectionOf, thrownBy, turn, watch } from './kit.ts';
import { SpyingClock } from './spying-clock.ts';

const MOST = 2 ** 31 - 1;

function setUp(engine: Engine) {
  const clock = new VirtualClock();
  const lock = new SharedLock('queue', { engine, clock });
  return { clock, lock, filled: new Condition(lock) };
}

describe.each(engines)('on the %s engine', (_name, engine) => {
  test('a wait that runs out of time rejects, and has the lock again', async () => {
    const { clock, lock, filled } = setUp(engine);
    const hold = await lock.acquire({ mode: 'shared', owner: 'ann' });
    const waiting = watch(filled.wait({ hold, timeout: 500 }));
    await clock.advance(499);
    expect([waiting.state, hold.isHeld, filled.waiting]).toEqual(['pending', false, ['ann']]);
    await clock.advance(1);
    expect(waiting).toMatchObject({
      state: 'rejected',
      error: { name: 'LockError', code: 'timeout', lock: 'queue', owner: 'ann', mode: 'shared' },
    });
    expect([hold.isHeld, hold.mode, hold.token, filled.hasWaiting]).toEqual([true, 'shared', 2, false]);
    const again = watch(filled.wait({ hold, timeout: 500 }));
    await clock.advance(500);
    expect(again.state).toBe('rejected');
    expect(again.error).not.toBe(waiting.error);
    expect(clock.pending).toBe(0);
  });

  test('it rejects only when it has the lock, however long that takes, and nothing can abort that', async () => {
    const { clock, lock, filled } = setUp(engine);
    const controller = new AbortController();
    const hold = await lock.acquire();
    const waiting = watch(filled.wait({ hold, timeout: 500, signal: controller.signal }));
    const other = await lock.acquire();
    await clock.advance(10_000);
    controller.abort();
    expect([waiting.state, lock.waiterCount, filled.hasWaiting]).toEqual(['pending', 1, false]);
    // It has given up the wait for the condition, and is nobody to notify.
    expect(filled.notifyAll({ hold: other })).toBe(0);
    other.release();
    await turn();
    expect(waiting).toMatchObject({ state: 'rejected', error: { code: 'timeout' } });
    expect(hold.isHeld).toBe(true);
  });

  test('who was notified in time has been, though its deadline passes before it has the lock again', async () => {
    const { clock, lock, filled } = setUp(engine);
    const controller = new AbortController();
    const hold = await lock.acquire();
    const waiting = watch(filled.wait({ hold, timeout: 500, signal: controller.signal }));
    const other = await lock.acquire();
    await clock.advance(499);
    filled.notifyAll({ hold: other });
    await clock.advance(500);
    controller.abort();
    expect([waiting.state, clock.pending]).toEqual(['pending', 0]);
    other.release();
    await turn();
    expect([waiting.state, hold.isHeld]).toEqual(['resolved', true]);
  });

  test.each([0, -0, 0.5, 0.999])(
    'a timeout of %f ms is refused at once, and the lock is never let go of',
    async (timeout) => {
      const { clock, lock, filled } = setUp(engine);
      const hold = await lock.acquire();
      const before = lock.snapshot();
      const waiting = watch(filled.wait({ hold, timeout }));
      expect([hold.isHeld, filled.hasWaiting, clock.pending]).toEqual([true, false, 0]);
      await turn();
      expect(waiting).toMatchObject({ state: 'rejected', error: { name: 'LockError', code: 'timeout' } });
      expect(lock.snapshot()).toEqual(before);
    },
  );

  test.each([undefined, Number.POSITIVE_INFINITY])('a timeout of %s arms no timer', async (timeout) => {
    const { clock, lock, filled } = setUp(engine);
    const hold = await lock.acquire();
    const waiting = watch(filled.wait({ hold, timeout }));
    expect(clock.pending).toBe(0);
    await lock.run('exclusive', (other) => filled.notifyAll({ hold: other }));
    await turn();
    expect(waiting.state).toBe('resolved');
    hold.release();
  });

  test.each([MOST, MOST + 1, 2 ** 32, 3 * MOST + 7])(
    'a timeout of %f ms ends when it is due',
    async (timeout) => {
      const { clock, lock, filled } = setUp(engine);
      const hold = await lock.acquire();
      const waiting = watch(filled.wait({ hold, timeout }));
      await clock.advance(timeout - 1);
      expect(waiting.state).toBe('pending');
      await clock.advance(1);
      expect([waiting.state, hold.isHeld]).toEqual(['rejected', true]);
    },
  );

  test('one that gives up leaves the others waiting, in their order', async () => {
    const { clock, lock, filled } = setUp(engine);
    const waits = await Promise.all(
      ['ann', 'bob', 'cy'].map(async (owner) => {
        const hold = await lock.acquire({ owner, mode: 'shared' });
        return watch(filled.wait({ hold, timeout: owner === 'bob' ? 10 : undefined }));
      }),
    );
    await clock.advance(10);
    expect(filled.waiting).toEqual(['ann', 'cy']);
    filled.notifyAll({ owner: 'bob' });
    await turn();
    expect(waits.map(({ state }) => state)).toEqual(['resolved', 'rejected', 'resolved']);
  });

  test('an abort rejects with its reason, once the lock is held again', async () => {
    const { lock, filled } = setUp(engine);
    const controller = new AbortController();
    const reason = new Error('no longer needed');
    const hold = await lock.acquire();
    const waiting = watch(filled.wait({ hold, timeout: 500, signal: controller.signal }));
    const other = await lock.acquire();
    controller.abort(reason);
    await turn();
    expect([waiting.state, filled.hasWaiting, lock.waiterCount]).toEqual(['pending', false, 1]);
    other.release();
    await turn();
    expect([waiting.state, waiting.error, hold.isHeld]).toEqual(['rejected', reason, true]);
  });

  test('a signal that is aborted already rejects at once, and the lock is never let go of', async () => {
    const { lock, filled } = setUp(engine);
    const hold = await lock.acquire();
    const waiting = watch(filled.wait({ hold, signal: AbortSignal.abort('too late') }));
    expect([hold.isHeld, hold.token, filled.hasWaiting]).toEqual([true, 1, false]);
    await turn();
    expect(waiting).toMatchObject({ state: 'rejected', error: 'too late' });
  });

  test('of a notification that comes while the listeners of the signal are called, the signal was first', async () => {
    const { lock, filled } = setUp(engine);
    const controller = new AbortController();
    const hold = await lock.acquire('shared');
    const other = await lock.acquire('shared');
    controller.signal.addEventListener('abort', () => filled.notifyAll({ hold: other }));
    const waiting = watch(filled.wait({ hold, signal: controller.signal }));
    controller.abort('first');
    await turn();
    expect(waiting).toMatchObject({ state: 'rejected', error: 'first' });
    expect([hold.isHeld, filled.hasWaiting]).toEqual([true, false]);
  });

  const endings = ['a notification', 'a timeout', 'an abort', 'a close', 'a release'];

  test.each(endings)('neither timer nor listener is left after %s', async (ending) => {
    const { clock, lock, filled } = setUp(engine);
    const controller = new AbortController();
    const { signal } = controller;
    const [hold, other] = [await lock.acquire('shared'), await lock.acquire('shared')];
    const waiting = watch(filled.wait({ hold, timeout: 50, signal }));
    expect([clock.pending, getEventListeners(signal, 'abort').length]).toEqual([1, 1]);
    if (ending === 'a notification') filled.notifyAll({ hold: other });
    if (ending === 'a timeout') await clock.advance(50);
    if (ending === 'an abort') controller.abort();
    if (ending === 'a close') lock.close();
    if (ending === 'a release') hold.release();
    await turn();
    expect(waiting.state).toBe(ending === 'a notification' ? 'resolved' : 'rejected');
    expect([clock.pending, getEventListeners(signal, 'abort').length]).toEqual([0, 0]);
  });

  test('a clock that calls at once ends the wait with the lock held, and holds by nobody are none', async () => {
    const clock = { now: () => 0, clearTimeout: () => {}, setTimeout: (call: () => void) => void call() };
    const lock = new SharedLock('eager', { engine, clock });
    const hold = await lock.acquire({ owner: 'ann' });
    const filled = new Condition(lock);
    expect(await rejectionOf(filled.wait({ hold, timeout: 10 }))).toMatchObject({ code: 'timeout' });
    expect([hold.isHeld, lock.isOwned('exclusive', { owner: 'ann' })]).toEqual([true, true]);
    hold.release();
    expect(lock.snapshot().state).toBe('free');
  });

  test('a clock or a signal that does not work ends the wait, and the lock is held again', async () => {
    const broken = new Error('broken');
    const fail = () => {
      throw broken;
    };
    const clock = Object.assign(new SpyingClock(), { setTimeout: fail });
    const lock = new SharedLock('queue', { engine, clock });
    const filled = new Condition(lock);
    const hold = await lock.acquire();
    const { signal } = new AbortController();
    expect(await rejectionOf(filled.wait({ hold, timeout: 5, signal }))).toBe(broken);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    const deaf = Object.assign(new AbortController().signal, { addEventListener: fail });
    expect(await rejectionOf(filled.wait({ hold, signal: deaf }))).toBe(broken);
    expect([hold.isHeld, hold.token, filled.hasWaiting]).toEqual([true, 3, false]);
  });

  const bad = {
    timeout: badFields['timeout'] ?? [],
    signal: badFields['signal'] ?? [],
    owner: noOwner,
    hold: [null, {}, 'ann', 17, () => {}],
  };

  describe.each(Object.entries(bad))('a %s', (field, values) => {
    test.each(values.map((value) => [nameOf(value), value]))('is not %s', async (_value, value) => {
      const { lock, filled } = setUp(engine);
      using hold = await lock.acquire({ owner: 'ann' });
      const options = { owner: 'ann', [field]: value };
      const refused = { name: 'LockUsageError', code: 'invalid-argument', lock: 'queue' };
      expect(await rejectionOf(filled.wait(options))).toMatchObject(refused);
      if (field === 'hold' || field === 'owner') {
        expect(thrownBy(() => filled.notifyAll(options))).toMatchObject(refused);
      }
      expect([hold.isHeld, filled.hasWaiting]).toEqual([true, false]);
    });
  });

  test.each(noOptions.map((value) => [nameOf(value), value]))('options are not %s', async (_kind, value) => {
    const { lock, filled } = setUp(engine);
    using hold = await lock.acquire();
    const refused = { code: 'invalid-argument' };
    expect(await rejectionOf(filled.wait(value as object))).toMatchObject(refused);
    expect(thrownBy(() => filled.notifyAll(value as object))).toMatchObject(refused);
    expect(thrownBy(() => new Condition(lock, value as object))).toMatchObject(refused);
    expect(hold.isHeld).toBe(true);
  });
});
