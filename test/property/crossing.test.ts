/**
 * Messages that cross: what is on its way when something ends does no harm to what comes after it, not even
 * when whoever is told something answers at once.
 */
import { expect, test } from 'vitest';
import { LockManagerSystem } from '../../src/core/level-order/system.ts';
import { LockSetSystem } from '../../src/core/lock-set/system.ts';
import { Router } from '../../src/core/router.ts';
import { allCompiled } from '../../src/testing/identity.ts';

const HOW = { mode: 'exclusive', priority: 0, try: false, opportunistic: false, limited: false } as const;

/** Writes down what is told; `say` may ask something as soon as this was told. */
function hear(say: (told: string) => void = () => {}) {
  const told: string[] = [];
  const listener = {
    answered: (key: unknown, answer: { type: string; names: readonly string[]; reason?: string }) => {
      const said = [key, answer.type, answer.reason ?? [], answer.names].flat().join(' ');
      told.push(said);
      say(said);
    },
    asked: () => {},
  };
  return { told, listener };
}

function openSet(members: readonly string[], say?: (told: string) => void) {
  const { told, listener } = hear(say);
  const parts = { machines: allCompiled, router: new Router(), listener };
  return { system: new LockSetSystem('set', parts, members), told };
}

function openManager(say: (told: string) => void) {
  const { told, listener } = hear(say);
  const levels = [
    { name: 'node', modifiable: true, members: ['n1'] },
    { name: 'disk', modifiable: true, members: ['d1'] },
  ];
  return { manager: new LockManagerSystem(allCompiled, { levels, bigLock: null }, listener), told };
}

test('a removal that comes to a lock which has just gone has nothing to do', () => {
  const { system, told } = openSet(['a', 'b']);
  system.perform('cy', { type: 'set.acquire', request: 1, names: ['a', 'b'], ...HOW });
  system.perform('bob', { type: 'set.remove', request: 2, names: ['a', 'b'] });
  system.perform('ann', { type: 'set.remove', request: 3, names: ['b'] });
  system.perform('cy', { type: 'set.release', request: 4, names: null });
  expect(told.slice(2)).toEqual(['ann set.removed b', 'bob set.removed a']);
});

test('whoever asks a lock that has just gone is told that there is none', () => {
  const { system, told } = openSet(['a'], (said) => {
    if (said === 'cy set.released a')
      system.perform('bob', { type: 'set.acquire', request: 4, names: ['a'], ...HOW });
  });
  system.perform('cy', { type: 'set.acquire', request: 1, names: ['a'], ...HOW });
  system.perform('ann', { type: 'set.remove', request: 2, names: ['a'] });
  system.perform('cy', { type: 'set.release', request: 3, names: null });
  expect(told.slice(1)).toEqual(['cy set.released a', 'ann set.removed a', 'bob set.refused not-found a']);
});

test('a cancel that comes to a lock which has just gone ends nothing that was begun meanwhile', () => {
  const { system, told } = openSet(['a', 'b'], (said) => {
    if (said === 'ann set.removed a')
      system.perform('bob', { type: 'set.cancel', request: 2, reason: 'abort' });
    if (said === 'bob set.refused not-found a')
      system.perform('bob', { type: 'set.acquire', request: 4, names: null, ...HOW });
  });
  system.perform('ann', { type: 'set.acquire', request: 1, names: ['a'], ...HOW });
  system.perform('bob', { type: 'set.acquire', request: 2, names: ['a'], ...HOW });
  system.perform('ann', { type: 'set.remove', request: 3, names: ['a'] });
  expect(told.slice(1)).toEqual(['ann set.removed a', 'bob set.refused not-found a', 'bob set.acquired b']);
});

const atNode = (request: number) =>
  ({ type: 'keyring.acquire', request, level: 'node', names: ['n1'], ...HOW }) as const;

test('a raise that comes when its operation is over ends nothing that was begun meanwhile', () => {
  const { manager, told } = openManager((said) => {
    if (said === 'ann keyring.released n1')
      manager.perform('bob', { type: 'keyring.raise', request: 2, priority: -1 });
    if (said === 'bob keyring.acquired n1')
      manager.perform('bob', { ...atNode(4), level: 'disk', names: ['d1'] });
  });
  manager.perform('ann', atNode(1));
  manager.perform('bob', atNode(2));
  manager.perform('ann', { type: 'keyring.release', request: 3, level: 'node', names: null });
  expect(told.slice(1)).toEqual([
    'ann keyring.released n1',
    'bob keyring.acquired n1',
    'bob keyring.refused not-more-urgent',
    'bob keyring.acquired d1',
  ]);
});

test('whoever gives back everything as it is refused is told why it was', () => {
  const { manager, told } = openManager((said) => {
    if (said === 'ann keyring.removed n1') manager.perform('bob', { type: 'keyring.releaseAll', request: 4 });
  });
  manager.perform('ann', atNode(1));
  manager.perform('bob', atNode(2));
  manager.perform('ann', { type: 'keyring.remove', request: 3, level: 'node', names: ['n1'] });
  expect(told.slice(1)).toEqual([
    'ann keyring.removed n1',
    'bob keyring.refused not-found n1',
    'bob keyring.releasedAll',
  ]);
});
