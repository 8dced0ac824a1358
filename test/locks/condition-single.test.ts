/**
 * The condition that comes once.
 */
import { describe, expect, test } from 'vitest';
import { SharedLock, SingleNotifyCondition } from '../../src/index.ts';
import { engines } from './engines.ts';
import { rejectionOf, thrownBy } from './kit.ts';

describe.each(engines)('on the %s engine', (_name, engine) => {
  test('a single notification comes once: waiting and notifying are refused after it', async () => {
    const lock = new SharedLock('config', { engine });
    const loaded = new SingleNotifyCondition(lock);
    const [ann, bob] = [await lock.acquire('shared'), await lock.acquire('shared')];
    const waiting = loaded.wait({ hold: ann });
    expect(loaded.notifyAll({ hold: bob })).toBe(1);
    await waiting;
    expect([loaded.isNotified, loaded.hasWaiting, loaded.waiting]).toEqual([true, false, []]);
    const refused = { name: 'LockUsageError', code: 'already-notified', lock: 'config', owner: null };
    expect(thrownBy(() => loaded.notifyAll({ hold: ann }))).toMatchObject(refused);
    expect(await rejectionOf(loaded.wait({ hold: ann }))).toMatchObject(refused);
    expect(await rejectionOf(loaded.wait({ hold: ann, timeout: 0 }))).toMatchObject(refused);
    expect([ann.isHeld, ann.token]).toEqual([true, 3]);
  });

  test('a single notification that finds nobody waiting is over all the same', async () => {
    const lock = new SharedLock('config', { engine });
    const loaded = new SingleNotifyCondition(lock);
    using hold = await lock.acquire();
    expect(loaded.isNotified).toBe(false);
    expect(loaded.notifyAll({ hold })).toBe(0);
    expect(loaded.isNotified).toBe(true);
    expect(thrownBy(() => loaded.notifyAll({ hold }))).toMatchObject({ code: 'already-notified' });
  });
});
