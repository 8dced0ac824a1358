/**
 * What an acquire gives, by example: its fields, its token, downgrade, delete, and the ways to give it back.
 */
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { SharedLock } from '../../src/index.ts';
import { engines } from './engines.ts';
import { rejectionOf, Scene, thrownBy, turn } from './kit.ts';

describe.each(engines)('on the %s engine', (_name, engine) => {
  test('a hold knows its owner, its mode and its token, also when it is over', async () => {
    const lock = new SharedLock('config', { engine });
    const hold = await lock.acquire({ owner: 'ann', mode: 'shared' });
    expect({ ...fields(hold) }).toEqual({ owner: 'ann', mode: 'shared', token: 1, isHeld: true });
    hold.release();
    expect({ ...fields(hold) }).toEqual({ owner: 'ann', mode: 'shared', token: 1, isHeld: false });
    const anonymous = await lock.acquire();
    expect({ ...fields(anonymous) }).toEqual({ owner: null, mode: 'exclusive', token: 2, isHeld: true });
  });

  test('every grant takes the next token, in order; what is refused takes none', async () => {
    const scene = new Scene(engine);
    scene.ask('ann');
    scene.ask('bob', { priority: 1 });
    scene.ask('cy', 'shared');
    scene.ask('dee', 'shared');
    scene.askWithSignal('eve')();
    await rejectionOf(scene.lock.acquire({ timeout: 0 }));
    await scene.news();
    scene.release('ann');
    await scene.news();
    scene.release('cy', 'dee');
    await scene.news();
    const tokens = ['ann', 'cy', 'dee', 'bob'].map((owner) => scene.hold(owner).token);
    expect(tokens).toEqual([1, 2, 3, 4]);
  });

  test('locks of different names count their tokens by themselves', async () => {
    const [one, other] = [new SharedLock('one', { engine }), new SharedLock('other', { engine })];
    expect([one.tryAcquire()?.token, other.tryAcquire()?.token]).toEqual([1, 1]);
  });

  test('a downgrade has no gap, keeps its token, and lets waiting sharers in past a writer', async () => {
    const scene = new Scene(engine);
    scene.ask('ann');
    scene.ask('bob');
    scene.ask('cy', 'shared');
    scene.ask('dee', 'shared');
    await scene.news();
    const ann = scene.hold('ann');
    ann.downgrade();
    expect(fields(ann)).toEqual({ owner: 'ann', mode: 'shared', token: 1, isHeld: true });
    expect(await scene.news()).toBe('+cy +dee');
    expect(scene.lock.snapshot()).toMatchObject({ state: 'shared', queue: [{ owners: ['bob'] }] });
    scene.release('ann', 'cy', 'dee');
    expect(await scene.news()).toBe('+bob');
  });

  test('a downgrade lets in the sharers of the most urgent priority only', async () => {
    const scene = new Scene(engine);
    scene.ask('ann');
    scene.ask('bob', { priority: -1 });
    scene.ask('cy', 'shared');
    await scene.news();
    scene.lock.downgrade({ owner: 'ann' });
    expect(await scene.news()).toBe('');
    scene.release('ann');
    expect(await scene.news()).toBe('+bob');
  });

  test('a downgrade lets everybody in who then fits: the sharers of the next priority too', async () => {
    const scene = new Scene(engine);
    scene.ask('ann');
    scene.ask('bob', 'shared');
    scene.ask('cy', { mode: 'shared', priority: 1 });
    scene.ask('dee', { mode: 'exclusive', priority: 2 });
    scene.ask('eve', { mode: 'shared', priority: 2 });
    await scene.news();
    scene.hold('ann').downgrade();
    expect(await scene.news()).toBe('+bob +cy');
  });

  test('a downgrade of a shared hold does nothing, however often', async () => {
    const scene = new Scene(engine);
    scene.ask('ann', 'shared');
    scene.ask('bob');
    scene.ask('cy', 'shared');
    await scene.news();
    const before = scene.lock.snapshot();
    scene.hold('ann').downgrade();
    scene.lock.downgrade({ owner: 'ann' });
    expect(await scene.news()).toBe('');
    expect(scene.lock.snapshot()).toEqual(before);
    expect(thrownBy(() => scene.lock.downgrade({ owner: 'bob' }))).toMatchObject({
      code: 'downgrade-unowned',
    });
  });

  test.each([undefined, 'ann'])(
    'hold.delete ends the lock and the hold at once (owner %s)',
    async (owner) => {
      const lock = new SharedLock('config', { engine });
      const hold = await lock.acquire({ owner });
      const waiting = rejectionOf(lock.acquire('shared'));
      hold.delete();
      expect(hold.isHeld).toBe(false);
      expect(lock.snapshot()).toMatchObject({ state: 'deleted', holders: [], queue: [] });
      expect(await waiting).toMatchObject({ code: 'deleted' });
      hold.release();
      expect(thrownBy(() => hold.delete())).toMatchObject({ code: 'release-unowned' });
    },
  );

  test.each([undefined, 'ann'])('a shared hold does not delete, and stays (owner %s)', async (owner) => {
    const lock = new SharedLock('config', { engine });
    const hold = await lock.acquire({ owner, mode: 'shared' });
    expect(thrownBy(() => hold.delete())).toMatchObject({
      code: 'delete-while-sharing',
      owner: owner ?? null,
    });
    expect(hold.isHeld).toBe(true);
    hold.release();
    expect(lock.snapshot().state).toBe('free');
  });

  test('using releases at the end of the block', async () => {
    const lock = new SharedLock('config', { engine });
    {
      using hold = await lock.acquire();
      expect(hold.isHeld).toBe(true);
    }
    expect(lock.snapshot().state).toBe('free');
    {
      using _none = lock.tryAcquire();
      using refused = lock.tryAcquire();
      expect(refused).toBeUndefined();
    }
    expect(lock.snapshot().state).toBe('free');
  });

  test('await using releases at the end of the block, also on throw', async () => {
    const lock = new SharedLock('config', { engine });
    const failure = new Error('body');
    const body = async () => {
      await using hold = await lock.acquire('shared');
      await turn();
      expect(hold.isHeld).toBe(true);
      throw failure;
    };
    const next = lock.acquire();
    (await next).release();
    expect(await rejectionOf(body())).toBe(failure);
    expect(lock.snapshot().state).toBe('free');
  });

  test('several holds of one block are given back last first', async () => {
    const [outer, inner] = [new SharedLock('outer', { engine }), new SharedLock('inner', { engine })];
    const freed: string[] = [];
    {
      await using _first = await outer.acquire();
      await using _second = await inner.acquire();
      void outer.acquire().then(() => freed.push('outer'));
      void inner.acquire().then(() => freed.push('inner'));
    }
    await turn();
    expect(freed).toEqual(['inner', 'outer']);
  });

  test('a hold can be shown and logged without the whole queue behind it', async () => {
    const lock = new SharedLock('config', { engine });
    const holds = await Promise.all(Array.from({ length: 50 }, () => lock.acquire({ mode: 'shared' })));
    expect(inspect(holds[0], { depth: 9 }).length).toBeLessThan(2000);
    expect(() => JSON.stringify(holds[0])).not.toThrow();
    expect(String(holds[0])).toBe(
      'Hold {"lock":"config","owner":null,"mode":"shared","token":1,"isHeld":true}',
    );
  });
});

function fields({ owner, mode, token, isHeld }: Record<'owner' | 'mode' | 'token' | 'isHeld', unknown>) {
  return { owner, mode, token, isHeld };
}
