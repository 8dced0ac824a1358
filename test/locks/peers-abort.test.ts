/**
 * What other libraries get wrong about AbortSignal: docs/peer-bugs.md, whose numbers stand at the
 * head of the names; "B5" and the like are what users of those libraries asked for (section B).
 */
import { getEventListeners } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { SharedLock } from '../../src/index.ts';
import { engines } from './engines.ts';
import { rejectionOf, Scene, stopTheClock, turn, watch } from './kit.ts';

const reason = new Error('enough');

describe.each(engines)('on the %s engine', (_name, engine) => {
  describe('an abort and a grant in one microtask', () => {
    test('B5 web-locks #34: an abort before the grant wins, and the next waiter gets the lock', async () => {
      const scene = new Scene(engine);
      scene.ask('ann');
      const abort = scene.askWithSignal('bob');
      scene.ask('cy');
      expect(await scene.news()).toBe('+ann');
      abort(reason);
      scene.release('ann');
      expect(await scene.news()).toBe('-bob +cy');
      expect(scene.errors.get('bob')).toBe(reason);
    });

    test('B5 web-locks #34: an abort after the grant is too late, though nobody knows of it', async () => {
      const scene = new Scene(engine);
      scene.ask('ann');
      const abort = scene.askWithSignal('bob');
      expect(await scene.news()).toBe('+ann');
      scene.release('ann');
      abort(reason);
      expect(await scene.news()).toBe('+bob');
      expect(scene.hold('bob').isHeld).toBe(true);
      expect(scene.lock.isOwned('exclusive', { owner: 'bob' })).toBe(true);
    });

    test('B5 web-locks #34: a first grant and an abort in one step', async () => {
      const scene = new Scene(engine);
      const abort = scene.askWithSignal('ann');
      abort(reason);
      expect(await scene.news()).toBe('+ann');
      expect(scene.lock.isOwned('exclusive', { owner: 'ann' })).toBe(true);
    });

    test('B5 web-locks #34: a release by a listener of the signal grants no aborted request', async () => {
      for (const listenFirst of [true, false]) {
        const scene = new Scene(engine);
        const controller = new AbortController();
        const release = () => scene.release('ann');
        scene.ask('ann');
        await scene.news();
        if (listenFirst) controller.signal.addEventListener('abort', release);
        scene.ask('bob', { signal: controller.signal });
        if (!listenFirst) controller.signal.addEventListener('abort', release);
        scene.ask('cy');
        controller.abort(reason);
        const answers = (await scene.news()).split(' ').toSorted();
        expect(answers, listenFirst ? 'listener before' : 'listener after').toEqual(['+cy', '-bob']);
        expect(scene.errors.get('bob')).toBe(reason);
      }
    });
  });

  test('E29 mortice: an abort long after the grant does not release the lock under the holder', async () => {
    const scene = new Scene(engine);
    const abort = scene.askWithSignal('ann');
    scene.ask('bob');
    expect(await scene.news()).toBe('+ann');
    abort(reason);
    expect(await scene.news()).toBe('');
    expect(scene.hold('ann').isHeld).toBe(true);
    expect(scene.lock.snapshot()).toMatchObject({ state: 'exclusive', holders: [{ owner: 'ann' }] });
    scene.release('ann');
    expect(await scene.news()).toBe('+bob');
  });

  test('E29 mortice: an abort after the release takes the lock from nobody', async () => {
    const scene = new Scene(engine);
    const abort = scene.askWithSignal('ann');
    scene.ask('bob');
    await scene.news();
    scene.release('ann');
    abort(reason);
    expect(await scene.news()).toBe('+bob');
    expect(scene.lock.snapshot().holders).toMatchObject([{ owner: 'bob' }]);
  });

  test('a late abort is not taken for the refusal of the next request of its owner', async () => {
    const scene = new Scene(engine);
    const abort = scene.askWithSignal('ann');
    scene.ask('bob');
    await scene.news();
    scene.release('ann');
    scene.ask('ann');
    abort(reason);
    expect(await scene.news()).toBe('+bob');
    expect(scene.lock.snapshot().queue).toMatchObject([{ owners: ['ann'] }]);
  });

  test('B5: one signal of many waiters refuses them all, readers behind a writer too', async () => {
    const scene = new Scene(engine);
    const controller = new AbortController();
    scene.ask('ann', 'shared');
    scene.ask('bob', { signal: controller.signal });
    scene.ask('cy', { mode: 'shared', signal: controller.signal });
    scene.ask('dee', 'shared');
    expect(await scene.news()).toBe('+ann');
    controller.abort(reason);
    expect((await scene.news()).split(' ').toSorted()).toEqual(['+dee', '-bob', '-cy']);
    expect(scene.errors.get('cy')).toBe(reason);
    expect(scene.lock.isOwned('shared', { owner: 'cy' })).toBe(false);
  });

  test('E31 mortice, rightly: an aborted signal refuses even a free lock and leaves nothing', async () => {
    const lock = new SharedLock('config', { engine });
    const signal = AbortSignal.abort(reason);
    const before = lock.snapshot();
    expect(await rejectionOf(lock.acquire({ signal }))).toBe(reason);
    expect(await rejectionOf(lock.delete({ signal }))).toBe(reason);
    expect(await rejectionOf(lock.run({ signal }, () => expect.fail('was run')))).toBe(reason);
    expect(lock.snapshot()).toEqual(before);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test.each([
    ['an error', reason],
    ['a string', 'stop'],
    ['null', null],
    ['zero', 0],
  ])('E61 @matrixai: an abort rejects with the reason itself: %s', async (_title, given) => {
    const scene = new Scene(engine);
    scene.ask('ann');
    const abort = scene.askWithSignal('bob');
    abort(given);
    expect(await scene.news()).toBe('+ann -bob');
    expect(scene.errors.get('bob')).toBe(given);
  });

  test('E61 @matrixai: an abort without a reason rejects with the AbortError of the platform', async () => {
    const scene = new Scene(engine);
    scene.ask('ann');
    scene.askWithSignal('bob')();
    await scene.news();
    expect(scene.errors.get('bob')).toMatchObject({ name: 'AbortError' });
  });

  test('E40 metarhia: AbortSignal.timeout and AbortSignal.any work', async () => {
    const lock = new SharedLock('config', { engine });
    const hold = await lock.acquire();
    const error = await rejectionOf(lock.acquire({ signal: AbortSignal.timeout(5), timeout: 60_000 }));
    expect(error).toMatchObject({ name: 'TimeoutError' });
    const controller = new AbortController();
    const waiting = lock.acquire({
      signal: AbortSignal.any([controller.signal, AbortSignal.timeout(60_000)]),
    });
    controller.abort(reason);
    expect(await rejectionOf(waiting)).toBe(reason);
    hold.release();
  });

  test('whichever of a timeout and an abort comes second does nothing', async () => {
    const clock = stopTheClock();
    const scene = new Scene(engine);
    const controller = new AbortController();
    scene.ask('ann');
    scene.ask('bob', { timeout: 10, signal: controller.signal });
    scene.ask('cy', { timeout: 10 });
    const abortDee = scene.askWithSignal('dee', { timeout: 10 });
    abortDee(reason);
    await clock.advance(10);
    controller.abort(reason);
    expect(await scene.news()).toBe('+ann -dee -bob -cy');
    expect(scene.errors.get('dee')).toBe(reason);
    expect(scene.errors.get('bob')).toMatchObject({ name: 'LockError', code: 'timeout' });
    expect(scene.lock.waiterCount).toBe(0);
  });

  test('an abort ends a waiting delete, and lets those behind it go on', async () => {
    const scene = new Scene(engine);
    const controller = new AbortController();
    scene.ask('ann', 'shared');
    const ending = watch(scene.lock.delete({ signal: controller.signal }));
    scene.ask('bob', 'shared');
    expect(await scene.news()).toBe('+ann');
    controller.abort(reason);
    expect(await scene.news()).toBe('+bob');
    expect(ending).toMatchObject({ state: 'rejected', error: reason });
  });

  test('a hundred waiters on one signal make no warning about too many listeners', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on('warning', note);
    onTestFinished(() => void process.off('warning', note));
    const scene = new Scene(engine);
    const controller = new AbortController();
    scene.ask('ann');
    for (let i = 0; i < 100; i += 1) scene.ask(`owner ${i}`, { signal: controller.signal });
    await turn();
    controller.abort(reason);
    await turn();
    expect(warnings).toEqual([]);
    expect(scene.lock.waiterCount).toBe(0);
  });
});
