/**
 * The lock by example: asking, queueing, ending, and what can be seen of it. Holds are in ./hold.test.ts.
 */
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { SharedLock } from '../../src/index.ts';
import { engines } from './engines.ts';
import { rejectionOf, Scene, thrownBy, turn, watch } from './kit.ts';

describe.each(engines)('on the %s engine', (_name, engine) => {
  test('exclusive is the mode unless another is given, in every way to ask', async () => {
    const lock = new SharedLock('config', { engine });
    const modes: string[] = [];
    for (const options of [undefined, {}, { mode: undefined }, 'exclusive', { mode: 'exclusive' }] as const) {
      using hold = await lock.acquire(options);
      modes.push(hold.mode);
    }
    using tried = lock.tryAcquire();
    modes.push(tried?.mode ?? 'none');
    expect(modes).toEqual(Array(6).fill('exclusive'));
  });

  test('tryAcquire answers at once: a hold, or undefined where it would have to wait', async () => {
    const lock = new SharedLock('config', { engine });
    const first = lock.tryAcquire('shared');
    const second = lock.tryAcquire({ mode: 'shared', owner: 'bob' });
    expect(lock.tryAcquire('exclusive')).toBeUndefined();
    expect(lock.waiterCount).toBe(0);
    expect(second).toMatchObject({ owner: 'bob', mode: 'shared', isHeld: true });
    first?.release();
    second?.release();
    expect(lock.tryAcquire()?.mode).toBe('exclusive');
    expect(lock.tryAcquire('shared')).toBeUndefined();
  });

  test('a more urgent waiter goes first, and equals in the order in which they came', async () => {
    const scene = new Scene(engine);
    scene.ask('holder');
    scene.ask('last', { priority: 10 });
    scene.ask('second');
    scene.ask('first', { priority: -3 });
    scene.ask('third');
    const served: string[] = [await scene.news()];
    for (const owner of ['holder', 'first', 'second', 'third']) {
      scene.release(owner);
      served.push(await scene.news());
    }
    expect(served).toEqual(['+holder', '+first', '+second', '+third', '+last']);
  });

  test('sharers of one priority gather in one group, past the writers between them', async () => {
    const scene = new Scene(engine);
    scene.ask('ann');
    scene.ask('bob', 'shared');
    scene.ask('cy');
    scene.ask('dee', 'shared');
    scene.ask('eve', { mode: 'shared', priority: 1 });
    await scene.news();
    expect(scene.lock.snapshot().queue).toEqual([
      { mode: 'shared', priority: 0, owners: ['bob', 'dee'], deletes: false },
      { mode: 'exclusive', priority: 0, owners: ['cy'], deletes: false },
      { mode: 'shared', priority: 1, owners: ['eve'], deletes: false },
    ]);
    scene.release('ann');
    expect(await scene.news()).toBe('+bob +dee');
    scene.ask('fay', 'shared');
    expect(scene.lock.snapshot().queue.map((group) => group.owners)).toEqual([['cy'], ['fay'], ['eve']]);
  });

  test('a sharer more urgent than all who wait joins those who hold shared, in the same step', async () => {
    const scene = new Scene(engine);
    scene.ask('ann', 'shared');
    scene.ask('bob');
    scene.ask('cy', { mode: 'shared', priority: -1 });
    expect(scene.lock.isOwned('shared', { owner: 'cy' })).toBe(true);
    scene.ask('dee', { mode: 'shared', priority: 0 });
    expect(await scene.news()).toBe('+ann +cy');
  });

  test('run holds while its function works and gives what it gives', async () => {
    const lock = new SharedLock('config', { engine });
    const running = lock.run({ mode: 'shared', owner: 'ann' }, async (hold) => {
      await turn();
      return `${hold.owner} ${hold.mode} ${lock.isOwned('shared', { owner: 'ann' })}`;
    });
    expect(await running).toBe('ann shared true');
    expect(lock.snapshot().state).toBe('free');
    const plain: number = await lock.run('exclusive', () => 17);
    expect(plain).toBe(17);
  });

  test('run does not call its function when the lock is not granted', async () => {
    const lock = new SharedLock('config', { engine });
    using _hold = await lock.acquire();
    const body = () => expect.fail('was run');
    expect(await rejectionOf(lock.run({ timeout: 0 }, body))).toMatchObject({ code: 'timeout' });
    expect(lock.waiterCount).toBe(0);
  });

  test('a delete waits its turn like a writer, and then refuses everybody behind it', async () => {
    const scene = new Scene(engine);
    scene.ask('ann');
    scene.ask('bob');
    const ending = watch(scene.lock.delete({ owner: 'cy' }));
    scene.ask('dee', { priority: 1 });
    expect(scene.lock.snapshot().queue[1]).toMatchObject({
      deletes: true,
      mode: 'exclusive',
      owners: ['cy'],
    });
    scene.release((await scene.news()).slice(1));
    expect(await scene.news()).toBe('+bob');
    expect(ending.state).toBe('pending');
    scene.release('bob');
    expect(await scene.news()).toBe('-dee');
    expect(ending).toEqual({ state: 'resolved', value: undefined });
    expect(scene.lock.snapshot()).toMatchObject({ state: 'deleted', holders: [], queue: [] });
  });

  test('two deletes: the first to get its turn ends the lock, the other is refused', async () => {
    const scene = new Scene(engine);
    scene.ask('ann', 'shared');
    const late = watch(scene.lock.delete());
    const early = watch(scene.lock.delete({ priority: -1 }));
    await scene.news();
    scene.release('ann');
    await turn();
    expect(early.state).toBe('resolved');
    expect(late).toMatchObject({ state: 'rejected', error: { code: 'deleted' } });
  });

  test('a delete ends a free lock at once, and the hold of an owner who holds it exclusive', async () => {
    const free = new SharedLock('free', { engine });
    await free.delete();
    expect(free.snapshot().state).toBe('deleted');
    const lock = new SharedLock('config', { engine });
    const hold = await lock.acquire({ owner: 'ann' });
    const waiting = watch(lock.acquire());
    const ending = lock.delete({ owner: 'ann', timeout: 0 });
    expect(hold.isHeld).toBe(false);
    await ending;
    await turn();
    expect(waiting).toMatchObject({ state: 'rejected', error: { code: 'deleted' } });
  });

  test('a close refuses who waits and who comes, and lets holders go on to their release', async () => {
    const scene = new Scene(engine);
    scene.ask('ann');
    scene.ask('bob', 'shared');
    const ending = watch(scene.lock.delete({ owner: 'cy' }));
    await scene.news();
    scene.lock.close();
    expect(await scene.news()).toBe('-bob');
    expect(ending).toMatchObject({ state: 'rejected', error: { code: 'closed', owner: 'cy' } });
    expect(scene.lock.snapshot()).toMatchObject({ state: 'exclusive', closed: true, queue: [] });
    const hold = scene.hold('ann');
    expect(thrownBy(() => hold.delete())).toMatchObject({ name: 'LockError', code: 'closed' });
    hold.downgrade();
    scene.lock.close();
    hold.release();
    expect(thrownBy(() => scene.lock.tryAcquire())).toMatchObject({ code: 'closed' });
    expect(await rejectionOf(scene.lock.acquire('shared'))).toMatchObject({ code: 'closed' });
    expect(scene.lock.snapshot()).toMatchObject({ state: 'free', closed: true });
  });

  test('isOwned tells of holders, not of waiters, and of the mode of the moment', async () => {
    const scene = new Scene(engine);
    scene.ask('ann');
    scene.ask('bob');
    await scene.news();
    const owns = (owner: string) =>
      [undefined, 'shared', 'exclusive'].map((mode) => scene.lock.isOwned(mode as 'shared', { owner }));
    expect(owns('ann')).toEqual([true, false, true]);
    expect(owns('bob')).toEqual([false, false, false]);
    scene.lock.downgrade({ owner: 'ann' });
    expect(owns('ann')).toEqual([true, true, false]);
    scene.lock.release({ owner: 'ann' });
    expect(owns('ann')).toEqual([false, false, false]);
    expect(owns('bob')).toEqual([true, false, true]);
  });

  test('a snapshot is plain JSON and a copy: it stays, and to change it changes no lock', async () => {
    const scene = new Scene(engine);
    scene.ask('ann', 'shared');
    scene.ask('bob');
    scene.ask('cy');
    const before = scene.lock.snapshot();
    expect(before).toEqual({
      name: 'scene',
      state: 'shared',
      closed: false,
      holders: [{ owner: 'ann', mode: 'shared', token: 1 }],
      queue: [
        { mode: 'exclusive', priority: 0, owners: ['bob'], deletes: false },
        { mode: 'exclusive', priority: 0, owners: ['cy'], deletes: false },
      ],
    });
    const text = JSON.stringify(before);
    await scene.news();
    scene.release('ann');
    expect(JSON.stringify(before)).toBe(text);
    const present = scene.lock.snapshot();
    (present.queue as unknown[]).length = 0;
    Object.assign(present.holders[0] ?? {}, { owner: 'mallory' });
    expect(scene.lock.snapshot()).toMatchObject({ holders: [{ owner: 'bob' }], queue: [{ owners: ['cy'] }] });
  });

  test('toString and util.inspect show the state in one line, also deep inside something else', async () => {
    const lock = new SharedLock('config', { engine });
    expect(String(lock)).toBe("SharedLock 'config' free");
    await lock.acquire({ owner: 'ann', mode: 'shared' });
    await lock.acquire('shared');
    const others = [
      lock.acquire({ owner: 'cy', priority: 2 }),
      lock.acquire({ mode: 'shared', priority: 3 }),
    ];
    const line = "SharedLock 'config' shared:ann,?|exclusive@2:cy|shared@3:?";
    expect(`${lock}`).toBe(line);
    expect(inspect({ deep: { in: [lock] } }, { depth: 9 })).toContain(line);
    lock.close();
    await Promise.allSettled(others);
    expect(String(lock)).toBe("SharedLock 'config' shared:ann,?, closed");
    const shut = new SharedLock('shut', { engine });
    shut.close();
    expect(String(shut)).toBe("SharedLock 'shut' free, closed");
  });
});
