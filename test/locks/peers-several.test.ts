/**
 * What other libraries get wrong where several locks, or several kinds of waiting, come together:
 * docs/peer-bugs.md, whose numbers stand at the head of the names.
 */
import { describe, expect, test } from 'vitest';
import { LockManager, LockSet, SharedLock } from '../../src/index.ts';
import { engines } from './engines.ts';
import { rejectionOf, turn, watch } from './kit.ts';

describe.each(engines)('on the %s engine', (_name, engine) => {
  test('E5 async-mutex: a close ends every kind of wait, and keeps none', async () => {
    const lock = new SharedLock('config', { engine });
    const hold = await lock.acquire();
    const waits = [
      lock.acquire(),
      lock.acquire('shared'),
      lock.run({ priority: 1 }, () => expect.fail('was run')),
      lock.delete(),
    ].map((wait) => watch<unknown>(wait));
    expect(lock.waiterCount).toBe(4);
    lock.close();
    await turn();
    expect(waits).toMatchObject(waits.map(() => ({ state: 'rejected', error: { code: 'closed' } })));
    expect(lock.waiterCount).toBe(0);
    hold.release();
  });

  test('E6 async-mutex: to ask for what there is not is an error at once, and blocks nobody', async () => {
    const set = new LockSet('node', ['a'], { engine });
    const error = await rejectionOf(set.acquire(['a', 'b'], { owner: 'ann' }));
    expect(error).toMatchObject({ code: 'not-found', names: ['b'] });
    expect((await set.acquire('a', { owner: 'bob' })).isHeld).toBe(true);
  });

  test.each(['one after the other', 'at once'])('E9 async-lock: [a, b] and [b, a], %s', async (when) => {
    const set = new LockSet('node', ['a', 'b'], { engine });
    const work = async (owner: string, names: string[]) => {
      for (let round = 0; round < 5; round += 1) {
        using _hold = await set.acquire(names, { owner });
        await turn();
      }
    };
    const ann = work('ann', ['a', 'b']);
    if (when === 'one after the other') await turn();
    await Promise.all([ann, work('bob', ['b', 'a'])]);
    expect(set.snapshot().members.map(({ state }) => state)).toEqual(['free', 'free']);
  });

  test('E46 navigator.locks: to take levels against their order is an error and no silent hang', async () => {
    const levels = [
      { name: 'a', members: ['x'] },
      { name: 'b', members: ['x'] },
    ] as const;
    const manager = new LockManager({ levels, engine });
    const [ann, bob] = [manager.keyring('ann'), manager.keyring('bob')];
    await ann.acquire('a', 'x');
    await bob.acquire('b', 'x');
    const waiting = watch(ann.acquire('b', 'x'));
    expect(await rejectionOf(bob.acquire('a', 'x'))).toMatchObject({ code: 'level-order' });
    bob.releaseAll();
    await turn();
    expect(waiting.state).toBe('resolved');
  });
});
