/**
 * Which claims about a machine a planted bug breaks first.
 */
import {
  explore,
  type Invariant,
  type Model,
  type StepFunction,
  type StepInvariant,
} from '../../src/testing/explore.ts';

interface Bounded<State, Command, Effect> {
  readonly model: Pick<Model<State, Command, Effect>, 'initial' | 'commands' | 'normalise' | 'symmetric'> & {
    readonly invariants: readonly Invariant<State>[];
    readonly stepInvariants: readonly StepInvariant<State, Command, Effect>[];
  };
  readonly step: StepFunction<State, Command, Effect>;
}

/** All claims that fail with the first step that breaks one, in the first of the models in which one does. */
export function brokenClaims<State, Command, Effect>(
  instances: readonly Bounded<State, Command, Effect>[],
): string[] {
  for (const { model, step } of instances) {
    const { broken } = explore(model, step, { symmetry: true });
    if (broken === null) continue;
    const before = broken.run.slice(0, -1).reduce((state, command) => step(state, command)[0], model.initial);
    const command = broken.run.at(-1) as Command;
    const [after, effects] = step(before, command);
    const failed = [
      ...model.invariants.filter(({ holds }) => !holds(after)),
      ...model.stepInvariants.filter(({ holds }) => !holds({ before, command, after, effects })),
    ];
    return failed.map(({ name }) => name);
  }
  return [];
}
