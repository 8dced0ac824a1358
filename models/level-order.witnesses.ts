/**
 * Situations that the models of a lock manager must reach.
 */
import type { ManagerState } from '../src/core/level-order/system.ts';
import type { ManagerAnswer, ManagerCommand } from '../src/core/level-order/system-step.ts';
import type { Witness } from '../src/testing/explore.ts';

type ManagerWitness = Witness<ManagerState, ManagerCommand, ManagerAnswer>;

const refused = (reason: string): ManagerWitness => ({
  name: `an operation is refused: ${reason}`,
  seen: ({ effects }) =>
    effects.some(({ answer }) => answer.type === 'keyring.refused' && answer.reason === reason),
});

export const witnesses: readonly ManagerWitness[] = [
  refused('level-order'),
  refused('bgl-required'),
  refused('bgl-release'),
  refused('invalid-level'),
  refused('keyring-busy'),
  {
    name: 'one waits at a level with another level in hand',
    seen: ({ after }) =>
      after.keyrings.some(
        ({ state: { context } }) =>
          context.operation !== null && context.held.some(({ members }) => members > 0),
      ),
  },
  {
    name: 'both hold the big lock',
    seen: ({ after }) => after.keyrings.filter(({ state }) => state.context.holdsBigLock).length === 2,
  },
];

/** Where there are three. */
export const crowdWitnesses: readonly ManagerWitness[] = [
  {
    name: 'giving back everything lets somebody in, and gives up a wait',
    seen: ({ command: { command }, effects }) =>
      command.type === 'keyring.releaseAll' &&
      effects.some(({ answer }) => answer.type === 'keyring.acquired') &&
      effects.some(({ answer }) => answer.type === 'keyring.refused' && answer.reason === 'closed'),
  },
];
