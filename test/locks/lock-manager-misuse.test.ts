/**
 * Lock managers used wrongly, on both engines: each mistake is told at once, with its code, and changes
 * nothing.
 */
import { describe, expect, test } from 'vitest';
import { BGL, ganetiLevels, type Keyring, LockManager, LockSet, LockUsageError } from '../../src/index.ts';
import { engines } from './engines.ts';
import { rejectionOf, thrownBy } from './kit.ts';

describe.each(engines)('on the %s engine', (_name, engine) => {
  test('wrong use is told at once, with what to do, and changes nothing', async () => {
    const levels = ganetiLevels({ nodes: ['node1', 'node2'], instances: ['web1'] });
    const manager = new LockManager({ levels, engine });
    const job = manager.keyring('job') as Keyring;
    const busy = manager.keyring('busy') as Keyring;
    await busy.acquire('cluster', BGL, { mode: 'shared' });
    await busy.acquire('node', 'node1');
    const before = manager.snapshot();
    const symbol = Symbol('node') as never;
    const wrong: [code: string, use: () => unknown][] = [
      ['invalid-level', () => job.acquire('moon', BGL)],
      ['invalid-level', () => job.release('moon')],
      ['invalid-level', () => job.downgrade('moon')],
      ['invalid-level', () => job.listOwned('moon')],
      ['immutable-level', () => job.add('cluster', 'x')],
      ['immutable-level', () => job.remove('moon', 'x')],
      ['bgl-required', () => job.acquire('node', 'node1')],
      ['bgl-required', () => job.add('node', 'node3')],
      ['level-order', () => busy.acquire('instance', 'web1')],
      ['bgl-release', () => busy.release('cluster')],
      ['set-double-acquire', () => busy.acquire('node', 'node2')],
      ['set-release-unowned', () => job.release('node')],
      ['release-unheld', () => busy.release('node', 'node2')],
      ['invalid-argument', () => job.acquire(7 as never, BGL)],
      ['invalid-argument', () => job.acquire(symbol, BGL, { timeout: -1 })],
      ['invalid-argument', () => job.add(symbol, 7 as never)],
      ['invalid-argument', () => job.remove(symbol, 7 as never)],
      ['invalid-argument', () => job.names(symbol)],
      ['invalid-argument', () => job.release(symbol)],
      ['invalid-argument', () => job.downgrade(symbol)],
      ['invalid-argument', () => job.isOwned(symbol)],
      ['invalid-argument', () => job.listOwned(symbol)],
      ['invalid-argument', () => job.owningAll(symbol)],
      ['invalid-argument', () => job.checkOwned(symbol, 'x', 'both' as never)],
      ['invalid-argument', () => ganetiLevels(null as never)],
      ['invalid-argument', () => new LockManager({ levels: ganetiLevels({ nodes: null as never }) })],
      ['invalid-argument', () => job.acquire('cluster', 7 as never)],
      ['invalid-argument', () => job.acquire('cluster', BGL, { raise: { after: 0 } })],
      ['invalid-argument', () => job.acquire('cluster', BGL, { raise: { after: 5, by: -1 } })],
      ['invalid-argument', () => job.add('node', '[lockset]')],
      ['invalid-argument', () => manager.keyring(7 as never)],
    ];
    for (const [code, use] of wrong) {
      let error: unknown;
      try {
        await use();
      } catch (thrown) {
        error = thrown;
      }
      expect(error, code).toBeInstanceOf(LockUsageError);
      expect(error).toMatchObject({ code });
    }
    expect(manager.snapshot()).toEqual(before);
    busy.close();
  });
});

test('a list with holes is refused, and no operation hangs', async () => {
  const holes = Object.assign([] as string[], { 1: 'a' });
  const set = new LockSet('node', ['a']);
  expect(thrownBy(() => new LockSet('node', holes))).toMatchObject({ code: 'invalid-argument' });
  expect(await rejectionOf(set.remove(holes))).toMatchObject({ code: 'invalid-argument' });
  expect(await rejectionOf(set.acquire(holes))).toMatchObject({ code: 'invalid-argument' });
});

test('a closed keyring gives back nothing of the next keyring of its owner', async () => {
  const manager = new LockManager({ levels: [{ name: 'file', members: ['a'] }] });
  const old = manager.keyring('job');
  old.close();
  const hold = await manager.keyring('job').acquire('file', 'a');
  old.close();
  old.releaseAll();
  expect(hold.isHeld).toBe(true);
  hold.release();
});

test('levels must hang together', () => {
  const wrong: unknown[] = [
    [],
    undefined,
    [{ name: 'a' }, { name: 'a' }],
    [{ name: 7 }],
    [null],
    [{ name: 'a', members: ['x'], bigLock: 'y', modifiable: false }],
    [{ name: 'a', members: ['x'], bigLock: 'x' }],
    [{ name: 'a' }, { name: 'b', members: ['x'], bigLock: 'x', modifiable: false }],
    [{ name: 'a', members: ['[lockset]'] }],
  ];
  for (const levels of wrong) {
    expect(thrownBy(() => new LockManager({ levels: levels as never }))).toMatchObject({
      code: 'invalid-argument',
    });
  }
});
