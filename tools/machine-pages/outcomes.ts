/**
 * What commands come to: for each state and command of a machine the states it leads to and the effects, as
 * seen on every step of the bounded models that every test run explores.
 */
import { conditionModels } from '../../models/condition.model.ts';
import { levelOrderModels } from '../../models/level-order.model.ts';
import { lockSetModels } from '../../models/lock-set.model.ts';
import { sharedLockModels } from '../../models/shared-lock.model.ts';
import { step as conditionStep } from '../../src/core/condition/compiled.ts';
import { compiledKeyring, type ManagerMachines } from '../../src/core/level-order/system.ts';
import { managerStep } from '../../src/core/level-order/system-step.ts';
import { compiledMachines, type Executor } from '../../src/core/lock-set/machines.ts';
import { systemStep } from '../../src/core/lock-set/system-step.ts';
import { step as lockStep } from '../../src/core/shared-lock/compiled.ts';
import { type Explorable, explore, type StepFunction } from '../../src/testing/explore.ts';

/** Of one command in one state: each way it can end, with what was said on any such way. */
export type Outcomes = ReadonlyMap<string, readonly string[]>;

/** Nothing was said on such a way. */
export const SILENCE = '–';

type Told = { readonly type: string; readonly reason?: string };
type State = { readonly value: string };

export class Observed {
  readonly #seen = new Map<string, Map<string, Set<string>>>();

  note(machine: string, before: string, event: string, after: string, effects: readonly Told[]): void {
    const key = [machine, before, event].join('|');
    const ways = this.#seen.get(key) ?? new Map<string, Set<string>>();
    this.#seen.set(key, ways);
    const said = ways.get(after) ?? new Set<string>();
    ways.set(after, said);
    if (effects.length === 0) said.add(SILENCE);
    for (const { type, reason } of effects) said.add(reason === undefined ? type : `${type} ${reason}`);
  }

  /** Empty for what never happens. */
  outcomes(machine: string, state: string, event: string): Outcomes {
    const ways = this.#seen.get([machine, state, event].join('|')) ?? new Map<string, Set<string>>();
    return new Map([...ways].toSorted().map(([after, said]) => [after, [...said].toSorted()]));
  }
}

/** Takes every step of the models of all machines. */
export function observe(): Observed {
  const observed = new Observed();
  for (const model of sharedLockModels) take(observed, 'sharedLock', model, lockStep);
  for (const model of conditionModels) take(observed, 'condition', model, conditionStep);
  const machines: ManagerMachines = {
    lock: watched(observed, 'sharedLock', compiledMachines.lock),
    set: watched(observed, 'lockSet', compiledMachines.set),
    catalogue: watched(observed, 'catalogue', compiledMachines.catalogue),
    keyring: watched(observed, 'levelOrder', compiledKeyring),
  };
  for (const model of lockSetModels) explore(model, systemStep(machines));
  for (const model of levelOrderModels) explore(model, managerStep(machines, model.setup));
  return observed;
}

function take<S extends State, Command extends Told, Effect extends Told>(
  observed: Observed,
  machine: string,
  model: Explorable<S, Command, Effect>,
  step: StepFunction<S, Command, Effect>,
): void {
  explore(model, step, {
    onStep: ({ before, command, after, effects }) =>
      observed.note(machine, before.value, command.type, after.value, effects),
  });
}

function watched<Input, Command extends Told, Effect extends Told, Context, S extends State>(
  observed: Observed,
  machine: string,
  executor: Executor<Input, Command, Effect, Context, S>,
): Executor<Input, Command, Effect, Context, S> {
  return {
    ...executor,
    send(live, command, tell, from) {
      const before = (live as State).value;
      const effects: Effect[] = [];
      executor.send(live, command, (effect) => effects.push(effect), from);
      observed.note(machine, before, command.type, (live as State).value, effects);
      for (const effect of effects) tell(effect);
    },
  };
}
