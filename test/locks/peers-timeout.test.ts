/**
 * What other libraries get wrong about the length of a wait: docs/peer-bugs.md, whose numbers stand
 * at the head of the names. Bad timeouts are in ./arguments.test.ts.
 */
import { describe, expect, test } from 'vitest';
import { SharedLock } from '../../src/index.ts';
import { engines } from './engines.ts';
import { rejectionOf, Scene, stopTheClock, thrownBy, turn, watch } from './kit.ts';

const MOST = 2 ** 31 - 1;

describe.each(engines)('on the %s engine', (_name, engine) => {
  test.each([0, -0, 0.5, 0.999, Number.MIN_VALUE])(
    'E14 async-lock: a timeout of %f is a try: refused at once when held, granted when free',
    async (timeout) => {
      const lock = new SharedLock('config', { engine });
      const hold = await lock.acquire({ timeout });
      const refused = watch(lock.acquire({ mode: 'shared', timeout }));
      expect(lock.waiterCount).toBe(0);
      await turn();
      expect(refused).toMatchObject({ state: 'rejected', error: { code: 'timeout' } });
      expect(await rejectionOf(lock.delete({ timeout }))).toMatchObject({ code: 'timeout' });
      hold.release();
      await lock.delete({ timeout });
      expect(lock.snapshot().state).toBe('deleted');
    },
  );

  test('a try never overtakes a waiter, even where its mode fits and it is more urgent', async () => {
    const scene = new Scene(engine);
    scene.ask('ann', 'shared');
    scene.ask('bob');
    scene.ask('cy', { mode: 'shared', priority: -5, timeout: 0 });
    expect(await scene.news()).toBe('+ann -cy');
    expect(scene.lock.tryAcquire('shared')).toBeUndefined();
    scene.ask('dee', { mode: 'shared', priority: -5, timeout: 1000 });
    expect(await scene.news()).toBe('+dee');
  });

  test.each([
    [1, 1],
    [1.5, 2],
    [2.0001, 3],
  ])('a timeout of %f ms waits, and ends after it and not before', async (timeout, end) => {
    const clock = stopTheClock();
    const scene = new Scene(engine);
    scene.ask('ann');
    scene.ask('bob', { timeout });
    expect(await scene.news()).toBe('+ann');
    expect(scene.lock.waiterCount).toBe(1);
    await clock.advance(end - 1);
    expect(await scene.news()).toBe('');
    await clock.advance(1);
    expect(await scene.news()).toBe('-bob');
  });

  test.each([undefined, Number.POSITIVE_INFINITY])(
    'a timeout of %s is no limit and arms no timer',
    async (timeout) => {
      const clock = stopTheClock();
      const scene = new Scene(engine);
      scene.ask('ann');
      scene.ask('bob', { timeout });
      await clock.advance(MOST);
      await clock.advance(MOST);
      expect(await scene.news()).toBe('+ann');
      scene.release('ann');
      expect(await scene.news()).toBe('+bob');
    },
  );

  test.each([MOST, MOST + 0.5, MOST + 1, 2 ** 32, 3 * MOST + 7])(
    'a timeout of %f ms does not fire at once, but when it is due',
    async (timeout) => {
      const clock = stopTheClock();
      const scene = new Scene(engine);
      scene.ask('ann');
      scene.ask('bob', { timeout });
      await clock.advance(1000);
      expect(await scene.news()).toBe('+ann');
      await clock.advance(timeout - 1001);
      expect(await scene.news()).toBe('');
      await clock.advance(2);
      expect(await scene.news()).toBe('-bob');
      expect(scene.errors.get('bob')).toMatchObject({ code: 'timeout' });
    },
  );

  test.each([Number.MAX_SAFE_INTEGER, Number.MAX_VALUE])(
    'a timeout of %f ms does not fire at once',
    async (timeout) => {
      const clock = stopTheClock();
      const scene = new Scene(engine);
      scene.ask('ann');
      scene.ask('bob', { timeout });
      await clock.advance(3 * MOST);
      expect(await scene.news()).toBe('+ann');
      scene.release('ann');
      expect(await scene.news()).toBe('+bob');
    },
  );

  test('real timers: a timeout beyond what they know neither fires nor warns', async () => {
    const lock = new SharedLock('config', { engine });
    const warned = watch(new Promise((resolve) => process.once('warning', resolve)));
    const hold = await lock.acquire();
    const waiting = watch(lock.acquire({ timeout: 2 ** 31 }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(waiting.state).toBe('pending');
    hold.release();
    await turn();
    expect(waiting.state).toBe('resolved');
    expect(warned.state).toBe('pending');
  });

  test('equal deadlines end in the order in which their waits began', async () => {
    const clock = stopTheClock();
    const scene = new Scene(engine);
    scene.ask('ann');
    scene.ask('bob', { timeout: 10, priority: 2 });
    scene.ask('cy', { timeout: 10, priority: 1 });
    scene.ask('dee', { timeout: 10, mode: 'shared' });
    await clock.advance(10);
    expect(await scene.news()).toBe('+ann -bob -cy -dee');
  });

  test.each(['grant first', 'deadline first'])('a grant and a deadline at one moment, %s', async (order) => {
    const clock = stopTheClock();
    const scene = new Scene(engine);
    scene.ask('ann');
    await scene.news();
    const release = () => scene.release('ann');
    if (order === 'grant first') setTimeout(release, 10);
    scene.ask('bob', { timeout: 10 });
    if (order !== 'grant first') setTimeout(release, 10);
    await clock.advance(10);
    expect(await scene.news()).toBe(order === 'grant first' ? '+bob' : '-bob');
    await clock.advance(1000);
    expect(scene.lock.snapshot().state).toBe(order === 'grant first' ? 'exclusive' : 'free');
  });

  test('a deadline that passes in a blocked process refuses those who wait, once each', async () => {
    const scene = new Scene(engine);
    scene.ask('ann');
    scene.ask('bob', { timeout: 5 });
    scene.ask('cy', { timeout: 5, mode: 'shared' });
    const until = performance.now() + 15;
    while (performance.now() < until);
    scene.ask('dee', { timeout: 60_000 });
    await new Promise((resolve) => setTimeout(resolve, 1));
    await expect.poll(() => scene.lock.waiterCount).toBe(1);
    expect(await scene.news()).toBe('+ann -bob -cy');
    scene.release('ann');
    expect(await scene.news()).toBe('+dee');
  });

  test('a delete that runs out of time lets those behind it go on, and the lock lives', async () => {
    const clock = stopTheClock();
    const scene = new Scene(engine);
    scene.ask('ann', 'shared');
    const ending = watch(scene.lock.delete({ owner: 'bob', timeout: 10 }));
    scene.ask('cy', 'shared');
    await clock.advance(10);
    expect(ending).toMatchObject({
      state: 'rejected',
      error: { code: 'timeout', owner: 'bob', mode: 'exclusive' },
    });
    expect(await scene.news()).toBe('+ann +cy');
    expect(thrownBy(() => scene.lock.release({ owner: 'bob' }))).toMatchObject({ code: 'release-unowned' });
  });
});
