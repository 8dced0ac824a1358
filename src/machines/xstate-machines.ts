/**
 * XState's own interpreter for the machines of a lock set: each of them an actor.
 */
import { type Actor, type AnyStateMachine, createActor } from 'xstate';
import { catalogueMachine, readCatalogue } from '../../models/catalogue.machine.ts';
import { lockSetMachine, readLockSet } from '../../models/lock-set.machine.ts';
import { readSharedLock, sharedLockMachine } from '../../models/shared-lock.machine.ts';
import type { Executor, SetMachines } from '../core/lock-set/machines.ts';

interface LiveActor<Effect> {
  readonly actor: Actor<AnyStateMachine>;
  effects: Effect[];
}

/** `read`: from the machine's own context to the state in memory. */
function executor<Input, Command extends { readonly type: string }, Effect, Context, Data, State>(
  machine: AnyStateMachine,
  read: (data: Data) => Context,
): Executor<Input, Command, Effect, Context, State> {
  const of = (live: object): LiveActor<Effect> => live as LiveActor<Effect>;
  return {
    start: (input) => started(createActor(machine, { input })),
    restore: (state) =>
      started(createActor(machine, { snapshot: machine.resolveState(state as never), input: {} })),
    send(live, command, tell) {
      of(live).actor.send(command);
      const { effects } = of(live);
      of(live).effects = [];
      for (const effect of effects) tell(effect);
    },
    context: (live) => read(of(live).actor.getSnapshot().context as Data),
    read(live) {
      const { value, context } = of(live).actor.getSnapshot();
      return { value, context } as State;
    },
  };
}

function started<Effect>(actor: Actor<AnyStateMachine>): LiveActor<Effect> {
  const live: LiveActor<Effect> = { actor, effects: [] };
  actor.on('*', (effect) => live.effects.push(effect as Effect));
  actor.start();
  return live;
}

export const xstateMachines: SetMachines = {
  lock: executor(sharedLockMachine, readSharedLock),
  set: executor(lockSetMachine, readLockSet),
  catalogue: executor(catalogueMachine, readCatalogue),
};
