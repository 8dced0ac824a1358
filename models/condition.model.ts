/**
 * Bounded instances of a condition, of both kinds: who waits, which situations must occur, and how large the
 * graph is.
 */
import type { ConditionCommand, ConditionEffect } from '../src/core/condition/commands.ts';
import { encode, type State, start } from '../src/core/condition/compiled.ts';
import type { OwnerId } from '../src/core/shared-lock/commands.ts';
import type { Model } from '../src/testing/explore.ts';
import { stateInvariants, stepInvariants } from './condition.invariants.ts';
import { manyWitnesses, onceWitnesses } from './condition.witnesses.ts';
import { renaming } from './renaming.ts';

type ConditionModel = Model<State, ConditionCommand, ConditionEffect>;

interface Bounds {
  readonly owners: readonly OwnerId[];
  /** How many anonymous owners may wait at a time. */
  readonly anonymous: number;
}

const SMALL: Bounds = { owners: ['ann', 'bob'], anonymous: 2 };
const LARGE: Bounds = { owners: ['ann', 'bob', 'cy', 'dee'], anonymous: 3 };

/** Small enough for every test run. There is a state for each order of waiters, and one when it is over. */
export const conditionModels: readonly ConditionModel[] = [
  modelOf('one notification', true, SMALL, { states: 36, edges: 440 }),
  modelOf('many rounds', false, SMALL, { states: 35, edges: 429 }),
];

/** For the long run. */
export const largeConditionModels: readonly ConditionModel[] = [
  modelOf('one notification, 7 waiters', true, LARGE, { states: 2_469, edges: 52_020 }),
  modelOf('many rounds, 7 waiters', false, LARGE, { states: 2_468, edges: 52_003 }),
];

function modelOf(
  name: string,
  once: boolean,
  bounds: Bounds,
  pinned: ConditionModel['pinned'],
): ConditionModel {
  return {
    name,
    initial: encode(start({ once })),
    commands: (state) => commandsIn(state, bounds),
    normalise,
    invariants: stateInvariants,
    stepInvariants,
    witnesses: once ? onceWitnesses : manyWitnesses,
    pinned,
  };
}

/** Every command that the bounds allow, legal or not. */
function commandsIn({ context: { waiters } }: State, { owners, anonymous }: Bounds): ConditionCommand[] {
  const request = Math.max(0, ...waiters.map((waiter) => waiter.request)) + 1;
  const commands: ConditionCommand[] = [];
  const strangers = waiters.filter(({ owner }) => owner === null);
  for (const owner of [...owners, ...(strangers.length < anonymous ? [null] : [])]) {
    commands.push(
      { type: 'condition.wait', owner, request, try: false },
      { type: 'condition.wait', owner, request, try: true },
      { type: 'condition.notify', owner },
    );
  }
  for (const waiter of waiters) commands.push({ type: 'condition.cancel', ...waiter, reason: 'timeout' });
  // A cancel that comes late names a request that is over, or one that somebody else waits with.
  for (const late of [0, waiters.find(({ owner }) => owner !== 'ann')?.request ?? request]) {
    commands.push({ type: 'condition.cancel', owner: 'ann', request: late, reason: 'abort' });
  }
  return commands;
}

/** Rules compare request ids for equality, and for nothing else. */
function normalise({ value, context: { once, waiters } }: State): State {
  const ofRequest = renaming();
  return {
    value,
    context: {
      once,
      waiters: waiters.map(({ owner, request }) => ({ owner, request: ofRequest(request) })),
    },
  };
}
