/**
 * Bounded instances of one lock: who asks for what, which situations must occur, and how large the graph is.
 */
import type { LockCommand, LockEffect, OwnerId, RequestId } from '../src/core/shared-lock/commands.ts';
import { initialState, type State } from '../src/core/shared-lock/compiled.ts';
import type { Model } from '../src/testing/explore.ts';
import { inOrder, renamedLock, renaming } from './renaming.ts';
import { stateInvariants, stepInvariants } from './shared-lock.invariants.ts';
import { sharedLockLiveness } from './shared-lock.liveness.ts';
import { crowdWitnesses, priorityWitnesses, witnesses } from './shared-lock.witnesses.ts';
import { showLock } from './show.ts';

type LockModel = Model<State, LockCommand, LockEffect>;

interface Bounds {
  readonly name: string;
  readonly owners: readonly OwnerId[];
  readonly priorities: readonly number[];
  /** How many anonymous owners may have a place at a time. */
  readonly anonymous: number;
  readonly pinned: { readonly states: number; readonly edges: number };
  /**
   * How many grants pass a waiter at most; left out where there are anonymous owners, who cannot be followed.
   */
  readonly overtaking?: number;
}

/** Small enough for every test run. */
export const sharedLockModels: readonly LockModel[] = [
  modelOf({
    name: '3 owners, 2 priorities',
    owners: ['ann', 'bob', 'cy'],
    priorities: [0, 1],
    anonymous: 0,
    pinned: { states: 394, edges: 24_034 },
    overtaking: 2,
  }),
  modelOf({
    name: '1 owner and 3 anonymous',
    owners: ['ann'],
    priorities: [0],
    anonymous: 3,
    pinned: { states: 321, edges: 8_373 },
  }),
];

/** For the long run. */
export const largeSharedLockModels: readonly LockModel[] = [
  modelOf({
    name: '4 owners, 2 priorities',
    owners: ['ann', 'bob', 'cy', 'dee'],
    priorities: [0, 1],
    anonymous: 0,
    pinned: { states: 6_188, edges: 501_228 },
    overtaking: 5,
  }),
];

function modelOf(bounds: Bounds): LockModel {
  return {
    name: bounds.name,
    initial: initialState,
    commands: (state) => commandsIn(state, bounds),
    normalise: (state) => renamedLock(state, renaming()),
    symmetric: (state) => renamedLock(state, renaming(), inOrder(bounds.owners)),
    show: showLock,
    invariants: stateInvariants,
    stepInvariants,
    witnesses: [
      ...witnesses,
      ...(bounds.priorities.length > 1 ? priorityWitnesses : []),
      ...(bounds.owners.length + bounds.anonymous > 3 ? crowdWitnesses : []),
    ],
    pinned: bounds.pinned,
    ...(bounds.overtaking === undefined
      ? {}
      : { liveness: { ...sharedLockLiveness(bounds.owners), overtaking: bounds.overtaking } }),
  };
}

/** Every command that the bounds allow, legal or not. */
function commandsIn({ context }: State, { owners, priorities, anonymous }: Bounds): LockCommand[] {
  const places = placesOf(context);
  const request = Math.max(0, ...places.map((place) => place.request)) + 1;
  const strangers = places.filter(({ owner }) => owner === null);
  const commands: LockCommand[] = [{ type: 'lock.close' }];
  for (const owner of owners) {
    commands.push(...requestsOf(owner, request, priorities));
    const place = places.find((other) => other.owner === owner);
    commands.push({ type: 'lock.release', owner }, { type: 'lock.downgrade', owner });
    // A cancel that comes late names a request that is over.
    for (const late of [0, place?.request ?? request]) {
      commands.push({ type: 'lock.cancel', owner, request: late, reason: late === 0 ? 'abort' : 'timeout' });
      commands.push(...raisesOf(owner, late, priorities));
    }
  }
  if (strangers.length < anonymous) commands.push(...requestsOf(null, request, priorities));
  for (const stranger of strangers) {
    commands.push({ type: 'lock.release', owner: null, request: stranger.request });
    commands.push({ type: 'lock.downgrade', owner: null, request: stranger.request });
    commands.push({ type: 'lock.cancel', owner: null, request: stranger.request, reason: 'abort' });
    commands.push(...raisesOf(null, stranger.request, priorities));
  }
  // A hold without an owner ends the lock by the request that it was granted.
  for (const { owner, request: own } of context.holds) {
    if (owner === null) commands.push({ type: 'lock.delete', owner, request: own, priority: 0, try: false });
  }
  return commands;
}

function requestsOf(owner: OwnerId | null, request: RequestId, priorities: readonly number[]): LockCommand[] {
  return priorities.flatMap((priority) =>
    [false, true].flatMap((isTry): LockCommand[] => {
      const asked = { owner, request, priority, try: isTry };
      return [
        { type: 'lock.acquire', mode: 'shared', ...asked },
        { type: 'lock.acquire', mode: 'exclusive', ...asked },
        { type: 'lock.delete', ...asked },
      ];
    }),
  );
}

const raisesOf = (owner: OwnerId | null, request: RequestId, priorities: readonly number[]): LockCommand[] =>
  priorities.map((priority) => ({ type: 'lock.raise', owner, request, priority }));

const placesOf = ({ holds, queue }: State['context']) => [
  ...holds,
  ...queue.flatMap(({ waiters }) => waiters),
];
