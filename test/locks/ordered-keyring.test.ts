/**
 * A manager from outside: its monitor, its text, and keyrings whose type knows the order of levels.
 */
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { ALL, BGL, ganetiLevels, LockManager } from '../../src/index.ts';
import { rejectionOf } from './kit.ts';

test('the locks of a manager are listed by its monitor', async () => {
  const manager = new LockManager({ levels: [{ name: 'file', members: ['b', 'a'] }] });
  await using job = manager.keyring('job');
  await job.acquire('file', 'a');
  expect(manager.monitor.query(['name', 'mode', 'owner'])).toEqual([
    ['file/[lockset]', null, null],
    ['file/a', 'exclusive', ['job']],
    ['file/b', null, null],
  ]);
  expect(String(manager)).toBe('LockManager file');
  expect(inspect(job)).toBe("Keyring 'job' file/a exclusive");
  const nobody = manager.keyring();
  expect(String(nobody)).toBe('Keyring ? holds nothing');
  nobody.close();
  expect(String(nobody)).toBe('Keyring ? closed');
  await using all = manager.keyring('all');
  job.releaseAll();
  await all.acquire('file', ALL, { mode: 'shared' });
  expect(String(all)).toBe("Keyring 'all' file/[lockset] shared, file/a shared, file/b shared");
});

test('a keyring that is ordered acquires as any other', async () => {
  const manager = new LockManager({ levels: ganetiLevels({ nodes: ['node1'], instances: ['web1'] }) });
  await using start = manager.orderedKeyring('job');
  const cluster = await start.acquire('cluster', BGL, { mode: 'shared' });
  const node = await cluster.acquire('node', 'node1');
  expect([start.hold, node.hold?.names]).toEqual([undefined, ['node1']]);
  // Kept from before: the type lets it pass, the check at run time does not.
  expect(await rejectionOf(cluster.acquire('instance', 'web1'))).toMatchObject({ code: 'level-order' });
});
