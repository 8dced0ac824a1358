/**
 * What a monitor keeps alive, which is nothing, and how new locks come to the default one.
 */
import { describe, expect, test, vi } from 'vitest';
import { LockMonitor, LockSet, SharedLock } from '../../src/index.ts';
import { collectGarbage, growth } from './heap.ts';
import { turn } from './kit.ts';

/** The package as it is when a program starts. */
async function freshCopy(): Promise<typeof import('../../src/index.ts')> {
  vi.resetModules();
  return import('../../src/index.ts');
}

/** Once the names of this copy's default monitor are these. */
async function names(copy: Awaited<ReturnType<typeof freshCopy>>): Promise<string> {
  await collectGarbage();
  return copy.defaultMonitor.query(['name']).join();
}

describe('a monitor keeps nothing alive', () => {
  test('a lock that the program has let go of is not listed any more', async () => {
    const monitor = new LockMonitor();
    const kept = new SharedLock('kept');
    const keptSet = new LockSet('set', ['member']);
    const registerSome = (): void => {
      for (const lock of [new SharedLock('gone'), kept, new LockSet('gone'), keptSet, new SharedLock()]) {
        monitor.register(lock);
      }
    };
    registerSome();
    expect(monitor.query()).toHaveLength(6);
    await collectGarbage();
    expect(monitor.query(['name']).flat()).toEqual(['kept', 'set/[lockset]', 'set/member']);
    expect([kept.name, keptSet.name]).toEqual(['kept', 'set']);
  });

  test('a lock that is held or waited for by somebody stays listed', async () => {
    const monitor = new LockMonitor();
    const acquireOne = async () => {
      const lock = new SharedLock('held');
      monitor.register(lock);
      return lock.acquire({ owner: 'ann' });
    };
    const hold = await acquireOne();
    await collectGarbage();
    expect(monitor.query(['owner'])).toEqual([[['ann']]]);
    hold.release();
  });

  test('registering locks that come and go takes no more room with time, though nobody asks', async () => {
    const monitor = new LockMonitor();
    const churn = async (rounds: number): Promise<void> => {
      for (let round = 0; round < rounds; round += 1) {
        for (let i = 0; i < 100; i += 1) monitor.register({ lockInfo: () => [] });
        await turn();
        if (round % 50 === 0) await collectGarbage();
      }
    };
    await churn(100);
    // 100,000 references that were never dropped would take some megabytes, each time; what else the process
    // keeps comes once.
    const growths = [await growth(() => churn(1000)), await growth(() => churn(1000))];
    expect(Math.min(...growths)).toBeLessThan(700_000);
  });
});

describe('the default monitor', () => {
  test('is told of no lock before it is asked to watch, of every one after that, and of no member', async () => {
    const copy = await freshCopy();
    const before = [new copy.SharedLock('before'), new copy.LockSet('before', ['a'])];
    expect(await names(copy)).toBe('');
    copy.defaultMonitor.watchNewLocks();
    copy.defaultMonitor.watchNewLocks();
    expect(await names(copy)).toBe('');
    const manager = new copy.LockManager({ levels: [{ name: 'level', members: ['m'] }] });
    const after = [new copy.SharedLock('after'), new copy.LockSet('after', ['a', 'b'])];
    const made = 'after,after/[lockset],after/a,after/b';
    expect(await names(copy)).toBe(`${made},level/[lockset],level/m`);
    copy.defaultMonitor.register(before[0] as SharedLock);
    copy.defaultMonitor.register(after[0] as SharedLock);
    expect(await names(copy)).toBe(`${made},before,level/[lockset],level/m`);
    expect([before.length, after.length, String(manager)]).toEqual([2, 2, 'LockManager level']);
  });

  test('holds them weakly, and is not told of a lock that could not be made', async () => {
    const copy = await freshCopy();
    copy.defaultMonitor.watchNewLocks();
    const make = (): void => {
      expect(new copy.SharedLock('short-lived').name).toBe('short-lived');
      expect(() => new copy.SharedLock('wrong', { clock: {} as never })).toThrow('clock');
      expect(() => new copy.LockSet('wrong', ['[lockset]'])).toThrow('[lockset]');
      expect(copy.defaultMonitor.query(['name'])).toEqual([['short-lived']]);
    };
    make();
    expect(await names(copy)).toBe('');
  });

  test('does not share its watch with other monitors', async () => {
    const copy = await freshCopy();
    const monitor = new copy.LockMonitor();
    copy.defaultMonitor.watchNewLocks();
    const lock = new copy.SharedLock('lock');
    expect(monitor.query()).toEqual([]);
    expect(await names(copy)).toBe(lock.name);
  });
});
