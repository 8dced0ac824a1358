/**
 * Everything that is claimed of the machines: invariants of states, of steps, and properties, each with a
 * name and a sentence, and each to be tried alone on any executor of them.
 */
import * as conditionInvariants from '../../models/condition.invariants.ts';
import { conditionModels } from '../../models/condition.model.ts';
import * as levelOrderInvariants from '../../models/level-order.invariants.ts';
import { levelOrderModels } from '../../models/level-order.model.ts';
import * as lockSetInvariants from '../../models/lock-set.invariants.ts';
import { lockSetModels } from '../../models/lock-set.model.ts';
import * as sharedLockInvariants from '../../models/shared-lock.invariants.ts';
import { sharedLockModels } from '../../models/shared-lock.model.ts';
import { type Explorable, explore, type Invariant, type Model, type StepInvariant } from './explore.ts';
import { conditionProperties } from './properties/condition.ts';
import { levelOrderProperties } from './properties/level-order.ts';
import { lockSetProperties } from './properties/lock-set.ts';
import { compiledExecutors, type Executors, machineOf, managerOf, setOf } from './properties/machines.ts';
import { checkModel, firstOf, type Machine, type Property, stepOf } from './properties/property.ts';
import { sharedLockProperties } from './properties/shared-lock.ts';

/** One thing that is claimed of one kind of machine. */
export interface Claim {
  /** `shared-lock`, `lock-set`, `level-order` or `condition`. No two claims of one machine have one name. */
  readonly machine: string;
  readonly name: string;
  readonly sentence: string;
  /**
   * Tries this claim and no other on all states of the bounded models, or on those that `depth` commands lead
   * to, which takes seconds at most.
   *
   * @param executors what runs the machines; the compiled ones, as in live locks, unless given.
   * @returns a shortest run of commands that breaks the claim; null when none does.
   */
  readonly check: (executors?: Executors, limits?: Limits) => readonly unknown[] | null;
}

interface Limits {
  /** In commands; without a limit unless given. */
  readonly depth?: number;
}

/**
 * All claims about the machines of this package (docs/properties.md has them as a table), each with the check
 * that tries it. `lockchart verify` tries them all, in bounded models and along random runs.
 *
 * @example
 * ```ts
 * import { claims } from 'lockchart/testing';
 *
 * for (const { machine, name, sentence, check } of claims) {
 *   if (machine !== 'shared-lock' || name !== 'exclusion') continue;
 *   console.log(sentence); // An exclusive hold is the only hold.
 *   console.log(check()); // null
 * }
 * ```
 */
export const claims: readonly Claim[] = [
  ...claimsOf({
    machine: 'shared-lock',
    models: sharedLockModels,
    ...sharedLockInvariants,
    properties: sharedLockProperties,
    machineFor: ({ lock }) => machineOf(lock),
  }),
  ...claimsOf({
    machine: 'lock-set',
    models: lockSetModels,
    ...lockSetInvariants,
    properties: lockSetProperties,
    machineFor: setOf,
  }),
  ...claimsOf({
    machine: 'level-order',
    models: levelOrderModels,
    ...levelOrderInvariants,
    properties: levelOrderProperties,
    machineFor: (executors, { setup }) => managerOf(executors, setup),
  }),
  ...claimsOf({
    machine: 'condition',
    models: conditionModels,
    ...conditionInvariants,
    properties: conditionProperties,
    machineFor: ({ condition }) => machineOf(condition),
  }),
];

function claimsOf<State, Command, Effect, Bounded extends Model<State, Command, Effect>>({
  machine,
  models,
  stateInvariants,
  stepInvariants,
  properties,
  machineFor,
}: {
  readonly machine: string;
  readonly models: readonly Bounded[];
  readonly stateInvariants: readonly Invariant<State>[];
  readonly stepInvariants: readonly StepInvariant<State, Command, Effect>[];
  readonly properties: readonly Property<State, Command, Effect>[];
  readonly machineFor: (executors: Executors, model: Bounded) => Machine<State, Command, Effect>;
}): Claim[] {
  type Find = (
    made: Machine<State, Command, Effect>,
    model: Bounded,
    limits: Limits,
  ) => readonly Command[] | null;
  const claim = ({ name, sentence }: { name: string; sentence: string }, find: Find): Claim => ({
    machine,
    name,
    sentence,
    check: (executors = compiledExecutors, limits = {}) =>
      firstOf(models, (model) => find(machineFor(executors, model), model, limits)),
  });
  const explored =
    (claimed: Pick<Explorable<State, Command, Effect>, 'invariants' | 'stepInvariants'>): Find =>
    (made, { initial, commands, normalise }, limits) =>
      explore({ initial, commands, normalise, ...claimed }, stepOf(made), limits).broken?.run ?? null;
  return [
    ...stateInvariants.map((one) => claim(one, explored({ invariants: [one] }))),
    ...stepInvariants.map((one) => claim(one, explored({ stepInvariants: [one] }))),
    ...properties.map((one) => claim(one, (made, model, limits) => checkModel(one, made, model, limits))),
  ];
}
