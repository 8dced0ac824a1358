/**
 * What other libraries get wrong about their errors, and about names that mean something to JavaScript:
 * docs/peer-bugs.md, whose numbers stand at the head of the names.
 */
import { describe, expect, test } from 'vitest';
import { LockError, LockUsageError, type Mode, SharedLock } from '../../src/index.ts';
import { engines } from './engines.ts';
import { rejectionOf, Scene, stopTheClock, thrownBy } from './kit.ts';

const oddNames = ['__proto__', 'hasOwnProperty', 'constructor', 'toString', '', '0', 'null', 'ann\n\u0000'];

describe.each(engines)('on the %s engine', (_name, engine) => {
  test('E4 async-mutex: each timeout is a new LockError that names lock, owner and mode', async () => {
    const clock = stopTheClock();
    const scene = new Scene(engine);
    scene.ask('ann');
    scene.ask('bob', { timeout: 10 });
    scene.ask('cy', { mode: 'shared', timeout: 10 });
    scene.ask('dee', { mode: 'shared', timeout: 0 });
    await clock.advance(10);
    expect(await scene.news()).toBe('+ann -dee -bob -cy');
    const errors = ['bob', 'cy', 'dee'].map((owner) => scene.errors.get(owner));
    expect(new Set(errors).size).toBe(3);
    for (const error of errors) {
      expect(error).toBeInstanceOf(LockError);
      expect(error).toBeInstanceOf(Error);
      expect(LockError.is(error)).toBe(true);
      expect(LockUsageError.is(error)).toBe(false);
    }
    expect(errors).toMatchObject([
      { code: 'timeout', lock: 'scene', owner: 'bob', mode: 'exclusive', name: 'LockError' },
      { code: 'timeout', lock: 'scene', owner: 'cy', mode: 'shared', name: 'LockError' },
      { code: 'timeout', lock: 'scene', owner: 'dee', mode: 'shared', name: 'LockError' },
    ]);
    expect(String(errors[1])).toMatch(/^LockError: .*scene.*shared.*cy/);
  });

  test('E4 async-mutex: a timeout says how long it was, and who holds the lock', async () => {
    const clock = stopTheClock();
    const lock = new SharedLock('config', { engine });
    const first = await lock.acquire({ owner: 'ann', mode: 'shared' });
    const late = rejectionOf(lock.acquire({ owner: 'bob', timeout: 20 }));
    await clock.advance(20);
    expect(String(await late)).toContain(
      "(exclusive, for owner 'bob') was not granted within 20 ms: it is held shared by owner 'ann'.",
    );
    const others = await Promise.all(Array.from({ length: 5 }, () => lock.acquire('shared')));
    expect(String(await rejectionOf(lock.acquire({ timeout: 0 })))).toContain(
      "at once: it is held shared by owner 'ann', an anonymous owner, an anonymous owner and others.",
    );
    for (const hold of [first, ...others]) hold.release();
  });

  test.each(['timeout', 'deleted', 'closed', 'at once'])(
    'E4 async-mutex: the stack of a refusal shows who awaited it (%s)',
    async (how) => {
      const clock = stopTheClock();
      const lock = new SharedLock('config', { engine });
      const hold = await lock.acquire({ owner: 'ann' });
      const waiting = [whoAwaits(lock.acquire({ timeout: how === 'at once' ? 0 : 20 }))];
      if (how !== 'at once')
        waiting.push(whoAwaits(lock.run({ timeout: 20 }, () => {})), whoAwaits(lock.delete({ timeout: 20 })));
      await clock.advance(how === 'timeout' ? 20 : 0);
      if (how === 'deleted') hold.delete();
      else if (how === 'closed') lock.close();
      for (const error of await Promise.all(waiting))
        expect((error as Error).stack).toMatch(
          how === 'at once' ? /peers-errors\.test/ : /at (async )?whoAwaits/,
        );
    },
  );

  async function whoAwaits(asked: Promise<unknown>): Promise<unknown> {
    try {
      return await asked;
    } catch (error) {
      return error;
    }
  }

  test.each(['deleted', 'closed'] as const)(
    'E4 async-mutex: each refusal of a %s lock is a new error',
    async (code) => {
      const scene = new Scene(engine);
      scene.ask('ann');
      scene.ask('bob');
      scene.ask('cy', 'shared');
      await scene.news();
      if (code === 'deleted') scene.hold('ann').delete();
      else scene.lock.close();
      await scene.news();
      const later = ['exclusive', 'shared'] as const;
      const errors = [
        scene.errors.get('bob'),
        scene.errors.get('cy'),
        ...later.map((mode) => thrownBy(() => scene.lock.tryAcquire({ owner: 'dee', mode }))),
        await rejectionOf(scene.lock.acquire({ owner: 'dee' })),
        await rejectionOf(scene.lock.run({ owner: 'dee', mode: 'shared' }, () => {})),
        await rejectionOf(scene.lock.delete({ owner: 'dee' })),
      ];
      expect(new Set(errors).size).toBe(errors.length);
      const asked: [string, Mode][] = [
        ['bob', 'exclusive'],
        ['cy', 'shared'],
        ['dee', 'exclusive'],
        ['dee', 'shared'],
        ['dee', 'exclusive'],
        ['dee', 'shared'],
        ['dee', 'exclusive'],
      ];
      expect(errors).toMatchObject(asked.map(([owner, mode]) => ({ code, lock: 'scene', owner, mode })));
      for (const error of errors) expect(error).toBeInstanceOf(LockError);
    },
  );

  test('an anonymous owner is null in an error', async () => {
    const lock = new SharedLock('config', { engine });
    const hold = await lock.acquire();
    const error = await rejectionOf(lock.acquire({ mode: 'shared', timeout: 0 }));
    expect(error).toMatchObject({ code: 'timeout', owner: null, mode: 'shared' });
    expect(String(error)).toContain('anonymous');
    hold.release();
    const ended = thrownBy(() => hold.downgrade());
    expect(ended).toMatchObject({ code: 'downgrade-unowned', owner: null, mode: 'exclusive' });
    expect(String(ended)).toMatch(
      /^LockUsageError: This hold of lock 'config' .* has ended: acquire the lock again/,
    );
    expect(String(thrownBy(() => hold.delete()))).toMatch(/has ended: it cannot delete the lock/);
  });

  test('E8 async-mutex, E44 navigator.locks: to take twice is an error and no silent hang', async () => {
    const scene = new Scene(engine);
    scene.ask('ann');
    await scene.news();
    const before = scene.lock.snapshot();
    for (const mode of ['shared', 'exclusive'] as const) {
      const nested = await rejectionOf(scene.lock.acquire({ owner: 'ann', mode }));
      expect(nested).toBeInstanceOf(LockUsageError);
      expect(nested).toMatchObject({ code: 'double-acquire', lock: 'scene', owner: 'ann', mode });
      expect(String(nested)).toMatch(
        mode === 'shared' ? /pass the hold on.*name another owner/ : /not reentrant/,
      );
      expect(thrownBy(() => scene.lock.tryAcquire({ owner: 'ann', mode }))).toMatchObject({
        code: 'double-acquire',
      });
    }
    expect(scene.lock.snapshot()).toEqual(before);
  });

  test('E8 async-mutex: to wait twice is an error at once, and the first wait goes on', async () => {
    const scene = new Scene(engine);
    scene.ask('ann');
    scene.ask('bob');
    scene.ask('bob', 'shared');
    expect(await scene.news()).toBe('+ann -bob');
    expect(scene.errors.get('bob')).toMatchObject({ code: 'double-acquire', owner: 'bob', mode: 'shared' });
    expect(await rejectionOf(scene.lock.delete({ owner: 'bob' }))).toMatchObject({ code: 'double-acquire' });
    scene.release('ann');
    expect(await scene.news()).toBe('+bob');
    expect(scene.hold('bob').mode).toBe('exclusive');
  });

  test('E24 esfx, E42 effect: an upgrade says at once why there is none, also to two who try', async () => {
    const scene = new Scene(engine);
    scene.ask('ann', 'shared');
    scene.ask('bob', 'shared');
    await scene.news();
    for (const owner of ['ann', 'bob']) {
      const error = await rejectionOf(scene.lock.acquire({ owner, mode: 'exclusive' }));
      expect(error).toMatchObject({ code: 'double-acquire', owner, mode: 'exclusive' });
      expect(String(error)).toMatch(/no upgrade in place.*[Rr]elease it/);
    }
    const ending = await rejectionOf(scene.lock.delete({ owner: 'ann' }));
    expect(ending).toMatchObject({ code: 'delete-while-sharing', owner: 'ann' });
    expect(scene.lock.snapshot()).toMatchObject({ state: 'shared', queue: [] });
  });

  test('E17 rwlock: names and owners that every object has by birth are names like others', async () => {
    for (const name of oddNames) {
      const lock = new SharedLock(name, { engine });
      expect(lock.name).toBe(name);
      const hold = await lock.acquire({ owner: name });
      expect(hold.owner).toBe(name);
      for (const owner of oddNames) expect(lock.isOwned('exclusive', { owner }), owner).toBe(owner === name);
      const error = await rejectionOf(lock.acquire({ owner: 'bob', timeout: 0 }));
      expect(error).toMatchObject({ code: 'timeout', lock: name, owner: 'bob' });
      lock.release({ owner: name });
      expect(lock.snapshot()).toMatchObject({ name, state: 'free' });
    }
  });

  test('E17 rwlock: such owners wait, are found among many, and leave', async () => {
    const scene = new Scene(engine);
    scene.ask('ann');
    for (let i = 0; i < 20; i += 1) scene.ask(`early ${i}`, { priority: -1, mode: 'shared' });
    const aborts = oddNames.map((owner) => scene.askWithSignal(owner, 'shared'));
    await scene.news();
    for (const owner of oddNames) {
      expect(await rejectionOf(scene.lock.acquire({ owner }))).toMatchObject({
        code: 'double-acquire',
        owner,
      });
    }
    for (const abort of aborts) abort();
    expect(await scene.news()).toBe(oddNames.map((owner) => `-${owner}`).join(' '));
    expect(scene.lock.waiterCount).toBe(20);
  });

  test('E37 async-await-mutex-lock: 0 is no name of a lock, and "" is not every lock', () => {
    expect(thrownBy(() => new SharedLock(0 as never, { engine }))).toMatchObject({
      code: 'invalid-argument',
    });
    const nameless = new SharedLock('', { engine });
    const other = new SharedLock('other', { engine });
    expect(nameless.tryAcquire()?.isHeld).toBe(true);
    expect(other.tryAcquire()?.isHeld).toBe(true);
  });
});
