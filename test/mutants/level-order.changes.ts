/**
 * A bounded lock manager with a member that comes and goes, for the bugs that show where one does.
 */
import { BIG_LOCK } from '../../models/level-order.invariants.ts';
import { levelOrderModels } from '../../models/level-order.model.ts';
import type { KeyringCommand } from '../../src/core/level-order/commands.ts';
import type { ManagerSetup, ManagerState } from '../../src/core/level-order/system.ts';
import { initialManager, type ManagerCommand } from '../../src/core/level-order/system-step.ts';
import { allCompiled } from '../../src/testing/identity.ts';

const OWNERS = ['ann', 'bob'];

const setup: ManagerSetup = {
  levels: [
    { name: 'cluster', modifiable: false, members: [BIG_LOCK] },
    { name: 'instance', modifiable: true, members: [] },
    { name: 'node', modifiable: true, members: ['b'] },
  ],
  bigLock: BIG_LOCK,
};

const HOW = { priority: 0, try: false, opportunistic: false, limited: false } as const;

export const changingModels: readonly (typeof levelOrderModels)[number][] = levelOrderModels
  .slice(0, 1)
  .map((model) => ({
    ...model,
    name: '2 owners, 3 levels, a member that comes and goes',
    setup,
    initial: initialManager(allCompiled, setup),
    commands: (state) => OWNERS.flatMap((key) => commandsOf(state, key)),
  }));

function commandsOf(state: ManagerState, key: string): ManagerCommand[] {
  const underWay = state.keyrings.map((keyring) => keyring.state.context.operation?.request ?? 0);
  const own = state.keyrings.find((keyring) => keyring.key === key)?.state.context.operation?.request ?? 0;
  const holds = state.sets.flatMap(({ locks }) => locks.flatMap((lock) => lock.state.context.holds));
  const request = Math.max(0, ...underWay, ...holds.map((hold) => hold.request)) + 1;
  const commands: KeyringCommand[] = [
    { type: 'keyring.acquire', request, level: 'cluster', names: [BIG_LOCK], mode: 'shared', ...HOW },
    { type: 'keyring.acquire', request, level: 'instance', names: null, mode: 'exclusive', ...HOW },
    { type: 'keyring.acquire', request, level: 'node', names: ['b'], mode: 'exclusive', ...HOW },
    { type: 'keyring.add', request, level: 'instance', names: ['c'], acquire: null },
    { type: 'keyring.add', request, level: 'instance', names: ['c', 'c'], acquire: 'exclusive' },
    { type: 'keyring.remove', request, level: 'instance', names: ['c'] },
    { type: 'keyring.remove', request, level: 'instance', names: ['c', 'c'] },
    { type: 'keyring.release', request, level: 'instance', names: null },
    { type: 'keyring.release', request, level: 'node', names: null },
    { type: 'keyring.releaseAll', request },
    { type: 'keyring.raise', request: own, priority: -1 },
    { type: 'keyring.cancel', request: own, reason: 'timeout' },
  ];
  return commands.map((command) => ({ key, command }));
}
