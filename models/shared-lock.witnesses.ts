/**
 * Situations that the models of one lock must reach: an invariant that is never put to the test says nothing.
 */
import type { LockCommand, LockEffect } from '../src/core/shared-lock/commands.ts';
import type { State } from '../src/core/shared-lock/compiled.ts';
import type { Witness } from '../src/testing/explore.ts';

type LockWitness = Witness<State, LockCommand, LockEffect>;

const granted = (effects: readonly LockEffect[]): number =>
  effects.filter(({ type }) => type === 'lock.granted').length;

export const witnesses: readonly LockWitness[] = [
  {
    name: 'a group of two is granted by one release',
    seen: ({ command, effects }) => command.type === 'lock.release' && granted(effects) > 1,
  },
  {
    name: 'a cancelled writer lets the readers behind it in',
    seen: ({ before, command, effects }) =>
      command.type === 'lock.cancel' && before.value === 'shared' && granted(effects) > 0,
  },
  {
    name: 'a downgrade jumps a writer',
    seen: ({ before, command, after, effects }) =>
      command.type === 'lock.downgrade' &&
      before.context.queue[0]?.mode === 'exclusive' &&
      granted(effects) > 0 &&
      after.context.queue.length > 0,
  },
  {
    name: 'a waiting delete ends the lock and refuses those behind it',
    seen: ({ before, command, effects }) =>
      command.type === 'lock.release' &&
      before.context.queue.length > 1 &&
      effects.some(({ type }) => type === 'lock.deleted') &&
      effects.some((effect) => effect.type === 'lock.refused' && effect.reason === 'deleted'),
  },
  {
    name: 'a delete gives up',
    seen: ({ before, command, after }) =>
      command.type === 'lock.cancel' &&
      before.context.queue.some(({ deletes }) => deletes) &&
      !after.context.queue.some(({ deletes }) => deletes),
  },
  {
    name: 'a close refuses a waiter while somebody holds',
    seen: ({ command, after, effects }) =>
      command.type === 'lock.close' && effects.length > 0 && after.context.holds.length > 0,
  },
];

/** Where there are two priorities. */
export const priorityWitnesses: readonly LockWitness[] = [
  {
    name: 'an urgent sharer passes a waiting writer',
    seen: ({ before, command, effects }) =>
      command.type === 'lock.acquire' && before.context.queue.length > 0 && granted(effects) === 1,
  },
  {
    name: 'shared groups of two priorities are granted together',
    seen: ({ before, command, effects }) =>
      command.type === 'lock.release' &&
      before.context.queue[0]?.priority !== before.context.queue[1]?.priority &&
      before.context.queue[1]?.mode === 'shared' &&
      granted(effects) === 2 &&
      before.context.queue[0]?.mode === 'shared',
  },
  {
    name: 'an open group of the second priority does not jump at a downgrade',
    seen: ({ before, command, after, effects }) =>
      command.type === 'lock.downgrade' &&
      before.value === 'exclusive' &&
      granted(effects) === 0 &&
      after.context.queue.some(({ mode }) => mode === 'shared'),
  },
  {
    name: 'a raised sharer passes a writer and is let in',
    seen: ({ command, after, effects }) =>
      command.type === 'lock.raise' && granted(effects) === 1 && after.context.queue.length > 0,
  },
  {
    name: 'a raised sharer joins a group',
    seen: ({ before, command, after }) =>
      command.type === 'lock.raise' && after.context.queue.length < before.context.queue.length,
  },
];

/** Where four can have places: a holder, a sharer, a writer and one more. */
export const crowdWitnesses: readonly LockWitness[] = [
  {
    name: 'a sharer joins its group past a writer',
    seen: ({ before, command, after }) =>
      command.type === 'lock.acquire' &&
      before.context.queue.length > 1 &&
      after.context.queue.length === before.context.queue.length &&
      JSON.stringify(after) !== JSON.stringify(before),
  },
];
