/**
 * What other libraries leave behind: timers, listeners, memory. docs/peer-bugs.md, whose numbers
 * stand at the head of the names.
 */
import { getEventListeners } from 'node:events';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Hold, SharedLock } from '../../src/index.ts';
import { engines } from './engines.ts';
import { collectGarbage, growth } from './heap.ts';
import { rejectionOf, turn, watch } from './kit.ts';
import { SpyingClock } from './spying-clock.ts';

const MEGABYTE = 2 ** 20;

/** How many timers keep this process alive. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
}

describe.each(engines)('on the %s engine', (name, engine) => {
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

  test('B19: a lock keeps no hold, no request and no error that is over', async () => {
    const lock = new SharedLock('config', { engine });
    const kept = await lock.acquire('shared');
    const gone = await (async () => {
      const others = await Promise.all([lock.acquire('shared'), lock.acquire('shared')]);
      const error = await rejectionOf(lock.acquire({ timeout: 1 }));
      const waiting = lock.acquire();
      for (const hold of [...others, kept]) hold.release();
      const writer = await waiting;
      writer.release();
      return [...others, error as object, writer].map((thing) => new WeakRef(thing));
    })();
    await collectGarbage();
    expect(gone.map((weak) => weak.deref())).toEqual([undefined, undefined, undefined, undefined]);
    expect(kept.isHeld).toBe(false);
    expect(lock.snapshot().state).toBe('free');
  });

  const cycles = name === 'compiled' ? 1_000_000 : 20_000;

  test(`E22 @rocicorp: ${cycles} reads without a write in between leave nothing`, async () => {
    const lock = new SharedLock('config', { engine });
    const readers = await Promise.all(Array.from({ length: 10 }, () => lock.acquire('shared')));
    const read = async (times: number) => {
      for (let i = 0; i < times; i += 1) {
        readers[i % 10]?.release();
        readers[i % 10] = await lock.acquire('shared');
      }
    };
    await read(cycles / 10);
    expect(await growth(() => read(cycles))).toBeLessThan(MEGABYTE);
    expect(lock.snapshot().holders).toHaveLength(10);
  });

  test(`E22 @rocicorp: ${cycles} writers, each of whom has waited, leave nothing`, async () => {
    const lock = new SharedLock('config', { engine });
    let hold = await lock.acquire();
    const handOver = async (times: number) => {
      for (let i = 0; i < times; i += 1) {
        const next = lock.acquire();
        hold.release();
        hold = await next;
      }
    };
    await handOver(cycles / 10);
    expect(await growth(() => handOver(cycles))).toBeLessThan(MEGABYTE);
  });

  test('B19 rwlock #5: owners and priorities that come once leave nothing on a lock never free', async () => {
    const lock = new SharedLock('config', { engine });
    const onTop = Array.from({ length: 20 }, (_, i) =>
      lock.acquire({ mode: 'shared', owner: `reader ${i}` }),
    );
    await Promise.all(onTop);
    let count = 0;
    const come = async (times: number) => {
      for (let i = 0; i < times; i += 1) {
        count += 1;
        const controller = new AbortController();
        const { signal } = controller;
        const waiting = lock.acquire({ owner: `writer ${count}`, priority: count + 0.5, signal });
        controller.abort();
        await waiting.catch(() => {});
        (await lock.acquire({ mode: 'shared', owner: `guest ${count}`, priority: -count })).release();
      }
    };
    const times = name === 'compiled' ? 20_000 : 2_000;
    await come(times);
    expect(await growth(() => come(times))).toBeLessThan(MEGABYTE);
    expect(lock.snapshot()).toMatchObject({ state: 'shared', queue: [] });
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
