/**
 * Options are read once: what was checked is what is used, whatever a getter says the next time.
 */
import { describe, expect, test } from 'vitest';
import { LockManager, LockSet, LockUsageError, SharedLock } from '../../src/index.ts';
import { VirtualClock } from '../../src/testing.ts';
import { engines } from './engines.ts';
import { thrownBy, turn, watch } from './kit.ts';

const good = {
  owner: 'ann',
  mode: 'exclusive',
  priority: 0,
  timeout: 1000,
  signal: undefined,
  raise: undefined,
  opportunistic: false,
  acquire: 'shared',
};

/** Good the first time, and never again; `reads` says how often each was asked for. */
function fickle(fields: Record<string, unknown>): { options: object; reads: Record<string, number> } {
  const reads: Record<string, number> = {};
  const options = {};
  for (const [name, value] of Object.entries(fields)) {
    reads[name] = 0;
    const get = (): unknown => {
      reads[name] = (reads[name] ?? 0) + 1;
      return reads[name] === 1 ? value : Number.NaN;
    };
    Object.defineProperty(options, name, { get, enumerable: true });
  }
  return { options, reads };
}

const most = (reads: Record<string, number>): number => Math.max(...Object.values(reads));

describe.each(engines)('on the %s engine', (_name, engine) => {
  test('of a lock', async () => {
    const clock = new VirtualClock();
    const lock = new SharedLock('config', { engine, clock });
    const hold = await lock.acquire();
    const raise = fickle({ after: 10, by: 2, to: -2 });
    const asked = fickle({ ...good, raise: raise.options });
    const waiting = watch(lock.acquire(asked.options));
    const ended = fickle(good);
    const ending = watch(lock.delete({ ...ended.options, owner: 'bob' }));
    await clock.advance(100);
    expect(lock.snapshot().queue.map(({ priority }) => priority)).toEqual([-2, 0]);
    await clock.advance(900);
    expect([waiting, ending]).toMatchObject([{ error: { code: 'timeout' } }, { error: { code: 'timeout' } }]);
    hold.release();
    const tried = fickle({ owner: 'cy', mode: 'shared', timeout: undefined });
    using quick = lock.tryAcquire(tried.options);
    expect(quick?.mode).toBe('shared');
    for (const { reads } of [raise, asked, tried]) expect(most(reads)).toBe(1);
  });

  test.each(['set', 'keyring'])('of a %s', async (kind) => {
    const clock = new VirtualClock();
    const set = new LockSet('node', ['a'], { engine, clock });
    const manager = new LockManager({ levels: [{ name: 'node', members: ['a'] }], engine, clock });
    const of = (owner: string) => {
      const keyring = manager.keyring(owner);
      return kind === 'set'
        ? {
            acquire: (options: object) => set.acquire('a', options),
            add: (name: string, options: object) => set.add(name, options),
            remove: (name: string, options: object) => set.remove(name, options),
          }
        : {
            acquire: (options: object) => keyring.acquire('node', 'a', options),
            add: (name: string, options: object) => keyring.add('node', name, options),
            remove: (name: string, options: object) => keyring.remove('node', name, options),
          };
    };
    const holder = await of('holder').acquire({ owner: 'holder' });
    const raise = fickle({ after: 10, by: 2, to: -2 });
    const asked = fickle({ ...good, raise: raise.options });
    const waiting = watch(of('ann').acquire(asked.options));
    await clock.advance(100);
    await clock.advance(900);
    expect(waiting).toMatchObject({ state: 'rejected', error: { code: 'timeout' } });
    holder.release();
    const added = fickle({ ...good, owner: 'bob' });
    (await of('bob').add('b', added.options)).release();
    const removed = fickle({ ...good, owner: 'cy' });
    expect(await of('cy').remove('b', removed.options)).toEqual(['b']);
    for (const { reads } of [raise, asked, added, removed]) expect(most(reads)).toBe(1);
  });

  test.each([{ timeout: 0 }, { signal: AbortSignal.abort() }, { priority: 1 }, { raise: { after: 5 } }])(
    'tryAcquire never waits, and refuses %o',
    async (options) => {
      const lock = new SharedLock('config', { engine });
      const error = thrownBy(() => lock.tryAcquire({ mode: 'shared', ...options } as object));
      expect(error).toBeInstanceOf(LockUsageError);
      expect(error).toMatchObject({ code: 'invalid-argument', lock: 'config' });
      expect(String(error)).toContain('never waits');
      await turn();
      expect(lock.snapshot().state).toBe('free');
    },
  );
});
