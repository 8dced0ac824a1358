/**
 * Conditions of a lock that is deleted or closed: nobody waits for ever for what can not come any more.
 */
import { describe, expect, test } from 'vitest';
import type { SharedLock } from '../../src/index.ts';
import { setUp } from './condition-kit.ts';
import { engines } from './engines.ts';
import { rejectionOf, turn, watch } from './kit.ts';

describe.each(engines)('on the %s engine', (_name, engine) => {
  const endings: Record<string, (lock: SharedLock) => unknown> = {
    'a hold ends it': async (lock) => (await lock.acquire()).delete(),
    'it is deleted by nobody who holds it': (lock) => lock.delete(),
    'its owner deletes it': async (lock) => {
      await lock.acquire({ owner: 'dee' });
      await lock.delete({ owner: 'dee' });
    },
    'it is closed': (lock) => lock.close(),
  };

  test.each(Object.entries(endings))(
    'who waits is refused as soon as the lock is over: %s',
    async (how, end) => {
      const { lock, filled } = setUp(engine);
      const holds = await Promise.all([
        lock.acquire('shared'),
        lock.acquire({ mode: 'shared', owner: 'ann' }),
      ]);
      const waits = holds.map((hold) => watch(filled.wait({ hold })));
      await end(lock);
      await turn();
      const code = how === 'it is closed' ? 'closed' : 'deleted';
      for (const [place, waiting] of waits.entries()) {
        const owner = holds[place]?.owner ?? null;
        expect(waiting).toMatchObject({ state: 'rejected', error: { name: 'LockError', code, owner } });
      }
      expect([filled.hasWaiting, holds.map(({ isHeld }) => isHeld)]).toEqual([false, [false, false]]);
      expect(lock.snapshot().holders).toEqual([]);
    },
  );

  test('a delete that waits is served by the wait of the last holder, and that wait is refused', async () => {
    const { lock, filled } = setUp(engine);
    const hold = await lock.acquire();
    const deleting = watch(lock.delete());
    const waiting = watch(filled.wait({ hold }));
    await turn();
    expect([deleting.state, waiting.state]).toEqual(['resolved', 'rejected']);
    expect(waiting.error).toMatchObject({ code: 'deleted' });
  });

  test('whoever still holds a closed lock does not get it again', async () => {
    const { lock, filled } = setUp(engine);
    const hold = await lock.acquire();
    lock.close();
    expect(filled.notifyAll({ hold })).toBe(0);
    expect(await rejectionOf(filled.wait({ hold }))).toMatchObject({ code: 'closed', lock: 'queue' });
    expect([hold.isHeld, filled.hasWaiting, lock.snapshot().state]).toEqual([false, false, 'free']);
  });

  test('a lock that is closed after the notification refuses those who queue for it', async () => {
    const { lock, filled } = setUp(engine);
    const hold = await lock.acquire();
    const waiting = watch(filled.wait({ hold }));
    const other = await lock.acquire();
    filled.notifyAll({ hold: other });
    lock.close();
    await turn();
    expect(waiting).toMatchObject({ state: 'rejected', error: { code: 'closed' } });
    expect([hold.isHeld, other.isHeld]).toEqual([false, true]);
  });
});
