/**
 * Many waits with one signal, which has one listener of the locks: whoever has done with it leaves the others
 * as they were.
 */
import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { SharedLock } from '../../src/index.ts';
import { VirtualClock } from '../../src/testing.ts';
import { engines } from './engines.ts';
import { turn, watch } from './kit.ts';

describe.each(engines)('on the %s engine', (_name, engine) => {
  const scene = () => {
    const clock = new VirtualClock();
    const controller = new AbortController();
    const lock = new SharedLock('config', { engine, clock });
    return { clock, lock, controller, signal: controller.signal };
  };

  test('whoever runs out of time leaves the signal to those who wait on', async () => {
    const { clock, lock, controller, signal } = scene();
    const hold = await lock.acquire();
    const patient = watch(lock.acquire({ signal }));
    const hasty = watch(lock.acquire({ signal, timeout: 10 }));
    await clock.advance(10);
    expect([patient.state, hasty.state]).toEqual(['pending', 'rejected']);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    controller.abort(new Error('enough'));
    await turn();
    expect(patient).toMatchObject({ state: 'rejected', error: new Error('enough') });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    hold.release();
  });

  test('a signal that has been waited with and left is listened to again', async () => {
    const { lock, controller, signal } = scene();
    const first = await lock.acquire();
    const second = lock.acquire({ signal });
    first.release();
    await second;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    const third = watch(lock.acquire({ signal }));
    controller.abort(new Error('enough'));
    await turn();
    expect(third).toMatchObject({ state: 'rejected', error: new Error('enough') });
    expect(lock.waiterCount).toBe(0);
  });
});
