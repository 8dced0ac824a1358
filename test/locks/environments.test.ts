/**
 * Where a lock has to live: beside another copy of the package, and on platforms without `Symbol.dispose`.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import * as here from '../../src/index.ts';
import { rejectionOf, thrownBy, turn, watch } from './kit.ts';

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
      expect(String(error)).toContain('of the same copy of this package');
    }
  });
});

test('a platform without Symbol.dispose has release, and no method of a strange name', async () => {
  const fixture = fileURLToPath(new URL('fixtures/no-dispose.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', fixture], {
    timeout: 30_000,
  });
  expect(stdout).toBe('well\n');
});
