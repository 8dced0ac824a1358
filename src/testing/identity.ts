/**
 * The identity of the two executors for machines that work together: whatever is sent to a compiled machine
 * is asked of XState's interpreter too, once for each state and command that occurs.
 */
import type { AnyStateMachine } from 'xstate';
import { catalogueMachine } from '../../models/catalogue.machine.ts';
import { levelOrderMachine } from '../../models/level-order.machine.ts';
import { lockSetMachine } from '../../models/lock-set.machine.ts';
import { sharedLockMachine } from '../../models/shared-lock.machine.ts';
import { compiledKeyring, type ManagerMachines } from '../core/level-order/system.ts';
import { compiledMachines, type Executor } from '../core/lock-set/machines.ts';
import { isSame } from './model.ts';
import { xstateStep } from './xstate-step.ts';

export const allCompiled: ManagerMachines = { ...compiledMachines, keyring: compiledKeyring };

/** The compiled machines, each step of which is compared; `compared` counts the different ones by machine. */
export function comparedMachines(): { machines: ManagerMachines; compared: Record<string, number> } {
  const compared: Record<string, number> = {};
  const machines = {
    lock: watched('lock', allCompiled.lock, sharedLockMachine, compared),
    set: watched('set', allCompiled.set, lockSetMachine, compared),
    catalogue: watched('catalogue', allCompiled.catalogue, catalogueMachine, compared),
    keyring: watched('keyring', allCompiled.keyring, levelOrderMachine, compared),
  };
  return { machines, compared };
}

function watched<
  Input,
  Command extends { readonly type: string },
  Effect,
  Context,
  State extends { readonly value: string; readonly context: object },
>(
  name: string,
  executor: Executor<Input, Command, Effect, Context, State>,
  machine: AnyStateMachine,
  compared: Record<string, number>,
): Executor<Input, Command, Effect, Context, State> {
  const reference = xstateStep<State, Command, Effect>(machine);
  const seen = new Set<string>();
  return {
    ...executor,
    send(live, command, tell, from) {
      const before = executor.read(live);
      const effects: Effect[] = [];
      executor.send(live, command, (effect) => effects.push(effect), from);
      const asked = JSON.stringify([before, command]);
      if (!seen.has(asked)) {
        seen.add(asked);
        compared[name] = seen.size;
        const [after, told] = reference(before, command);
        if (!isSame([after, told], [executor.read(live), effects])) {
          throw new Error(
            `The compiled machine '${name}' and XState differ, in ${asked}: ${JSON.stringify([after, told])} by ` +
              `XState, and ${JSON.stringify([executor.read(live), effects])} compiled.`,
          );
        }
      }
      for (const effect of effects) tell(effect);
    },
  };
}
