/**
 * Situations that the models of a lock set must reach.
 */
import type { SystemState } from '../src/core/lock-set/system.ts';
import type { SystemAnswer, SystemCommand } from '../src/core/lock-set/system-step.ts';
import type { Witness } from '../src/testing/explore.ts';

type SetWitness = Witness<SystemState, SystemCommand, SystemAnswer>;

export const witnesses: readonly SetWitness[] = [
  {
    name: 'one waits for a member with another member in hand',
    seen: ({ after }) =>
      after.owners.some(
        ({ state: { context } }) => context.operation?.at != null && context.members.length > 0,
      ),
  },
  {
    name: 'a timeout on the way gives a member back to somebody who waits for it',
    seen: ({ command: { command }, effects }) => command.type === 'set.cancel' && effects.length > 1,
  },
  {
    name: 'an opportunistic acquisition gets a part',
    seen: ({ command: { command }, effects }) =>
      command.type === 'set.acquire' &&
      command.opportunistic &&
      effects.some(({ answer }) => answer.type === 'set.acquired' && answer.names.length === 1),
  },
  {
    name: 'somebody waits for the set lock',
    seen: ({ after }) => after.locks.some(({ lock, state }) => lock === 0 && state.context.queue.length > 0),
  },
];

/** Where members come and go. */
export const changeWitnesses: readonly SetWitness[] = [
  {
    name: 'a member is removed under somebody who waits for it',
    seen: ({ effects }) =>
      effects.some(({ answer }) => answer.type === 'set.removed') &&
      effects.some(({ answer }) => answer.type === 'set.refused' && answer.reason === 'not-found'),
  },
  {
    name: 'a member is added and taken',
    seen: ({ effects, after }) =>
      effects.some(({ answer }) => answer.type === 'set.added') &&
      after.owners.some(({ state: { context } }) => context.members.some(({ name }) => name === 'b')),
  },
];
