/**
 * On XState the machines of a set are actors that send each other events: from what XState's own inspection
 * tells, an acquisition can be read as a sequence.
 */
import { expect, test } from 'vitest';
import type { AnyActorRef } from 'xstate';
import { BGL, ganetiLevels, LockManager, LockSet } from '../../src/index.ts';
import { createXstateEngine, type Inspect } from '../../src/machines.ts';

/** An engine, and who told whom what, in order. */
function watched() {
  const lines: string[] = [];
  const inspect: Inspect = (event) => {
    if (event.type !== '@xstate.event' || event.event.type.startsWith('xstate.')) return;
    const [from, to] = [event.sourceRef, event.actorRef] as (AnyActorRef | undefined)[];
    lines.push(`${from?.id ?? '*'} -> ${to?.id}: ${event.event.type}`);
  };
  return { engine: createXstateEngine({ inspect }), told: () => lines.splice(0) };
}

test('an acquisition of a set reads as a sequence', async () => {
  const { engine, told } = watched();
  const nodes = new LockSet('node', ['a', 'b'], { engine });
  told();
  const hold = await nodes.acquire(['b', 'a'], { owner: 'ann' });
  expect(told()).toEqual([
    '* -> node/owner ann: set.acquire',
    'node/owner ann -> node/catalogue: catalogue.resolve',
    'node/catalogue -> node/owner ann: catalogue.resolved',
    'node/owner ann -> node/a: lock.acquire',
    'node/a -> node/owner ann: lock.granted',
    'node/owner ann -> node/b: lock.acquire',
    'node/b -> node/owner ann: lock.granted',
  ]);
  hold.release();
  expect(told()).toEqual([
    '* -> node/owner ann: set.release',
    'node/owner ann -> node/a: lock.release',
    'node/owner ann -> node/b: lock.release',
  ]);
});

test('so does one through a manager, from the keyring on', async () => {
  const { engine, told } = watched();
  const manager = new LockManager({ levels: ganetiLevels({ nodes: ['n'] }), engine });
  await using job = manager.keyring('job');
  told();
  await job.acquire('cluster', BGL, { mode: 'shared' });
  expect(told()).toEqual([
    '* -> keyring job: keyring.acquire',
    'keyring job -> cluster/owner job: set.acquire',
    'cluster/owner job -> cluster/catalogue: catalogue.resolve',
    'cluster/catalogue -> cluster/owner job: catalogue.resolved',
    'cluster/owner job -> cluster/BGL: lock.acquire',
    'cluster/BGL -> cluster/owner job: lock.granted',
    'cluster/owner job -> keyring job: set.acquired',
  ]);
});
