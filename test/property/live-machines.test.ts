/**
 * The machines behind a lock set or a lock manager, as whoever watches them sees them: each is started under
 * a name, restored under the same, and stopped when it is over.
 */
import { expect, test } from 'vitest';
import type { KeyringCommand } from '../../src/core/level-order/commands.ts';
import { LockManagerSystem } from '../../src/core/level-order/system.ts';
import { LockSetSystem, type OwnerKey } from '../../src/core/lock-set/system.ts';
import { Router } from '../../src/core/router.ts';
import { allCompiled } from '../../src/testing/identity.ts';
import type { SetCommand } from './set-commands.ts';

/** The machines, and what was done with them. */
function watchedMachines() {
  const calls: string[] = [];
  const names = new Map<object, string>();
  const watched = <
    Machine extends {
      start(input: never, id: () => string): object;
      restore(state: never, id: string): object;
      stop(live: object): void;
    },
  >(
    machine: Machine,
  ): Machine => {
    const entered = (live: object, how: string, id: string) => {
      names.set(live, id);
      calls.push(`${how} ${id}`);
      return live;
    };
    return {
      ...machine,
      start: (input, id) => entered(machine.start(input, id), 'start', id()),
      restore: (state, id) => entered(machine.restore(state, id), 'restore', id),
      stop: (live) => calls.push(`stop ${names.get(live)}`),
    };
  };
  const { lock, set, catalogue, keyring } = allCompiled;
  const machines = {
    lock: watched(lock),
    set: watched(set),
    catalogue: watched(catalogue),
    keyring: watched(keyring),
  };
  return { machines, calls };
}

const HOW = { mode: 'shared', priority: 0, try: false, opportunistic: false, limited: false } as const;
const IGNORED = { answered: () => {}, asked: () => {} };

function openSet(members: readonly string[]) {
  const { machines, calls } = watchedMachines();
  const system = new LockSetSystem('node', { machines, router: new Router(), listener: IGNORED }, members);
  return { perform: (key: OwnerKey, command: SetCommand) => system.perform(key, command), calls };
}

test('the machines of a manager are called by what they are, and whom they serve, also when restored', () => {
  const { machines, calls } = watchedMachines();
  const setup = { levels: [{ name: 'node', modifiable: true, members: ['n1'] }], bigLock: null };
  const manager = new LockManagerSystem(machines, setup, IGNORED);
  const command = { type: 'keyring.acquire', level: 'node', names: ['n1'], ...HOW } as const;
  manager.perform('ann', { ...command, request: 1 });
  manager.perform(2, { ...command, request: 2 });
  expect(calls.splice(0)).toEqual([
    'start node/catalogue',
    'start node/[lockset]',
    'start node/n1',
    'start keyring ann',
    'start node/owner ann',
    'start keyring 2',
    'start node/owner 2',
  ]);
  const state = manager.encode();
  expect(state.keyrings.map(({ key, state: { context } }) => [key, context.owner, context.alias])).toEqual([
    [2, null, 2],
    ['ann', 'ann', null],
  ]);
  const restored = new LockManagerSystem(machines, setup, IGNORED, state);
  expect(restored.encode()).toEqual(state);
  expect(calls).toEqual([
    'restore node/catalogue',
    'restore node/[lockset]',
    'restore node/n1',
    'restore node/owner 2',
    'restore node/owner ann',
    'restore keyring 2',
    'restore keyring ann',
  ]);
});

test('a keyring is over when nothing is held, and nothing under way', () => {
  const { machines, calls } = watchedMachines();
  const setup = { levels: [{ name: 'node', modifiable: true, members: ['n1'] }], bigLock: null };
  const manager = new LockManagerSystem(machines, setup, IGNORED);
  const asked: KeyringCommand[] = [
    { type: 'keyring.acquire', request: 1, level: 'node', names: ['n1'], ...HOW },
    { type: 'keyring.releaseAll', request: 2 },
    { type: 'keyring.names', request: 3, level: 'node' },
  ];
  for (const command of asked) manager.perform('ann', command);
  expect(calls.slice(3)).toEqual([
    'start keyring ann',
    'start node/owner ann',
    'stop node/owner ann',
    'stop keyring ann',
    'start keyring ann',
    'start node/owner ann',
    'stop node/owner ann',
    'stop keyring ann',
  ]);
});

test('a lock that was removed is stopped, and its owner is not started anew for the answer', () => {
  const { perform, calls } = openSet(['a']);
  perform('ann', { type: 'set.acquire', request: 1, names: ['a'], ...HOW, mode: 'exclusive' });
  calls.length = 0;
  perform('ann', { type: 'set.remove', request: 2, names: ['a'] });
  expect(calls).toEqual(['stop node/owner ann', 'stop node/a']);
});
