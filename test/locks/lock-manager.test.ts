/**
 * Lock managers by example, on both engines: what the recorded scenarios do not reach, such as holds,
 * anonymous keyrings, signals, closing, and bad arguments.
 */
import { describe, expect, test } from 'vitest';
import {
  ALL,
  BGL,
  ganetiLevels,
  type Keyring,
  LockError,
  LockManager,
  NAL,
  withOwner,
} from '../../src/index.node.ts';
import { VirtualClock } from '../../src/testing.ts';
import { engines } from './engines.ts';
import { rejectionOf, thrownBy, turn, watch } from './kit.ts';

const reason = new Error('no longer needed');

describe.each(engines)('on the %s engine', (_name, engine) => {
  const clusterOf = (clock?: VirtualClock) =>
    new LockManager({
      levels: ganetiLevels({
        nodes: ['node1', 'node2'],
        instances: ['web1', 'web2'],
        nodegroups: ['group1'],
        networks: ['net1'],
      }),
      engine,
      clock,
    });
  const isFree = (manager: { snapshot(): ReturnType<ReturnType<typeof clusterOf>['snapshot']> }): boolean =>
    manager
      .snapshot()
      .levels.flatMap(({ set }) => [set.setLock, ...set.members])
      .every(({ state, queue }) => state === 'free' && queue.length === 0);

  test('a keyring gives everything back at the end of its block', async () => {
    const manager = clusterOf();
    {
      await using job = manager.keyring('job-17');
      await job.acquire('cluster', BGL, { mode: 'shared' });
      const nodes = await job.acquire('node', ALL);
      expect(nodes).toMatchObject({ owner: 'job-17', names: ['node1', 'node2'], isHeld: true });
      expect([job.owningAll('node'), job.isOwned('instance'), job.listOwned('node')]).toEqual([
        true,
        false,
        ['node1', 'node2'],
      ]);
      expect(job.checkOwned('node', 'node1', 'exclusive')).toBe(true);
    }
    expect(isFree(manager)).toBe(true);
  });

  test('whoever waits for what a keyring has is let in from the greatest level down', async () => {
    const manager = clusterOf();
    const job = manager.keyring('job');
    await job.acquire('cluster', BGL);
    await job.acquire('instance', 'web1');
    const order: string[] = [];
    const other = manager.keyring('other');
    const waiting = other.acquire('cluster', BGL, { mode: 'shared' }).then(() => order.push('cluster'));
    await turn();
    job.releaseAll();
    await waiting;
    await other.acquire('instance', 'web1');
    expect(order).toEqual(['cluster']);
    other.close();
    expect(isFree(manager)).toBe(true);
  });

  test('a wait is given up, and told so, when its keyring is closed', async () => {
    const manager = clusterOf();
    const holder = manager.keyring('holder');
    await holder.acquire('cluster', BGL, { mode: 'shared' });
    await holder.acquire('node', 'node2');
    const job = manager.keyring('job');
    await job.acquire('cluster', BGL, { mode: 'shared' });
    const waiting = watch(job.acquire('node', ['node1', 'node2']));
    await turn();
    job.close();
    await turn();
    expect(waiting.error).toBeInstanceOf(LockError);
    expect(waiting.error).toMatchObject({ code: 'closed', lock: 'node', owner: 'job' });
    expect(await rejectionOf(job.acquire('cluster', BGL))).toMatchObject({ code: 'keyring-closed' });
    holder.close();
    expect(isFree(manager)).toBe(true);
    // The owner may come again, with another keyring.
    await manager.keyring('job').acquire('cluster', BGL);
  });

  test('an abort gives back what was taken on the way, and keeps the levels before', async () => {
    const manager = clusterOf();
    const holder = manager.keyring('holder');
    await holder.acquire('cluster', BGL, { mode: 'shared' });
    await holder.acquire('node', 'node2');
    const job = manager.keyring();
    await job.acquire('cluster', BGL, { mode: 'shared' });
    const controller = new AbortController();
    const waiting = watch(job.acquire('node', ALL, { signal: controller.signal }));
    await turn();
    controller.abort(reason);
    await turn();
    expect(waiting.error).toBe(reason);
    expect([job.owner, job.listOwned('cluster'), job.listOwned('node')]).toEqual([null, [BGL], []]);
    job.close();
    holder.close();
    expect(isFree(manager)).toBe(true);
  });

  test('one deadline covers all waits of an acquisition, and no timer is left', async () => {
    const clock = new VirtualClock();
    const manager = clusterOf(clock);
    const [first, second, job] = ['first', 'second', 'job'].map((owner) => manager.keyring(owner)) as [
      Keyring,
      Keyring,
      Keyring,
    ];
    for (const keyring of [first, second, job]) await keyring.acquire('cluster', BGL, { mode: 'shared' });
    await first.acquire('node', 'node1');
    await second.acquire('node', 'node2');
    const waiting = watch(job.acquire('node', ALL, { timeout: 100 }));
    await clock.advance(60);
    first.release('node');
    await clock.advance(39);
    expect(waiting.state).toBe('pending');
    await clock.advance(1);
    expect(waiting.error).toMatchObject({ code: 'timeout', lock: 'node', owner: 'job' });
    expect(clock.pending).toBe(0);
    for (const keyring of [first, second, job]) keyring.close();
    expect(isFree(manager)).toBe(true);
  });

  test('a big lock that was given back is lacking again', async () => {
    const all = { name: 'all', members: ['big', 'low'], modifiable: false, bigLock: 'big' };
    await using job = new LockManager({ levels: [all, { name: 'node' }], engine }).keyring('job');
    await job.acquire('all', ['big', 'low']);
    job.release('all', 'big');
    await expect(job.acquire('node', [])).rejects.toMatchObject({ code: 'bgl-required' });
  });

  test('one operation at a time', async () => {
    const manager = clusterOf();
    const holder = manager.keyring('holder');
    await holder.acquire('cluster', BGL);
    const job = manager.keyring('job');
    const waiting = watch(job.acquire('cluster', BGL, { mode: 'shared' }));
    await turn();
    const again = await rejectionOf(job.acquire('instance', 'web1'));
    expect(again).toMatchObject({ code: 'keyring-busy', owner: 'job' });
    expect(thrownBy(() => job.release('cluster'))).toMatchObject({ code: 'keyring-busy' });
    holder.close();
    await turn();
    expect(waiting.state).toBe('resolved');
    job.close();
  });

  test('names are not waited for with something in hand that could be in the way', async () => {
    const manager = clusterOf();
    const job = manager.keyring('job');
    expect(await job.names('instance')).toEqual(['web1', 'web2']);
    await job.acquire('cluster', BGL, { mode: 'shared' });
    await job.acquire('instance', 'web1');
    expect(await rejectionOf(job.names('instance'))).toMatchObject({ code: 'level-order' });
    job.release('instance');
    await job.acquire('instance', ALL, { mode: 'shared' });
    expect(await job.names('instance')).toEqual(['web1', 'web2']);
    await job.acquire('node', 'node1');
    expect(await rejectionOf(job.names('node'))).toMatchObject({ code: 'level-order' });
    expect(await job.names('network')).toEqual(['net1']);
    job.close();
  });

  test('members are added, taken, removed and released, and waiters of a removed one are told', async () => {
    const manager = clusterOf();
    const job = manager.keyring('job');
    await job.acquire('cluster', BGL, { mode: 'shared' });
    const added = await job.add('instance', ['web3', 'web4'], { acquire: 'exclusive' });
    expect(added.names).toEqual(['web3', 'web4']);
    const other = manager.keyring('other');
    await other.acquire('cluster', BGL, { mode: 'shared' });
    const waiting = watch(other.acquire('instance', 'web3'));
    await turn();
    await job.acquire('node', 'node1');
    expect(await job.remove('instance', 'web3')).toEqual(['web3']);
    await turn();
    expect(waiting.error).toMatchObject({ code: 'not-found' });
    added.release();
    expect([added.isHeld, job.listOwned('instance')]).toEqual([false, []]);
    job.close();
    other.close();
    expect(isFree(manager)).toBe(true);
  });

  test('a hold that is over releases nothing, and downgrades nothing', async () => {
    const manager = clusterOf();
    const job = manager.keyring('job');
    await job.acquire('cluster', BGL, { mode: 'shared' });
    const first = await job.acquire('node', 'node1');
    first.release();
    const second = await job.acquire('node', 'node2');
    first.release();
    expect(thrownBy(() => first.downgrade())).toMatchObject({ code: 'set-downgrade-unowned' });
    expect([first.isHeld, second.isHeld, second.mode('node2')]).toEqual([false, true, 'exclusive']);
    second.downgrade();
    expect(second.mode('node2')).toBe('shared');
    job.close();
  });

  test('a waiting request is raised, and passes what is less urgent by then', async () => {
    const clock = new VirtualClock();
    const manager = clusterOf(clock);
    const keyrings = ['holder', 'urgent', 'raised'].map((owner) => manager.keyring(owner));
    const [holder, urgent, raised] = keyrings as [Keyring, Keyring, Keyring];
    for (const keyring of keyrings) await keyring.acquire('cluster', BGL, { mode: 'shared' });
    await holder.acquire('node', 'node1');
    const before = watch(urgent.acquire('node', 'node1', { priority: -1 }));
    const after = watch(raised.acquire('node', ['node1', 'node2'], { raise: { after: 100, to: -5 } }));
    await clock.advance(250);
    holder.release('node');
    await turn();
    expect([before.state, after.state]).toEqual(['pending', 'resolved']);
    raised.release('node');
    await turn();
    expect(before.state).toBe('resolved');
    expect(clock.pending).toBe(0);
    for (const keyring of keyrings) keyring.close();
  });

  test('an anonymous and an ambient owner have keyrings too', async () => {
    const manager = clusterOf();
    await withOwner('ann', async () => {
      const job = manager.keyring();
      expect(job.owner).toBe('ann');
      await job.acquire('cluster', BGL);
    });
    expect(manager.keyring('ann').listOwned('cluster')).toEqual([BGL]);
    const stranger = manager.keyring();
    expect(await rejectionOf(stranger.acquire('cluster', BGL, { timeout: 0 }))).toMatchObject({
      code: 'timeout',
    });
    manager.keyring('ann').close();
    await stranger.acquire('cluster', BGL);
    await stranger.acquire('node-alloc', NAL);
    stranger.close();
    expect(isFree(manager)).toBe(true);
  });
});
