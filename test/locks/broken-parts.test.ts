/**
 * Parts that are handed in and do not work: a clock, an engine, a signal. A lock either refuses them when it
 * is given them, or what they do wrong hits only the request that brought them, never a holder, another
 * waiter or another lock.
 */
import { describe, expect, test } from 'vitest';
import { type Clock, type LockOptions, LockUsageError, SharedLock, withOwner } from '../../src/index.node.ts';
import { withOwner as withOwnerElsewhere } from '../../src/locks/no-ambient-owner.ts';
import { engines } from './engines.ts';
import { thrownBy, turn, watch } from './kit.ts';
import { SpyingClock } from './spying-clock.ts';

const failure = new Error('this part is broken');
const fail = (): never => {
  throw failure;
};

const workingClock: Clock = { now: () => 0, setTimeout: () => 0, clearTimeout: () => {} };

describe('what a lock is made of', () => {
  test.each([0, 17, null, true, {}, ['x'], Symbol('x'), Object.create(null), new String('x'), () => 'x'])(
    'a name is a string: case %#',
    (name) => {
      const error = thrownBy(() => new SharedLock(name as never));
      expect(error).toBeInstanceOf(LockUsageError);
      expect(error).toMatchObject({ code: 'invalid-argument' });
    },
  );

  test.each([
    ['null', null],
    ['a string', 'exclusive'],
    ['a number', 5],
    ['an engine that is null', { engine: null }],
    ['an engine that is none', { engine: {} }],
    ['a clock that is null', { clock: null }],
    ['a clock that is none', { clock: {} }],
    ['a clock that cannot stop', { clock: { ...workingClock, clearTimeout: undefined } }],
  ])('the options are refused at once: %s', (_title, options) => {
    const error = thrownBy(() => new SharedLock('config', options as LockOptions));
    expect(error).toBeInstanceOf(LockUsageError);
    expect(error).toMatchObject({ code: 'invalid-argument', lock: 'config' });
  });

  test.each([undefined, null, 0, {}, Object.create(null), Symbol('ann')])(
    'withOwner takes a string: case %#',
    (owner) => {
      const error = thrownBy(() => withOwner(owner as never, () => expect.fail('was run')));
      expect(error).toBeInstanceOf(LockUsageError);
      expect(error).toMatchObject({ code: 'invalid-argument' });
    },
  );

  test.each([undefined, null, 'ann', {}, Promise.resolve()])('withOwner takes a function: case %#', (fn) => {
    const error = thrownBy(() => withOwner('ann', fn as never));
    expect(error).toBeInstanceOf(LockUsageError);
    expect(error).toMatchObject({ code: 'invalid-argument' });
    expect(String(error)).toContain('a function to run as that owner');
  });

  test('where there is no Node, withOwner says what to do instead', () => {
    const error = thrownBy(() => withOwnerElsewhere('ann', () => expect.fail('was run')));
    expect(error).toBeInstanceOf(LockUsageError);
    expect(String(error)).toContain('Give { owner }');
  });
});

describe.each(engines)('on the %s engine', (_name, engine) => {
  test('a clock that cannot arm a timer refuses that request, and no place stays in the queue', async () => {
    const lock = new SharedLock('config', { engine, clock: { ...workingClock, setTimeout: fail } });
    const hold = await lock.acquire();
    const asked = watch(lock.acquire({ timeout: 10, owner: 'ann' }));
    await turn();
    expect(asked).toMatchObject({ state: 'rejected', error: failure });
    expect(lock.waiterCount).toBe(0);
    hold.release();
    expect(lock.snapshot().state).toBe('free');
  });

  test('a signal that takes no listener refuses that request, and no place stays in the queue', async () => {
    const lock = new SharedLock('config', { engine });
    const hold = await lock.acquire();
    const { signal } = new AbortController();
    signal.addEventListener = fail;
    const asked = watch(lock.acquire({ signal }));
    await turn();
    expect(asked).toMatchObject({ state: 'rejected', error: failure });
    expect(lock.waiterCount).toBe(0);
    hold.release();
    expect(lock.snapshot().state).toBe('free');
  });

  test('a signal that cannot be left hits neither the holder nor the waiters behind', async () => {
    const lock = new SharedLock('config', { engine });
    const hold = await lock.acquire();
    const { signal } = new AbortController();
    signal.removeEventListener = fail;
    const first = watch(lock.acquire({ mode: 'shared', signal }));
    const second = watch(lock.acquire('shared'));
    const third = watch(lock.acquire('shared'));
    expect(() => hold.release()).not.toThrow();
    await turn();
    expect([first.state, second.state, third.state]).toEqual(['resolved', 'resolved', 'resolved']);
    expect(lock.snapshot().holders).toHaveLength(3);
  });

  test('a signal that cannot be left leaves no timer armed', async () => {
    const clock = new SpyingClock();
    const lock = new SharedLock('config', { engine, clock });
    const hold = await lock.acquire();
    const { signal } = new AbortController();
    signal.removeEventListener = fail;
    const waiting = lock.acquire({ timeout: 10, signal });
    hold.release();
    (await waiting).release();
    expect(clock.armed.size).toBe(0);
  });

  test('a clock that cannot stop a timer hits neither the holder nor the waiters behind', async () => {
    const lock = new SharedLock('config', { engine, clock: { ...workingClock, clearTimeout: fail } });
    const hold = await lock.acquire();
    const first = watch(lock.acquire({ mode: 'shared', timeout: 10 }));
    const second = watch(lock.acquire('shared'));
    expect(() => hold.release()).not.toThrow();
    await turn();
    expect([first.state, second.state]).toEqual(['resolved', 'resolved']);
  });

  test('a clock that fires at once refuses the request, and no other', async () => {
    const eager: Clock = { ...workingClock, setTimeout: (callback) => callback() };
    const lock = new SharedLock('config', { engine, clock: eager });
    const hold = await lock.acquire();
    const other = watch(lock.acquire());
    const asked = watch(lock.acquire({ timeout: 10 }));
    await turn();
    expect(asked).toMatchObject({ state: 'rejected', error: { code: 'timeout' } });
    expect(lock.waiterCount).toBe(1);
    hold.release();
    await turn();
    expect(other.state).toBe('resolved');
  });

  test('a clock that fires what it was told to stop changes nothing', async () => {
    const callbacks: (() => void)[] = [];
    const clock: Clock = { ...workingClock, setTimeout: (callback) => callbacks.push(callback) };
    const lock = new SharedLock('config', { engine, clock });
    const hold = await lock.acquire({ owner: 'ann' });
    const waiting = watch(lock.acquire({ owner: 'bob', timeout: 10 }));
    hold.release();
    await turn();
    const before = lock.snapshot();
    for (const callback of callbacks) callback();
    expect(lock.snapshot()).toEqual(before);
    waiting.value?.release();
    const again = await lock.acquire({ owner: 'bob' });
    for (const callback of callbacks) callback();
    expect(again.isHeld).toBe(true);
    again.release();
    const other = await lock.acquire({ owner: 'cy' });
    const waitingAgain = watch(lock.acquire({ owner: 'bob' }));
    for (const callback of callbacks) callback();
    await turn();
    expect(waitingAgain.state, 'a new request of the same owner').toBe('pending');
    other.release();
    await turn();
    expect(waitingAgain.state).toBe('resolved');
  });

  test('a failure in one lock does not reach the waiters of another', async () => {
    const broken = new SharedLock('broken', { engine, clock: { ...workingClock, clearTimeout: fail } });
    const sound = new SharedLock('sound', { engine });
    const [one, other] = [await broken.acquire(), await sound.acquire()];
    const waiting = watch(broken.acquire({ timeout: 10 }));
    const unharmed = watch(sound.acquire());
    try {
      one.release();
    } catch {}
    other.release();
    await turn();
    expect(unharmed.state).toBe('resolved');
    expect(waiting.state).toBe('resolved');
  });

  test('a clock that uses locks itself, while a lock is at work, gets its answers', async () => {
    const inner = new SharedLock('inner', { engine });
    const clearTimeout = (): void => {
      const hold = inner.tryAcquire();
      expect(inner.tryAcquire()).toBeUndefined();
      hold?.release();
    };
    const lock = new SharedLock('outer', { engine, clock: { ...workingClock, clearTimeout } });
    const hold = await lock.acquire();
    const waiting = Array.from({ length: 5 }, () => watch(lock.acquire({ mode: 'shared', timeout: 10 })));
    hold.release();
    await turn();
    expect(waiting.map(({ state }) => state)).toEqual(Array(5).fill('resolved'));
    expect(inner.snapshot()).toMatchObject({ state: 'free', queue: [] });
  });

  test('a signal that throws when it is read hits only its own request', async () => {
    let isBroken = false;
    const { signal } = new AbortController();
    Object.defineProperty(signal, 'aborted', { get: () => (isBroken ? fail() : false) });
    const broken = new SharedLock('broken', { engine });
    const sound = new SharedLock('sound', { engine });
    const [one, other] = [await broken.acquire(), await sound.acquire()];
    const asked = watch(broken.acquire({ signal }));
    const unharmed = watch(sound.acquire());
    isBroken = true;
    one.release();
    other.release();
    await turn();
    expect([asked.error, unharmed.state]).toEqual([failure, 'resolved']);
    expect(broken.snapshot().state).toBe('free');
  });
});
