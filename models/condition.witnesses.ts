/**
 * Situations that the models of a condition must reach: an invariant that is never put to the test says
 * nothing.
 */
import type { ConditionCommand, ConditionEffect } from '../src/core/condition/commands.ts';
import type { State } from '../src/core/condition/compiled.ts';
import type { Witness } from '../src/testing/explore.ts';

type ConditionWitness = Witness<State, ConditionCommand, ConditionEffect>;

/** Of both kinds. */
const witnesses: readonly ConditionWitness[] = [
  {
    name: 'one notify wakes two',
    seen: ({ effects }) => effects.filter(({ type }) => type === 'condition.notified').length > 1,
  },
  {
    name: 'a notify finds nobody waiting',
    seen: ({ command, effects }) => command.type === 'condition.notify' && effects.length === 0,
  },
  {
    name: 'one in the middle gives up',
    seen: ({ before, command, after }) =>
      command.type === 'condition.cancel' &&
      after.context.waiters.length === 2 &&
      before.context.waiters[1]?.request === command.request,
  },
  {
    name: 'an owner waits a second time at once',
    seen: ({ effects }) =>
      effects.some((effect) => effect.type === 'condition.refused' && effect.reason === 'already-waiting'),
  },
  {
    name: 'a deadline passes too late',
    seen: ({ command, effects }) =>
      command.type === 'condition.cancel' &&
      effects.some((effect) => effect.type === 'condition.refused' && effect.reason === 'not-waiting'),
  },
];

export const onceWitnesses: readonly ConditionWitness[] = [
  ...witnesses,
  {
    name: 'the single notification is over',
    seen: ({ command, effects }) =>
      command.type === 'condition.wait' &&
      effects.some((effect) => effect.type === 'condition.refused' && effect.reason === 'already-notified'),
  },
];

export const manyWitnesses: readonly ConditionWitness[] = witnesses;
