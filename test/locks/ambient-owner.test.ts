/**
 * Owners that follow the flow of asynchronous code. Bad owners are in ./broken-parts.test.ts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type Hold, LockUsageError, SharedLock, withOwner } from '../../src/index.node.ts';
import { engines } from './engines.ts';
import { rejectionOf, thrownBy, turn, watch } from './kit.ts';

async function ownerOf(lock: SharedLock): Promise<string | null> {
  using hold = await lock.acquire('shared');
  return hold.owner;
}

describe.each(engines)('on the %s engine', (_name, engine) => {
  test('gives what its function gives, promises and throws as they are', async () => {
    const failure = new Error('body');
    expect(withOwner('ann', () => 17)).toBe(17);
    const promise = Promise.resolve();
    expect(withOwner('ann', () => promise)).toBe(promise);
    const fail = () => {
      throw failure;
    };
    expect(thrownBy(() => withOwner('ann', fail))).toBe(failure);
    const lock = new SharedLock('config', { engine });
    expect(await ownerOf(lock)).toBeNull();
  });

  test('the owner is known across await, timers, callbacks and what is called from there', async () => {
    const lock = new SharedLock('config', { engine });
    const owners = await withOwner('ann', async () => {
      const seen = [await ownerOf(lock)];
      await sleep(1);
      seen.push(await ownerOf(lock));
      await turn();
      seen.push(await ownerOf(lock));
      await new Promise<void>((resolve) => {
        setTimeout(() =>
          queueMicrotask(() => process.nextTick(async () => resolve(void seen.push(await ownerOf(lock))))),
        );
      });
      seen.push(await lock.run('exclusive', (hold) => hold.owner));
      return seen;
    });
    expect(owners).toEqual(Array(5).fill('ann'));
  });

  test('flows that run at once do not see the owners of each other', async () => {
    const lock = new SharedLock('config', { engine });
    const names = Array.from({ length: 30 }, (_, i) => `job ${i}`);
    const flow = async (name: string) => {
      await sleep(names.indexOf(name) % 3);
      return lock.run('exclusive', async (hold) => {
        await turn();
        return [hold.owner, lock.isOwned('exclusive')] as const;
      });
    };
    const seen = await Promise.all(names.map((name) => withOwner(name, () => flow(name))));
    expect(seen).toEqual(names.map((name) => [name, true]));
  });

  test('an owner inside an owner holds until its own function has ended', async () => {
    const lock = new SharedLock('config', { engine });
    const seen = await withOwner('ann', async () => {
      const before = await ownerOf(lock);
      const inside = await withOwner('bob', async () => {
        await turn();
        return ownerOf(lock);
      });
      return [before, inside, await ownerOf(lock)];
    });
    expect(seen).toEqual(['ann', 'bob', 'ann']);
  });

  test('the owner that a call names wins', async () => {
    const lock = new SharedLock('config', { engine });
    await withOwner('ann', async () => {
      using _other = await lock.acquire({ mode: 'shared', owner: 'bob' });
      using mine = lock.tryAcquire('shared');
      expect(mine?.owner).toBe('ann');
      expect(lock.isOwned('shared')).toBe(true);
      expect(lock.isOwned('shared', { owner: 'cy' })).toBe(false);
      lock.release({ owner: 'bob' });
      expect(lock.snapshot().holders.map(({ owner }) => owner)).toEqual(['ann']);
    });
  });

  test('the empty string is an owner', async () => {
    const lock = new SharedLock('config', { engine });
    await withOwner('ann', () => withOwner('', async () => expect(await ownerOf(lock)).toBe('')));
  });

  test('release, downgrade, delete and isOwned ask for the owner around them', async () => {
    const lock = new SharedLock('config', { engine });
    await withOwner('ann', async () => {
      await lock.acquire();
      lock.downgrade();
      expect(lock.isOwned('shared')).toBe(true);
      expect(await rejectionOf(lock.delete())).toMatchObject({ code: 'delete-while-sharing', owner: 'ann' });
      lock.release();
      expect(thrownBy(() => lock.release())).toMatchObject({ code: 'release-unowned', owner: 'ann' });
      await lock.acquire();
      await lock.delete();
    });
    expect(lock.snapshot().state).toBe('deleted');
  });

  test('a second acquire in one flow is an error at once, however deep it is', async () => {
    const lock = new SharedLock('config', { engine });
    const deep = async (): Promise<Hold> => {
      await turn();
      return lock.acquire({ mode: 'shared' });
    };
    await withOwner('ann', () =>
      lock.run('exclusive', async () => {
        const error = await rejectionOf(deep());
        expect(error).toBeInstanceOf(LockUsageError);
        expect(error).toMatchObject({ code: 'double-acquire', owner: 'ann', mode: 'shared' });
      }),
    );
  });

  test('a hold belongs to its owner in whatever flow it is released', async () => {
    const lock = new SharedLock('config', { engine });
    const hold = await withOwner('ann', () => lock.acquire());
    const next = watch(withOwner('bob', async () => [(await lock.acquire()).owner, await ownerOf(other)]));
    const other = new SharedLock('other', { engine });
    withOwner('cy', () => hold.release());
    await turn();
    expect(next).toMatchObject({ state: 'resolved', value: ['bob', 'bob'] });
    expect(await ownerOf(other)).toBeNull();
  });
});
