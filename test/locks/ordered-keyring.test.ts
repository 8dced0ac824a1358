/**
 * A manager from outside: its monitor, its text, and keyrings whose type knows the order of levels.
 */
import { expect, test } from 'vitest';
import { BGL, ganetiLevels, LockManager } from '../../src/index.ts';
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
