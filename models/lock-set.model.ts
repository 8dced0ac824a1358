/**
 * Bounded instances of a lock set: who asks for what, which situations must occur, and how large the graph
 * is.
 */
import type { LockSetCommand } from '../src/core/lock-set/commands.ts';
import { compiledMachines } from '../src/core/lock-set/machines.ts';
import { LockSetSystem, type SystemState } from '../src/core/lock-set/system.ts';
import type { SystemAnswer, SystemCommand } from '../src/core/lock-set/system-step.ts';
import { Router } from '../src/core/router.ts';
import type { Model } from '../src/testing/explore.ts';
import { stateInvariants, stepInvariants } from './lock-set.invariants.ts';
import { lockSetLiveness } from './lock-set.liveness.ts';
import { changeWitnesses, witnesses } from './lock-set.witnesses.ts';
import { inOrder, renamedSet, renaming } from './renaming.ts';
import { showSet } from './show.ts';

type SetModel = Model<SystemState, SystemCommand, SystemAnswer>;

interface Bounds {
  readonly name: string;
  readonly owners: readonly string[];
  readonly members: readonly string[];
  /** Names that may be added and removed. */
  readonly changing: readonly string[];
  readonly modes: readonly ('shared' | 'exclusive')[];
  readonly pinned: { readonly states: number; readonly edges: number };
  /** How many grants pass a waiter at most, at all the locks that it comes to wait for. */
  readonly overtaking: number;
}

/** Small enough for every test run. */
export const lockSetModels: readonly SetModel[] = [
  modelOf({
    name: '2 owners, 2 members, both modes',
    owners: ['ann', 'bob'],
    members: ['a', 'b'],
    changing: [],
    modes: ['shared', 'exclusive'],
    pinned: { states: 523, edges: 31_380 },
    overtaking: 0,
  }),
  modelOf({
    name: '2 owners, a member that stays and one that comes and goes, exclusive',
    owners: ['ann', 'bob'],
    members: ['a'],
    changing: ['b'],
    modes: ['exclusive'],
    pinned: { states: 974, edges: 44_804 },
    overtaking: 0,
  }),
];

/** For the long run. */
export const largeLockSetModels: readonly SetModel[] = [
  modelOf({
    name: '3 owners, 2 members, exclusive',
    owners: ['ann', 'bob', 'cy'],
    members: ['a', 'b'],
    changing: [],
    modes: ['exclusive'],
    pinned: { states: 11_899, edges: 678_243 },
    overtaking: 4,
  }),
  modelOf({
    name: '3 owners, 1 member that comes and goes, exclusive',
    owners: ['ann', 'bob', 'cy'],
    members: [],
    changing: ['b'],
    modes: ['exclusive'],
    pinned: { states: 8_924, edges: 535_440 },
    overtaking: 3,
  }),
];

function modelOf(bounds: Bounds): SetModel {
  const listener = { answered: () => {}, asked: () => {} };
  const parts = { machines: compiledMachines, router: new Router(), listener };
  return {
    name: bounds.name,
    initial: new LockSetSystem('set', parts, bounds.members).encode(),
    commands: (state) => commandsIn(state, bounds),
    normalise: (state) => renamedSet(state, renaming()),
    symmetric: (state) => renamedSet(state, renaming(), inOrder(bounds.owners)),
    show: showSet,
    invariants: stateInvariants,
    stepInvariants,
    witnesses: bounds.changing.length > 0 ? [...witnesses, ...changeWitnesses] : witnesses,
    pinned: bounds.pinned,
    liveness: {
      ...lockSetLiveness(bounds.owners, [...bounds.members, ...bounds.changing]),
      overtaking: bounds.overtaking,
    },
  };
}

/** Every command that the bounds allow, legal or not. */
function commandsIn(state: SystemState, { owners, members, changing, modes }: Bounds): SystemCommand[] {
  const request = Math.max(0, ...requestsIn(state)) + 1;
  const names = [...members, ...changing];
  const wanted = [null, names, ...names.map((name) => [name]), ['zz']];
  return owners.flatMap((key) => {
    const at = state.owners.find((owner) => owner.key === key)?.state.context.operation;
    const commands: LockSetCommand[] = [];
    for (const mode of modes) {
      const asked = { type: 'set.acquire', request, mode, priority: 0, limited: false } as const;
      for (const some of wanted) {
        for (const opportunistic of [false, true]) {
          commands.push({ ...asked, names: some, try: false, opportunistic });
        }
      }
      commands.push({ ...asked, names, try: true, opportunistic: false });
    }
    for (const some of [null, [], ...names.map((name) => [name])]) {
      commands.push({ type: 'set.release', request, names: some });
    }
    commands.push({ type: 'set.downgrade', request, names: null }, { type: 'set.names', request });
    for (const name of changing) {
      commands.push({ type: 'set.add', request, names: [name], acquire: null });
      commands.push({ type: 'set.add', request, names: [name], acquire: 'exclusive' });
      commands.push({ type: 'set.remove', request, names: [name] });
      commands.push({ type: 'set.remove', request, names: [name, name] });
    }
    commands.push({ type: 'set.cancel', request: at?.request ?? 0, reason: 'timeout' });
    commands.push({ type: 'set.raise', request: at?.request ?? 0, priority: -1 });
    return commands.map((command) => ({ key, command }));
  });
}

function requestsIn({ locks, owners }: SystemState): number[] {
  return [
    ...locks.flatMap(({ state: { context } }) => [
      ...context.holds.map((hold) => hold.request),
      ...context.queue.flatMap(({ waiters }) => waiters.map((waiter) => waiter.request)),
    ]),
    ...owners.flatMap(({ state: { context } }) => context.operation?.request ?? []),
  ];
}
