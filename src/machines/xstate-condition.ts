/**
 * XState's own interpreter as what executes the machine of a live condition.
 */
import { type Actor, createActor } from 'xstate';
import { conditionMachine, readCondition } from '../../models/condition.machine.ts';
import type { ConditionEffect } from '../core/condition/commands.ts';
import type { ConditionMachine } from '../core/condition/machine.ts';
import type { Inspect } from './actors.ts';

interface LiveActor {
  readonly actor: Actor<typeof conditionMachine>;
  effects: ConditionEffect[];
}

const of = (live: object): LiveActor => live as LiveActor;

export function xstateCondition(inspect: Inspect | undefined): ConditionMachine {
  return {
    start(input, id) {
      const actor = createActor(conditionMachine, { input, id: id(), ...(inspect && { inspect }) });
      const live: LiveActor = { actor, effects: [] };
      actor.on('*', (effect) => live.effects.push(effect));
      actor.start();
      return live;
    },
    send(live, command, tell) {
      of(live).actor.send(command);
      const { effects } = of(live);
      of(live).effects = [];
      for (const effect of effects) tell(effect);
    },
    context: (live) => readCondition(of(live).actor.getSnapshot().context),
    read(live) {
      const { value, context } = of(live).actor.getSnapshot();
      return { value, context };
    },
  };
}
