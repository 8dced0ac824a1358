/**
 * What other libraries leave behind when a wait is over: timers, listeners, and rejections that nobody
 * handles. docs/peer-bugs.md, whose numbers stand at the head of the names.
 */
import { getEventListeners } from 'node:events';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Hold, SharedLock } from '../../src/index.ts';
import { engines } from './engines.ts';
import { rejectionOf, turn, watch } from './kit.ts';
import { SpyingClock } from './spying-clock.ts';

/** How many timers keep this process alive. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
}

describe.each(engines)('on the %s engine', (_name, engine) => {
  const settle: Record<string, (given: Contended) => void> = {
    'a grant': ({ hold }) => hold.release(),
    'a timeout': ({ clock }) => clock.fire(1),
    'an abort': ({ controller }) => controller.abort(),
    'the delete of the lock': ({ hold }) => hold.delete(),
    'the close of the lock': ({ lock }) => lock.close(),
  };

  interface Contended {
    readonly lock: SharedLock;
    readonly clock: SpyingClock;
    readonly hold: Hold;
    readonly controller: AbortController;
  }

  test.each(Object.keys(settle))(
    'E54 rwlock: after %s no timer is armed and no listener is left',
    async (how) => {
      const clock = new SpyingClock();
      const controller = new AbortController();
      const lock = new SharedLock('config', { engine, clock });
      const hold = await lock.acquire();
      const waiting = watch(lock.acquire({ timeout: 60_000, signal: controller.signal }));
      const far = watch(lock.acquire({ timeout: 2 ** 40, signal: controller.signal }));
      expect(clock.armed.size).toBe(2);
      expect(getEventListeners(controller.signal, 'abort')).not.toEqual([]);
      clock.fire(2);
      expect(clock.armed.size, 'a timer too long for the platform is armed anew').toBe(2);
      settle[how]?.({ lock, clock, hold, controller });
      await turn();
      expect(waiting.state).not.toBe('pending');
      hold.release();
      waiting.value?.release();
      await turn();
      expect(far.state).not.toBe('pending');
      expect([...clock.armed.keys()]).toEqual([]);
      expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    },
  );

  test('E54 rwlock: whoever need not wait arms no timer and adds no listener', async () => {
    const clock = new SpyingClock();
    const { signal } = new AbortController();
    const listen = vi.spyOn(signal, 'addEventListener');
    const lock = new SharedLock('config', { engine, clock });
    const hold = await lock.acquire({ timeout: 1000, signal });
    await rejectionOf(lock.acquire({ timeout: 0, signal }));
    await rejectionOf(lock.acquire({ timeout: 1000, signal, owner: 1 as never }));
    const waiting = lock.acquire({ timeout: Number.POSITIVE_INFINITY });
    hold.release();
    (await waiting).release();
    await lock.delete({ timeout: 1000, signal });
    await rejectionOf(lock.acquire({ timeout: 1000, signal }));
    expect(clock.made).toBe(0);
    expect(listen).not.toHaveBeenCalled();
  });

  test('E54 rwlock: the timers of 50 granted waiters do not keep the process alive', async () => {
    const before = timers();
    const lock = new SharedLock('config', { engine });
    const hold = await lock.acquire();
    const waiting = Array.from({ length: 50 }, () => lock.run({ timeout: 60_000 }, () => {}));
    expect(timers()).toBe(before + 50);
    hold.release();
    await Promise.all(waiting);
    expect(timers()).toBe(before);
  });

  test('a raise that is still to come does not keep the process alive, as a timeout does', async () => {
    const before = timers();
    const lock = new SharedLock('config', { engine });
    const hold = await lock.acquire();
    const waiting = [lock.acquire({ raise: { after: 60_000 } }), lock.run({ timeout: 60_000 }, () => {})];
    expect(timers()).toBe(before + 1);
    hold.release();
    ((await waiting[0]) as Hold).release();
    await waiting[1];
    expect(timers()).toBe(before);
  });

  test('B19: one signal for the life of a process gathers no listeners', async () => {
    const { signal } = new AbortController();
    const lock = new SharedLock('config', { engine });
    for (let i = 0; i < 200; i += 1) {
      const hold = await lock.acquire({ signal });
      const waiting = lock.acquire({ signal });
      hold.release();
      (await waiting).release();
    }
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('B18, R6 redis-semaphore: a refused waiter is one rejection, and the lock makes no other', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    const others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', note);
    onTestFinished(() => {
      process.off('unhandledRejection', note);
      for (const listener of others) process.on('unhandledRejection', listener);
    });
    const lock = new SharedLock('config', { engine });
    await lock.acquire();
    const caught = [lock.acquire(), lock.delete(), lock.run('shared', () => {})].map((asked) =>
      rejectionOf(asked),
    );
    void lock.acquire();
    lock.close();
    await Promise.all(caught);
    await turn();
    expect(unhandled).toMatchObject([{ code: 'closed' }]);
  });
});
