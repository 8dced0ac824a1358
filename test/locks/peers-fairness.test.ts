/**
 * Who is served before whom, where other libraries starve somebody or say nothing: docs/peer-bugs.md,
 * whose numbers stand at the head of the names. Ours is the policy in the doc comment of `SharedLock`.
 */
import { describe, expect, test } from 'vitest';
import { SharedLock } from '../../src/index.ts';
import { engines } from './engines.ts';
import { Scene, turn } from './kit.ts';

describe.each(engines)('on the %s engine', (_name, engine) => {
  test('E20 async-rwlock, E41 effect: endless readers do not pass a waiting writer', async () => {
    const scene = new Scene(engine);
    scene.ask('reader 0', 'shared');
    scene.ask('writer');
    await scene.news();
    for (let i = 1; i <= 500; i += 1) scene.ask(`reader ${i}`, 'shared');
    expect(await scene.news()).toBe('');
    scene.release('reader 0');
    expect(await scene.news()).toBe('+writer');
  });

  test('E27 esfx: endless writers do not pass a waiting reader', async () => {
    const scene = new Scene(engine);
    scene.ask('writer 0');
    scene.ask('reader', 'shared');
    for (let i = 1; i <= 200; i += 1) scene.ask(`writer ${i}`);
    expect(await scene.news()).toBe('+writer 0');
    scene.release('writer 0');
    expect(await scene.news()).toBe('+reader');
    scene.release('reader');
    expect(await scene.news()).toBe('+writer 1');
  });

  test('E20 async-rwlock: readers that come among writers are served in one batch', async () => {
    const lock = new SharedLock('config', { engine });
    const served: string[] = [];
    const tasks: Promise<void>[] = [];
    for (let i = 0; i < 20; i += 1) {
      const mode = i % 4 === 0 ? 'exclusive' : 'shared';
      const body = async () => {
        served.push(mode);
        await turn();
      };
      tasks.push(lock.run(mode, body));
    }
    await Promise.all(tasks);
    // The first writer was let in at once; all readers joined the one group that was open behind it.
    const expected = ['exclusive', ...Array(15).fill('shared'), ...Array(4).fill('exclusive')];
    expect(served).toEqual(expected);
  });

  test('a writer waits for one batch of readers at most, though readers go on to come', async () => {
    const scene = new Scene(engine);
    scene.ask('writer 0');
    scene.ask('reader 0', 'shared');
    scene.ask('writer 1');
    scene.ask('reader 1', 'shared');
    expect(await scene.news()).toBe('+writer 0');
    scene.release('writer 0');
    expect(await scene.news()).toBe('+reader 0 +reader 1');
    scene.ask('reader 2', 'shared');
    scene.release('reader 0', 'reader 1');
    expect(await scene.news()).toBe('+writer 1');
    scene.release('writer 1');
    expect(await scene.news()).toBe('+reader 2');
  });

  test('R5 redis-semaphore: equals are served in the order in which they came', async () => {
    const scene = new Scene(engine);
    const owners = Array.from({ length: 50 }, (_, i) => `owner ${i}`);
    for (const owner of owners) scene.ask(owner);
    for (const owner of owners) {
      expect(await scene.news()).toBe(`+${owner}`);
      scene.release(owner);
    }
  });

  test('E7 async-mutex, as stated policy: more urgent waiters go first while they come', async () => {
    const scene = new Scene(engine);
    scene.ask('holder');
    scene.ask('patient', { priority: 1 });
    await scene.news();
    let holder = 'holder';
    for (let i = 0; i < 100; i += 1) {
      const next = `urgent ${i}`;
      scene.ask(next, { priority: 0 });
      scene.release(holder);
      expect(await scene.news()).toBe(`+${next}`);
      holder = next;
    }
    scene.release(holder);
    expect(await scene.news()).toBe('+patient');
  });

  test('E43 effect: nothing that fits passes a waiter of its own priority, however light it is', async () => {
    const scene = new Scene(engine);
    scene.ask('ann', 'shared');
    scene.ask('bob');
    scene.ask('cy', 'shared');
    scene.ask('dee', { mode: 'shared', priority: 1 });
    expect(scene.lock.tryAcquire('shared')).toBeUndefined();
    expect(await scene.news()).toBe('+ann');
    expect(scene.lock.snapshot().queue.map((group) => group.owners)).toEqual([['bob'], ['cy'], ['dee']]);
  });

  test('E39 metarhia: shared holders do hold together', async () => {
    const scene = new Scene(engine);
    for (const owner of ['ann', 'bob', 'cy']) scene.ask(owner, 'shared');
    expect(await scene.news()).toBe('+ann +bob +cy');
    expect(scene.lock.snapshot()).toMatchObject({ state: 'shared', holders: [{}, {}, {}] });
  });

  test('a release admits the next before anybody who asks afterwards, in the same step', async () => {
    const scene = new Scene(engine);
    scene.ask('ann');
    scene.ask('bob');
    await scene.news();
    scene.release('ann');
    expect(scene.lock.isOwned('exclusive', { owner: 'bob' })).toBe(true);
    expect(scene.lock.tryAcquire({ owner: 'cy' })).toBeUndefined();
    scene.ask('dee', { priority: -100 });
    expect(await scene.news()).toBe('+bob');
  });
});
