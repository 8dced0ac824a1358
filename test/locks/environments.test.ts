/**
 * Where a lock has to live: beside another copy of the package, on platforms without `Symbol.dispose`, and
 * under timers that a test puts in later.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inspect, promisify } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import * as here from '../../src/index.ts';
import { engines } from './engines.ts';
import { rejectionOf, Scene, thrownBy, turn, watch } from './kit.ts';

/** Another copy of the package, as when two versions of it are installed. */
async function anotherCopy(): Promise<typeof here> {
  vi.resetModules();
  const copy = await import('../../src/index.ts');
  expect(copy.LockError).not.toBe(here.LockError);
  return copy;
}

describe('two copies of the package', () => {
  test('each knows the errors of the other by LockError.is and LockUsageError.is', async () => {
    const there = await anotherCopy();
    const lock = new there.SharedLock('config');
    using _hold = await lock.acquire({ owner: 'ann' });
    const late = await rejectionOf(lock.acquire({ timeout: 0 }));
    const wrong = thrownBy(() => lock.release({ owner: 'bob' }));
    expect(late).not.toBeInstanceOf(here.LockError);
    for (const { LockError, LockUsageError } of [here, there]) {
      expect([LockError.is(late), LockUsageError.is(late)]).toEqual([true, false]);
      expect([LockError.is(wrong), LockUsageError.is(wrong)]).toEqual([false, true]);
    }
  });

  test('nothing else is an error of locks', () => {
    class LockError extends Error {
      override readonly name = 'LockError';
      readonly code = 'timeout';
    }
    const others = [
      undefined,
      null,
      0,
      'timeout',
      {},
      () => {},
      Symbol('x'),
      new Error('x'),
      new LockError('x'),
    ];
    for (const other of [...others, Object.create(null)]) {
      expect(here.LockError.is(other)).toBe(false);
      expect(here.LockUsageError.is(other)).toBe(false);
    }
  });

  test('locks of both work side by side, also when one answers in the midst of the other', async () => {
    const there = await anotherCopy();
    const [one, other] = [new here.SharedLock('one'), new there.SharedLock('other')];
    const holds = [await one.acquire(), await other.acquire()];
    const waiting = [watch(one.acquire()), watch(other.acquire())];
    for (const hold of holds) hold.release();
    await turn();
    expect(waiting.map(({ state }) => state)).toEqual(['resolved', 'resolved']);
  });

  test('the engine of another copy is refused by whatever is made with it', async () => {
    vi.resetModules();
    const { xstateEngine: engine } = await import('../../src/machines.ts');
    const makers = [
      () => new here.SharedLock('config', { engine }),
      () => new here.LockSet('config', ['node1'], { engine }),
      () => new here.LockManager({ levels: [{ name: 'node' }], engine }),
    ];
    for (const make of makers) {
      const error = thrownBy(make);
      expect(error).toBeInstanceOf(here.LockUsageError);
      expect(error).toMatchObject({ code: 'invalid-argument' });
      expect(String(error)).toContain('another copy of this package');
    }
  });

  test('the message of an error is shown as that of any error, with what it is about', async () => {
    const lock = new here.SharedLock('config');
    using _hold = await lock.acquire();
    const error = await rejectionOf(lock.acquire({ timeout: 0, owner: 'ann' }));
    expect(String(error)).toBe(`LockError: ${(error as Error).message}`);
    expect(inspect(error)).toMatch(
      /^LockError: Lock 'config'[\s\S]*environments\.test[\s\S]*code: 'timeout'/,
    );
    expect(Object.prototype.toString.call(error)).toBe('[object Error]');
    // What says nothing about this error is not shown.
    expect(inspect(error)).not.toMatch(/names|Symbol\(/);
  });
});

test('a platform without Symbol.dispose has release, and no method of a strange name', async () => {
  const fixture = fileURLToPath(new URL('fixtures/no-dispose.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', fixture], {
    timeout: 30_000,
  });
  expect(stdout).toBe('well\n');
});

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
    const clock: here.Clock = {
      now: () => 0,
      setTimeout: (_callback, ms) => armed.push(ms),
      clearTimeout: (timer) => void armed.splice(Number(timer) - 1, 1),
    };
    const lock = new here.SharedLock('config', { engine, clock });
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
