/**
 * Bounded instances of a lock manager: who asks for what, which situations must occur, and how large the
 * graph is.
 */
import type { KeyringCommand } from '../src/core/level-order/commands.ts';
import { compiledKeyring, type ManagerSetup, type ManagerState } from '../src/core/level-order/system.ts';
import {
  initialManager,
  type ManagerAnswer,
  type ManagerCommand,
} from '../src/core/level-order/system-step.ts';
import { compiledMachines } from '../src/core/lock-set/machines.ts';
import type { Model } from '../src/testing/explore.ts';
import { BIG_LOCK, stateInvariants, stepInvariants } from './level-order.invariants.ts';
import { levelOrderLiveness } from './level-order.liveness.ts';
import { crowdWitnesses, witnesses } from './level-order.witnesses.ts';
import { inOrder, renamedManager } from './renaming.ts';
import { showManager } from './show.ts';

type ManagerModel = Model<ManagerState, ManagerCommand, ManagerAnswer> & { readonly setup: ManagerSetup };

type Wanted = readonly [level: string, names: readonly string[] | null, mode: 'shared' | 'exclusive'];

interface Bounds {
  readonly name: string;
  readonly owners: readonly string[];
  readonly setup: ManagerSetup;
  /** What each owner may ask for. */
  readonly wanted: readonly Wanted[];
  readonly pinned: { readonly states: number; readonly edges: number };
  /** How many grants pass a waiter at most, at all the locks that it comes to wait for. */
  readonly overtaking: number;
}

const THREE_LEVELS: ManagerSetup = {
  levels: [
    { name: 'cluster', modifiable: false, members: [BIG_LOCK] },
    { name: 'instance', modifiable: true, members: ['a'] },
    { name: 'node', modifiable: true, members: ['b'] },
  ],
  bigLock: BIG_LOCK,
};

/** Small enough for every test run. */
export const levelOrderModels: readonly ManagerModel[] = [
  modelOf({
    name: '2 owners, 3 levels, members and whole sets, the big lock in both modes',
    owners: ['ann', 'bob'],
    setup: THREE_LEVELS,
    wanted: [
      ['cluster', [BIG_LOCK], 'shared'],
      ['cluster', [BIG_LOCK], 'exclusive'],
      ['instance', ['a'], 'exclusive'],
      ['instance', null, 'exclusive'],
      ['node', ['b'], 'exclusive'],
      ['node', null, 'shared'],
    ],
    pinned: { states: 407, edges: 13_272 },
    overtaking: 0,
  }),
  modelOf({
    name: '3 owners, 3 levels, one member each',
    owners: ['ann', 'bob', 'cy'],
    setup: THREE_LEVELS,
    wanted: [
      ['cluster', [BIG_LOCK], 'shared'],
      ['instance', ['a'], 'exclusive'],
      ['node', ['b'], 'exclusive'],
    ],
    pinned: { states: 1_393, edges: 55_983 },
    overtaking: 1,
  }),
];

/** For the long run. */
export const largeLevelOrderModels: readonly ManagerModel[] = [
  modelOf({
    name: '3 owners, 3 levels, members and whole sets',
    owners: ['ann', 'bob', 'cy'],
    setup: THREE_LEVELS,
    wanted: [
      ['cluster', [BIG_LOCK], 'shared'],
      ['instance', ['a'], 'exclusive'],
      ['instance', null, 'exclusive'],
      ['node', ['b'], 'shared'],
      ['node', null, 'exclusive'],
    ],
    pinned: { states: 13_801, edges: 640_539 },
    overtaking: 2,
  }),
];

function modelOf(bounds: Bounds): ManagerModel {
  return {
    name: bounds.name,
    setup: bounds.setup,
    initial: initialManager({ ...compiledMachines, keyring: compiledKeyring }, bounds.setup),
    commands: (state) => commandsIn(state, bounds),
    normalise: (state) => renamedManager(state),
    symmetric: (state) => renamedManager(state, inOrder(bounds.owners)),
    show: showManager,
    invariants: stateInvariants,
    stepInvariants,
    witnesses: bounds.owners.length > 2 ? [...witnesses, ...crowdWitnesses] : witnesses,
    pinned: bounds.pinned,
    liveness: { ...levelOrderLiveness(bounds.owners, bounds.setup), overtaking: bounds.overtaking },
  };
}

/** Every command that the bounds allow, legal or not. */
function commandsIn(state: ManagerState, { owners, setup, wanted }: Bounds): ManagerCommand[] {
  const request = Math.max(0, ...requestsIn(state)) + 1;
  const levels = setup.levels.map(({ name }) => name);
  return owners.flatMap((key) => {
    const context = state.keyrings.find((keyring) => keyring.key === key)?.state.context;
    const commands: KeyringCommand[] = [{ type: 'keyring.releaseAll', request }];
    if (context?.operation != null) {
      commands.push({ type: 'keyring.cancel', request: context.operation.request, reason: 'timeout' });
    }
    for (const [level, names, mode] of wanted) {
      const how = { mode, priority: 0, try: false, opportunistic: false, limited: false };
      commands.push({ type: 'keyring.acquire', request, level, names, ...how });
    }
    for (const level of levels) {
      commands.push({ type: 'keyring.release', request, level, names: null });
      commands.push({ type: 'keyring.names', request, level });
    }
    commands.push({ type: 'keyring.release', request, level: 'cluster', names: [] });
    commands.push({ type: 'keyring.downgrade', request, level: 'node', names: null });
    commands.push({ type: 'keyring.release', request, level: 'moon', names: null });
    return commands.map((command) => ({ key, command }));
  });
}

function requestsIn({ sets, keyrings }: ManagerState): number[] {
  return [
    ...sets.flatMap(({ locks }) =>
      locks.flatMap(({ state: { context } }) => [
        ...context.holds.map((hold) => hold.request),
        ...context.queue.flatMap(({ waiters }) => waiters.map((waiter) => waiter.request)),
      ]),
    ),
    ...keyrings.flatMap(({ state: { context } }) => context.operation?.request ?? []),
  ];
}
