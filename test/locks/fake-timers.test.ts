/**
 * Locks under timers that a test puts in later, and by clocks of their own.
 */
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Clock, SharedLock } from '../../src/index.ts';
import { engines } from './engines.ts';
import { Scene, turn, watch } from './kit.ts';

function fake(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
}

describe.each(engines)('timers on the %s engine', (_name, engine) => {
  test('fake timers that are put in after the lock was made are used', async () => {
    const scene = new Scene(engine);
    scene.ask('ann');
    fake();
    scene.ask('bob', { timeout: 3_600_000 });
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(3_600_000);
    expect(await scene.news()).toBe('+ann -bob');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a wait that began under real timers and is granted under fake ones is granted once', async () => {
    const scene = new Scene(engine);
    scene.ask('ann');
    scene.ask('bob', { timeout: 30 });
    scene.ask('cy');
    await scene.news();
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    onTestFinished(() => warn.mockRestore());
    fake();
    scene.release('ann');
    expect(await scene.news()).toBe('+bob');
    vi.useRealTimers();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await scene.news()).toBe('');
    expect(scene.hold('bob').isHeld).toBe(true);
    expect(scene.lock.waiterCount).toBe(1);
  });

  test('a clock of its own is the only one that a lock looks at', async () => {
    fake();
    const armed: number[] = [];
    const clock: Clock = {
      now: () => 0,
      setTimeout: (_callback, ms) => armed.push(ms),
      clearTimeout: (timer) => void armed.splice(Number(timer) - 1, 1),
    };
    const lock = new SharedLock('config', { engine, clock });
    const hold = await lock.acquire();
    const waiting = watch(lock.acquire({ timeout: 12.5 }));
    expect(armed).toEqual([12.5]);
    expect(vi.getTimerCount()).toBe(0);
    hold.release();
    await turn();
    expect(waiting.state).toBe('resolved');
    expect(armed).toEqual([]);
  });
});
