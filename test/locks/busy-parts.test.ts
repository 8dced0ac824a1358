/**
 * Clocks and signals that use locks themselves while they are set up, and fail when it suits them worst: a
 * request may be granted before its wait is all there. Nobody may hold a lock then who was never told, and no
 * timer may be left for a wait that is over.
 */
import { describe, expect, test } from 'vitest';
import { type Clock, type Hold, LockManager, LockSet, SharedLock } from '../../src/index.ts';
import { engines } from './engines.ts';
import { turn, watch } from './kit.ts';
import { SpyingClock } from './spying-clock.ts';

const failure = new Error('this part is broken');
const LONGEST_TIMER = 2 ** 31 - 1;

/** Does something else once, before it does what it is there for. */
class BusyClock extends SpyingClock {
  beforeSet: (() => void) | undefined;
  beforeStop: (() => void) | undefined;

  override setTimeout(callback: () => void): number {
    const first = this.beforeSet;
    this.beforeSet = undefined;
    first?.();
    return super.setTimeout(callback);
  }

  override clearTimeout(timer: unknown): void {
    const first = this.beforeStop;
    this.beforeStop = undefined;
    first?.();
    super.clearTimeout(timer);
  }
}

const fail = (): never => {
  throw failure;
};

describe.each(engines)('on the %s engine', (_name, engine) => {
  test('a grant that cannot be told because the clock fails is given back', async () => {
    const clock = new BusyClock();
    const lock = new SharedLock('config', { clock, engine });
    const hold = await lock.acquire();
    const first = lock.acquire({ owner: 'ann', mode: 'shared', timeout: 10 });
    let refused: ReturnType<typeof watch<Hold>> | undefined;
    clock.beforeStop = () => {
      clock.beforeSet = () => {
        lock.release({ owner: 'ann' });
        fail();
      };
      refused = watch(lock.acquire({ owner: 'bob', timeout: 10 }));
    };
    hold.release();
    await first;
    await turn();
    expect(refused).toMatchObject({ state: 'rejected', error: failure });
    expect(String(lock)).toBe("SharedLock 'config' free");
  });

  test.each(['timer', 'raising'])('a grant while the %s is set leaves none armed', async (what) => {
    const clock = new BusyClock();
    const lock = new SharedLock('config', { clock, engine });
    const hold = await lock.acquire();
    clock.beforeSet = () => hold.release();
    const granted = await lock.acquire(what === 'timer' ? { timeout: 10 } : { raise: { after: 10 } });
    expect(granted.isHeld).toBe(true);
    expect(clock.armed.size).toBe(0);
    granted.release();
  });

  test('a grant while the clock is set, which fails then, is the grant that was told', async () => {
    const clock = new BusyClock();
    const lock = new SharedLock('config', { clock, engine });
    const hold = await lock.acquire();
    clock.beforeSet = () => {
      hold.release();
      fail();
    };
    const granted = await lock.acquire({ timeout: 10 });
    expect(granted.isHeld).toBe(true);
  });

  test('a grant while the raising is set anew leaves no timer armed', async () => {
    const clock = new BusyClock();
    const lock = new SharedLock('config', { clock, engine });
    const hold = await lock.acquire();
    const waiting = lock.acquire({ raise: { after: 10 } });
    clock.beforeSet = () => hold.release();
    clock.fire(1);
    expect((await waiting).isHeld).toBe(true);
    expect(clock.armed.size).toBe(0);
  });

  test.each([
    ['a far deadline', { timeout: LONGEST_TIMER + 10 }],
    ['a raising', { raise: { after: 10 } }],
    ['a far raising', { raise: { after: LONGEST_TIMER + 10 } }],
  ])('%s that cannot be set anew ends the wait', async (_title, options) => {
    const clock = new BusyClock();
    const lock = new SharedLock('config', { clock, engine });
    const hold = await lock.acquire();
    const waiting = watch(lock.acquire(options));
    clock.beforeSet = fail;
    expect(() => clock.fire(1)).not.toThrow();
    await turn();
    expect(waiting).toMatchObject({ state: 'rejected', error: failure });
    expect(lock.waiterCount).toBe(0);
    hold.release();
    expect(lock.snapshot().state).toBe('free');
  });

  test('a far deadline of members that cannot be set anew ends the wait', async () => {
    const clock = new BusyClock();
    const set = new LockSet('node', ['a'], { clock, engine });
    const hold = await set.acquire('a', { owner: 'ann' });
    const waiting = watch(set.acquire('a', { owner: 'bob', timeout: LONGEST_TIMER + 10 }));
    clock.beforeSet = fail;
    expect(() => clock.fire(1)).not.toThrow();
    await turn();
    expect(waiting).toMatchObject({ state: 'rejected', error: failure });
    hold.release();
    expect(set.snapshot().members[0]?.state).toBe('free');
  });

  test('a signal that is aborted while it is listened to leaves no listener', async () => {
    const lock = new SharedLock('config', { engine });
    const hold = await lock.acquire();
    const { signal } = new AbortController();
    const listeners = new Set<unknown>();
    let isAborted = false;
    Object.defineProperties(signal, {
      aborted: { get: () => isAborted },
      reason: { value: failure },
      addEventListener: {
        value: (_type: string, listener: () => void) => {
          listeners.add(listener);
          isAborted = true;
          listener();
        },
      },
      removeEventListener: { value: (_type: string, listener: () => void) => listeners.delete(listener) },
    });
    const waiting = watch(lock.acquire({ signal }));
    await turn();
    expect(waiting).toMatchObject({ state: 'rejected', error: failure });
    expect([listeners.size, lock.waiterCount]).toEqual([0, 0]);
    hold.release();
  });

  describe('several locks at once', () => {
    const memberStates = (set: LockSet): string[] => set.snapshot().members.map(({ state }) => state);

    test('a clock that fails at the next member refuses whose it is, not whoever released', async () => {
      const clock = new BusyClock();
      const set = new LockSet('node', ['a', 'b'], { clock, engine });
      const [first, second] = [
        await set.acquire('a', { owner: 'ann' }),
        await set.acquire('b', { owner: 'bob' }),
      ];
      const waiting = watch(set.acquire(['a', 'b'], { owner: 'cy', timeout: 10 }));
      clock.beforeSet = fail;
      expect(() => first.release()).not.toThrow();
      await turn();
      expect(waiting).toMatchObject({ state: 'rejected', error: failure });
      second.release();
      expect(memberStates(set)).toEqual(['free', 'free']);
      expect(clock.armed.size).toBe(0);
    });

    test('a clock that cannot stop a timer at the next member hits nobody', async () => {
      const clock = new BusyClock();
      const set = new LockSet('node', ['a', 'b'], { clock, engine });
      const [first, second] = [
        await set.acquire('a', { owner: 'ann' }),
        await set.acquire('b', { owner: 'bob' }),
      ];
      const waiting = set.acquire(['a', 'b'], { owner: 'cy', timeout: 10 });
      clock.beforeStop = fail;
      first.release();
      second.release();
      expect((await waiting).isHeld).toBe(true);
    });

    test.each(['timer', 'raising'])('a grant while the %s is set leaves none armed', async (what) => {
      const clock = new BusyClock();
      const set = new LockSet('node', ['a'], { clock, engine });
      const hold = await set.acquire('a', { owner: 'ann' });
      clock.beforeSet = () => hold.release();
      const limits = what === 'timer' ? { timeout: 10 } : { raise: { after: 10 } };
      expect((await set.acquire('a', { owner: 'bob', ...limits })).isHeld).toBe(true);
      expect(clock.armed.size).toBe(0);
    });

    test.each(['set', 'keyring'])(
      'a signal that throws when a %s is granted refuses its own request, and gives it back',
      async (kind) => {
        let isBroken = false;
        const { signal } = new AbortController();
        Object.defineProperty(signal, 'aborted', { get: () => (isBroken ? fail() : false) });
        const set = new LockSet('node', ['a'], { engine });
        const manager = new LockManager({ levels: [{ name: 'node', members: ['a'] }], engine });
        const ask = (owner: string, options: object) =>
          kind === 'set'
            ? set.acquire('a', { owner, ...options })
            : manager.keyring(owner).acquire('node', 'a', options);
        const hold = await ask('ann', {});
        const waiting = watch(ask('bob', { signal }));
        const behind = watch(ask('cy', {}));
        isBroken = true;
        expect(() => hold.release()).not.toThrow();
        await turn();
        expect(waiting).toMatchObject({ state: 'rejected', error: failure });
        expect(behind.state).toBe('resolved');
      },
    );
  });

  test('a far deadline that rings though it was stopped is not set anew', async () => {
    const callbacks: (() => void)[] = [];
    const clock: Clock = { now: () => 0, setTimeout: (each) => callbacks.push(each), clearTimeout: () => {} };
    const lock = new SharedLock('config', { clock, engine });
    const hold = await lock.acquire();
    const waiting = lock.acquire({ timeout: 2 * LONGEST_TIMER });
    hold.release();
    await waiting;
    for (const callback of callbacks) callback();
    expect(callbacks).toHaveLength(1);
  });
});
