/**
 * What other libraries get wrong about giving a lock back, and about ending it: docs/peer-bugs.md,
 * whose numbers stand at the head of the names.
 */
import { describe, expect, test } from 'vitest';
import { type Hold, LockUsageError, SharedLock } from '../../src/index.ts';
import { engines } from './engines.ts';
import { rejectionOf, Scene, stopTheClock, thrownBy, watch } from './kit.ts';

describe.each(engines)('on the %s engine', (_name, engine) => {
  test.each([
    ['E1 async-mutex, E33 superlock, E34 mutexify, E35 async-sema: a double release admits nobody', false],
    ['E38 @livekit: a double release admits nobody, by anonymous owners either', true],
  ])('%s', async (_title, anonymous) => {
    const scene = new Scene(engine, { anonymous });
    for (const owner of ['ann', 'bob', 'cy']) scene.ask(owner);
    expect(await scene.news()).toBe('+ann');
    const ann = scene.hold('ann');
    ann.release();
    ann.release();
    expect(await scene.news()).toBe('+bob');
    ann.release();
    ann[Symbol.dispose]();
    await ann[Symbol.asyncDispose]();
    expect(await scene.news()).toBe('');
    expect(scene.lock.snapshot()).toMatchObject({ state: 'exclusive', holders: [{ token: 2 }] });
    expect(scene.lock.waiterCount).toBe(1);
  });

  test('E2 async-mutex: a stale hold does not free the next hold of its own owner', async () => {
    const scene = new Scene(engine);
    scene.ask('ann');
    await scene.news();
    const stale = scene.hold('ann');
    stale.release();
    scene.ask('ann');
    expect(await scene.news()).toBe('+ann');
    stale.release();
    expect(scene.hold('ann').isHeld).toBe(true);
    expect(scene.lock.isOwned('exclusive', { owner: 'ann' })).toBe(true);
    expect(thrownBy(() => stale.downgrade())).toMatchObject({ code: 'downgrade-unowned', owner: 'ann' });
    expect(thrownBy(() => stale.delete())).toMatchObject({ code: 'release-unowned', owner: 'ann' });
    expect(scene.lock.snapshot()).toMatchObject({ state: 'exclusive', holders: [{ token: 2 }] });
  });

  test('E21 async-rwlock: a reader that releases twice does not free another reader', async () => {
    const scene = new Scene(engine, { anonymous: true });
    scene.ask('ann', 'shared');
    scene.ask('bob', 'shared');
    scene.ask('cy');
    expect(await scene.news()).toBe('+ann +bob');
    scene.release('ann', 'ann', 'ann');
    expect(await scene.news()).toBe('');
    expect(scene.hold('bob').isHeld).toBe(true);
    scene.release('bob');
    expect(await scene.news()).toBe('+cy');
  });

  test('B16 async-mutex #27: a release by a stranger is an error and frees nobody', async () => {
    const scene = new Scene(engine);
    scene.ask('ann');
    scene.ask('bob');
    await scene.news();
    const before = scene.lock.snapshot();
    for (const owner of ['bob', 'nobody', '']) {
      const error = thrownBy(() => scene.lock.release({ owner }));
      expect(error).toBeInstanceOf(LockUsageError);
      expect(error).toMatchObject({ code: 'release-unowned', lock: 'scene', owner });
    }
    expect(thrownBy(() => scene.lock.release())).toMatchObject({ code: 'owner-required' });
    expect(scene.lock.snapshot()).toEqual(before);
    scene.lock.release({ owner: 'ann' });
    expect(thrownBy(() => scene.lock.release({ owner: 'ann' }))).toMatchObject({ code: 'release-unowned' });
    expect(await scene.news()).toBe('+bob');
  });

  test('an anonymous hold is freed by itself alone', async () => {
    const lock = new SharedLock('config', { engine });
    const hold = await lock.acquire();
    for (const owner of ['', 'null', 'undefined', String(hold.token)]) {
      expect(thrownBy(() => lock.release({ owner }))).toMatchObject({ code: 'release-unowned' });
    }
    expect(hold.isHeld).toBe(true);
    hold.release();
    expect(lock.snapshot().state).toBe('free');
  });

  test('E30, E32 mortice: a delete refuses all who wait; a new lock of the name is another', async () => {
    const scene = new Scene(engine);
    scene.ask('ann');
    scene.ask('bob');
    scene.ask('cy', 'shared');
    scene.ask('dee', { mode: 'shared', priority: -1 });
    expect(await scene.news()).toBe('+ann');
    const ann = scene.hold('ann');
    ann.delete();
    expect(await scene.news()).toBe('-dee -bob -cy');
    expect(scene.errors.get('cy')).toMatchObject({
      code: 'deleted',
      lock: 'scene',
      owner: 'cy',
      mode: 'shared',
    });
    expect(ann.isHeld).toBe(false);

    const again = new SharedLock('scene', { engine });
    const hold = await again.acquire({ owner: 'ann' });
    ann.release();
    expect(thrownBy(() => ann.downgrade())).toMatchObject({ code: 'downgrade-unowned' });
    expect(thrownBy(() => scene.lock.release({ owner: 'ann' }))).toMatchObject({ code: 'release-unowned' });
    expect(thrownBy(() => scene.lock.downgrade({ owner: 'ann' }))).toMatchObject({
      code: 'downgrade-unowned',
    });
    expect(await rejectionOf(scene.lock.acquire({ owner: 'ann' }))).toMatchObject({ code: 'deleted' });
    expect(await rejectionOf(scene.lock.delete())).toMatchObject({ code: 'deleted' });
    expect(thrownBy(() => scene.lock.tryAcquire())).toMatchObject({ code: 'deleted' });
    expect(again.snapshot().holders).toMatchObject([{ owner: 'ann', mode: 'exclusive' }]);
    expect(hold.isHeld).toBe(true);
  });

  test('E28 mortice: locks without a name, and locks of one name, are different locks', async () => {
    const locks = ['', '', 'same', 'same'].map((name) => new SharedLock(name, { engine }));
    const holds = locks.map((lock) => lock.tryAcquire({ owner: 'ann' }));
    expect(holds.map((hold) => hold?.isHeld)).toEqual([true, true, true, true]);
    holds[0]?.release();
    expect(locks.map((lock) => lock.snapshot().state)).toEqual([
      'free',
      'exclusive',
      'exclusive',
      'exclusive',
    ]);
    expect(thrownBy(() => locks[0]?.release({ owner: 'ann' }))).toMatchObject({ code: 'release-unowned' });
  });

  test.each(['shared', 'exclusive'] as const)(
    'E16 rwlock, E36 await-semaphore, E49 navigator.locks: a body that throws at once releases (%s)',
    async (mode) => {
      const lock = new SharedLock('config', { engine });
      const failure = new Error('body');
      const running = lock.run(mode, () => {
        throw failure;
      });
      const next = watch(lock.acquire());
      expect(await rejectionOf(running)).toBe(failure);
      await expect.poll(() => next.state).toBe('resolved');
      expect(lock.snapshot()).toMatchObject({ state: 'exclusive', queue: [] });
    },
  );

  test('B17 async-lock #51: a body that rejects releases, and its reason comes out as it is', async () => {
    const lock = new SharedLock('config', { engine });
    for (const reason of [new Error('body'), 'text', undefined, null]) {
      expect(await rejectionOf(lock.run('exclusive', () => Promise.reject(reason)))).toBe(reason);
      expect(lock.snapshot().state).toBe('free');
    }
  });

  test('E12 async-lock: the number of parameters of a body changes nothing', async () => {
    const lock = new SharedLock('config', { engine });
    const bodies: ((...given: unknown[]) => unknown)[] = [
      () => 'none',
      async (_hold) => 'one',
      async (_hold, _done) => 'two',
      (...all) => all.length,
      (hold = 'default') => typeof hold,
    ];
    const answers: unknown[] = [];
    for (const body of bodies) answers.push(await lock.run('exclusive', body as (hold: Hold) => unknown));
    expect(answers).toEqual(['none', 'one', 'two', 1, 'object']);
    expect(lock.snapshot().state).toBe('free');
  });

  test('a body may release or delete by itself: the end of run takes nothing from the next', async () => {
    const scene = new Scene(engine);
    const ran = await scene.lock.run({ owner: 'ann' }, async (hold) => {
      scene.ask('bob');
      hold.release();
      return scene.news();
    });
    expect(ran).toBe('+bob');
    expect(scene.hold('bob').isHeld).toBe(true);
    const other = new SharedLock('other', { engine });
    await other.run('exclusive', (hold) => hold.delete());
    expect(other.snapshot().state).toBe('deleted');
  });

  test('E13 async-lock: a timeout limits the wait and never takes the lock from a holder', async () => {
    const clock = stopTheClock();
    const scene = new Scene(engine);
    scene.ask('ann');
    await scene.news();
    scene.ask('bob', { timeout: 10 });
    scene.release('ann');
    expect(await scene.news()).toBe('+bob');
    scene.ask('cy');
    await clock.advance(86_400_000);
    expect(await scene.news()).toBe('');
    expect(scene.hold('bob').isHeld).toBe(true);
  });
});
