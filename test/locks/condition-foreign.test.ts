/**
 * Conditions of other locks: of a mutex of another package, and of whatever has `acquire` and `release`.
 */
import { Mutex } from 'async-mutex';
import { describe, expect, test } from 'vitest';
import { Condition, type Lockable, LockSet, SharedLock, SingleNotifyCondition } from '../../src/index.ts';
import { VirtualClock } from '../../src/testing.ts';
import { engines } from './engines.ts';
import { rejectionOf, thrownBy, turn, watch } from './kit.ts';

/** A lock that writes down what is asked of it, and does it when told. */
class Recorder implements Lockable {
  readonly name = 'recorder';
  readonly asked: string[] = [];
  acquired: () => unknown = () => undefined;
  released: () => unknown = () => undefined;

  async acquire(): Promise<unknown> {
    this.asked.push('acquire');
    return this.acquired();
  }

  release(): unknown {
    this.asked.push('release');
    return this.released();
  }
}

describe.each(engines)('on the %s engine', (_name, engine) => {
  test('a mutex of another package', async () => {
    const clock = new VirtualClock();
    const mutex = new Mutex();
    const filled = new Condition(mutex, { engine, clock });
    const items: string[] = [];
    const taken = mutex.runExclusive(async () => {
      while (items.length === 0) await filled.wait({ owner: 'ann', timeout: 500 });
      expect(mutex.isLocked()).toBe(true);
      return items.shift();
    });
    await turn();
    expect([mutex.isLocked(), filled.waiting]).toEqual([false, ['ann']]);
    await mutex.runExclusive(() => {
      items.push('bread');
      expect(filled.notifyAll()).toBe(1);
    });
    expect(await taken).toBe('bread');
    expect(mutex.isLocked()).toBe(false);

    const late = watch(mutex.runExclusive(() => filled.wait({ timeout: 500 })));
    await turn();
    const release = await mutex.acquire();
    await clock.advance(500);
    expect(late.state).toBe('pending');
    release();
    await turn();
    expect(late).toMatchObject({ state: 'rejected', error: { code: 'timeout', lock: '', owner: null } });
    expect([mutex.isLocked(), clock.pending]).toEqual([false, 0]);
  });

  test('a mutex that nobody holds has no condition to wait for', async () => {
    const filled = new SingleNotifyCondition(new Mutex(), { engine });
    expect(await rejectionOf(filled.wait())).toMatchObject({ code: 'condition-unowned' });
    expect(thrownBy(() => filled.notifyAll())).toMatchObject({ code: 'condition-unowned' });
    expect(filled.isNotified).toBe(false);
  });

  test('a lock that knows who holds it is asked that, and not whether it is locked', async () => {
    const nodes = new LockSet('node', ['node1']);
    const node1 = {
      name: 'node1',
      acquire: () => nodes.acquire('node1', { owner: 'ann' }),
      release: () => nodes.release(undefined, { owner: 'ann' }),
      isOwned: () => nodes.listOwned({ owner: 'ann' }).includes('node1'),
      isLocked: () => true,
    };
    const filled = new Condition(node1, { engine });
    expect(await rejectionOf(filled.wait())).toMatchObject({ code: 'condition-unowned', lock: 'node1' });
    await node1.acquire();
    const waiting = watch(filled.wait({ owner: 'ann' }));
    expect(node1.isOwned()).toBe(false);
    expect(thrownBy(() => filled.notifyAll())).toMatchObject({ code: 'condition-unowned' });
    expect(waiting.state).toBe('pending');
  });

  test('a lock that tells nothing is believed', async () => {
    const lock = new Recorder();
    const filled = new Condition(lock, { engine });
    const waits = [filled.wait({ owner: 'ann' }), filled.wait()];
    expect(lock.asked).toEqual(['release', 'release']);
    expect(await rejectionOf(filled.wait({ owner: 'ann' }))).toMatchObject({ code: 'already-waiting' });
    expect(filled.notifyAll()).toBe(2);
    await Promise.all(waits);
    expect(lock.asked).toEqual(['release', 'release', 'acquire', 'acquire']);
    expect(String(filled)).toBe("Condition of lock 'recorder' idle");
  });

  test('a notification that comes from within the release is not lost', async () => {
    const lock = new Recorder();
    const filled = new Condition(lock, { engine });
    lock.released = () => filled.notifyAll();
    await filled.wait();
    expect(lock.asked).toEqual(['release', 'acquire']);
  });

  test('a release that takes its time is awaited before the lock is acquired again', async () => {
    const lock = new Recorder();
    const filled = new Condition(lock, { engine });
    let resolve: (() => void) | undefined;
    lock.released = () => new Promise<void>((done) => (resolve = done));
    const waiting = watch(filled.wait());
    filled.notifyAll();
    await turn();
    expect([lock.asked, waiting.state]).toEqual([['release'], 'pending']);
    resolve?.();
    await turn();
    expect([lock.asked, waiting.state]).toEqual([['release', 'acquire'], 'resolved']);
  });

  test.each(['at once', 'later'])(
    'a release that fails %s ends the wait, and nothing is acquired',
    async (when) => {
      const lock = new Recorder();
      const filled = new Condition(lock, { engine });
      const failure = new Error('not released');
      lock.released = () => {
        if (when === 'later') return Promise.reject(failure);
        throw failure;
      };
      expect(await rejectionOf(filled.wait({ timeout: 60_000 }))).toBe(failure);
      expect([lock.asked, filled.hasWaiting]).toEqual([['release'], false]);
    },
  );

  test('a release that notifies before it fails ends the wait once', async () => {
    const lock = new Recorder();
    const filled = new Condition(lock, { engine });
    const failure = new Error('not released');
    lock.released = () => {
      filled.notifyAll();
      throw failure;
    };
    lock.acquired = () => Promise.reject(new Error('nor acquired'));
    expect(await rejectionOf(filled.wait())).toBe(failure);
  });

  test.each(['notified', 'timed out'])(
    'an acquire that fails is what a wait rejects with: %s',
    async (how) => {
      const clock = new VirtualClock();
      const lock = new Recorder();
      const filled = new Condition(lock, { engine, clock });
      const failure = new Error('not acquired');
      lock.acquired = () => Promise.reject(failure);
      const waiting = watch(filled.wait({ timeout: 10 }));
      if (how === 'notified') filled.notifyAll();
      await clock.advance(10);
      expect(waiting).toMatchObject({ state: 'rejected', error: failure });
    },
  );

  test('a hold is of a SharedLock', async () => {
    using hold = await new SharedLock('config').acquire();
    const filled = new Condition(new Recorder(), { engine });
    expect(await rejectionOf(filled.wait({ hold }))).toMatchObject({ code: 'invalid-argument' });
  });
});

test.each([undefined, null, 17, 'lock', {}, { acquire: () => {} }, { acquire: 1, release: () => {} }])(
  '%o is no lock',
  (lock) => {
    for (const Kind of [Condition, SingleNotifyCondition]) {
      expect(thrownBy(() => new Kind(lock as never))).toMatchObject({
        name: 'LockUsageError',
        code: 'invalid-argument',
      });
    }
  },
);

test.each([{ engine: {} }, { clock: {} }])('%o is no option', (options) => {
  expect(thrownBy(() => new Condition(new Mutex(), options as never))).toMatchObject({
    code: 'invalid-argument',
  });
});
