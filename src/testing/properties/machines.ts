/**
 * The machines of this package as properties look at them, made of whatever executes them.
 */
import type { ConditionCommand, ConditionEffect } from '../../core/condition/commands.ts';
import * as condition from '../../core/condition/compiled.ts';
import {
  compiledKeyring,
  LockManagerSystem,
  type ManagerMachines,
  type ManagerSetup,
  type ManagerState,
} from '../../core/level-order/system.ts';
import type { ManagerAnswer, ManagerCommand } from '../../core/level-order/system-step.ts';
import {
  compiledMachines,
  type Executor,
  executorOf,
  type SetMachines,
} from '../../core/lock-set/machines.ts';
import { LockSetSystem, type OwnerKey, type SystemState } from '../../core/lock-set/system.ts';
import type { SystemAnswer, SystemCommand } from '../../core/lock-set/system-step.ts';
import { Router } from '../../core/router.ts';
import type { Machine } from './property.ts';

/** What executes each kind of machine. */
export interface Executors extends ManagerMachines {
  readonly condition: Executor<
    { readonly once: boolean },
    ConditionCommand,
    ConditionEffect,
    condition.Context,
    condition.State
  >;
}

/** The compiled machines, which run in live locks. */
export const compiledExecutors: Executors = {
  ...compiledMachines,
  keyring: compiledKeyring,
  condition: executorOf(condition),
};

/** One machine alone. */
export function machineOf<Input, Command, Effect, Context, State>(
  executor: Executor<Input, Command, Effect, Context, State>,
): Machine<State, Command, Effect> {
  return {
    resume(state) {
      const live = executor.restore(state, '');
      return {
        send(command) {
          const effects: Effect[] = [];
          executor.send(live, command, (effect) => effects.push(effect));
          return effects;
        },
        read: () => executor.read(live),
      };
    },
  };
}

/** A whole lock set. */
export function setOf(machines: SetMachines): Machine<SystemState, SystemCommand, SystemAnswer> {
  return {
    resume(state) {
      const { answers, listener } = heard<SystemAnswer['answer']>();
      const system = new LockSetSystem('set', { machines, router: new Router(), listener }, state);
      return {
        send({ key, command }) {
          system.perform(key, command);
          return answers.splice(0);
        },
        read: () => system.encode(),
      };
    },
  };
}

/** A whole lock manager. */
export function managerOf(
  machines: ManagerMachines,
  setup: ManagerSetup,
): Machine<ManagerState, ManagerCommand, ManagerAnswer> {
  return {
    resume(state) {
      const { answers, listener } = heard<ManagerAnswer['answer']>();
      const system = new LockManagerSystem(machines, setup, listener, state);
      return {
        send({ key, command }) {
          system.perform(key, command);
          return answers.splice(0);
        },
        read: () => system.encode(),
      };
    },
  };
}

function heard<Answer>() {
  const answers: { readonly key: OwnerKey; readonly answer: Answer }[] = [];
  const listener = {
    answered: (key: OwnerKey, answer: Answer) => {
      answers.push({ key, answer });
    },
    asked: () => {},
  };
  return { answers, listener };
}
