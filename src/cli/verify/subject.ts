/**
 * What is verified: the machines of this package, or one that is handed in instead of one of them.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyStateMachine } from 'xstate';
import { readCatalogue } from '../../../models/catalogue.machine.ts';
import { conditionMachine } from '../../../models/condition.machine.ts';
import { levelOrderMachine, readLevelOrder } from '../../../models/level-order.machine.ts';
import { readLockSet } from '../../../models/lock-set.machine.ts';
import { readSharedLock, sharedLockMachine } from '../../../models/shared-lock.machine.ts';
import type { ConditionCommand, ConditionEffect } from '../../core/condition/commands.ts';
import * as condition from '../../core/condition/compiled.ts';
import type { ManagerMachines } from '../../core/level-order/system.ts';
import type { LockCommand, LockEffect } from '../../core/shared-lock/commands.ts';
import * as lock from '../../core/shared-lock/compiled.ts';
import { ActorSystem } from '../../machines/actors.ts';
import type { StepFunction } from '../../testing/explore.ts';
import { allCompiled, comparedMachines } from '../../testing/identity.ts';
import { isSame } from '../../testing/model.ts';
import { xstateStep } from '../../testing/xstate-step.ts';
import { UsageError } from '../usage-error.ts';

export interface Subject {
  readonly lockStep: StepFunction<lock.State, LockCommand, LockEffect>;
  readonly conditionStep: StepFunction<condition.State, ConditionCommand, ConditionEffect>;
  /** New for each check. */
  machines(): ManagerMachines;
  /** The machine that was handed in. */
  readonly replaced: string | undefined;
}

/** The compiled machines; whatever they do is asked of XState's interpreter too. */
export const own: Subject = {
  lockStep: onBoth(lock.step, xstateStep(sharedLockMachine), 'shared-lock'),
  conditionStep: onBoth(condition.step, xstateStep(conditionMachine), 'condition'),
  machines: () => comparedMachines().machines,
  replaced: undefined,
};

/** A keyring of whoever acquires at any level at any time. */
export function withoutLevelCheck(): ManagerMachines {
  return machinesWith(levelOrderMachine.provide({ guards: { holdsGreater: () => false } }));
}

/** Both executors at once; throws where they differ. */
function onBoth<State, Command, Effect>(
  compiled: StepFunction<State, Command, Effect>,
  reference: StepFunction<State, Command, Effect>,
  name: string,
): StepFunction<State, Command, Effect> {
  return (state, command) => {
    const answer = compiled(state, command);
    if (isSame(answer, reference(state, command))) return answer;
    throw new Error(
      `The compiled machine '${name}' and XState differ, in ${JSON.stringify([state, command])}.`,
    );
  };
}

/** The names of machines in models/, by the id that XState knows them by. */
const NAMES: Readonly<Record<string, string>> = {
  sharedLock: 'shared-lock',
  condition: 'condition',
  catalogue: 'lock-set',
  lockSet: 'lock-set',
  levelOrder: 'level-order',
};

/**
 * The machine that a file exports, in the place of the one that has its id.
 *
 * @throws {UsageError} when there is no such file, or no machine in it that could take a place.
 */
export async function subjectIn(file: string): Promise<Subject> {
  if (!existsSync(file)) throw new UsageError(`there is no file ${file}`);
  const module: object = await import(pathToFileURL(resolve(file)).href).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`cannot load ${file} as a JavaScript module: ${why}`);
  });
  const machines = Object.values(module).filter(isMachine);
  const [machine] = machines;
  if (machine === undefined || machines.length > 1) {
    throw new UsageError(`${file} must export one XState machine, and exports ${machines.length}`);
  }
  const replaced = NAMES[machine.id];
  if (replaced === undefined) {
    throw new UsageError(
      `${file}: no machine has the id '${machine.id}'; known are ${Object.keys(NAMES).join(', ')}`,
    );
  }
  return {
    lockStep: machine.id === 'sharedLock' ? xstateStep(machine) : lock.step,
    conditionStep: machine.id === 'condition' ? xstateStep(machine) : condition.step,
    machines: () => machinesWith(machine),
    replaced,
  };
}

/** What is asked of a machine when it is stepped or run as an actor. */
const METHODS = ['transition', 'resolveState', 'getInitialSnapshot', 'getPersistedSnapshot', 'provide'];

/** Whichever copy of XState made it. */
function isMachine(value: unknown): value is AnyStateMachine {
  if (typeof value !== 'object' || value === null || !('id' in value) || !('root' in value)) return false;
  return METHODS.every((method) => typeof Reflect.get(value, method) === 'function');
}

function machinesWith(machine: AnyStateMachine): ManagerMachines {
  const system = new ActorSystem('verify', undefined);
  switch (machine.id) {
    case 'sharedLock':
      return { ...allCompiled, lock: system.executor(machine, readSharedLock) };
    case 'lockSet':
      return { ...allCompiled, set: system.executor(machine, readLockSet) };
    case 'catalogue':
      return { ...allCompiled, catalogue: system.executor(machine, readCatalogue) };
    case 'levelOrder':
      return { ...allCompiled, keyring: system.executor(machine, readLevelOrder) };
    default:
      return allCompiled;
  }
}
