/**
 * Long random runs of every machine, with its invariants looked at after each command and its properties at
 * the end: whatever the bounds of the explored models leave out, such as more owners.
 */
import fc from 'fast-check';
import { conditionModels } from '../../../models/condition.model.ts';
import { largeLevelOrderModels } from '../../../models/level-order.model.ts';
import { largeLockSetModels } from '../../../models/lock-set.model.ts';
import { sharedLockModels } from '../../../models/shared-lock.model.ts';
import { managerStep } from '../../core/level-order/system-step.ts';
import { systemStep } from '../../core/lock-set/system-step.ts';
import { brokenInvariant, type Model, type StepFunction } from '../../testing/explore.ts';
import { lockRuns } from '../../testing/lock-commands.ts';
import { conditionProperties } from '../../testing/properties/condition.ts';
import { levelOrderProperties } from '../../testing/properties/level-order.ts';
import { lockSetProperties } from '../../testing/properties/lock-set.ts';
import { machineFrom, type Property } from '../../testing/properties/property.ts';
import { sharedLockProperties } from '../../testing/properties/shared-lock.ts';
import { transcript } from '../../testing/transcript.ts';
import type { Check, Verdict } from './checks.ts';
import type { Subject } from './subject.ts';

/** Where the random numbers begin, and how many runs there are. */
export interface Randomness {
  readonly seed: number;
  readonly runs: number;
}

const LONGEST = 60;

/** How the runs of a machine are drawn, and what is claimed along them. */
interface Walk<State, Command, Effect, Draw> {
  readonly machine: string;
  readonly model: Model<State, Command, Effect>;
  readonly properties: readonly Property<State, Command, Effect>[];
  readonly draws: fc.Arbitrary<Draw[]>;
  readonly commandOf: (draw: Draw, state: State) => Command;
  readonly stepOf: () => StepFunction<State, Command, Effect>;
}

export function randomRuns(subject: Subject, randomness: Randomness): Check[] {
  return [
    ...sharedLockModels.slice(0, 1).map((model) =>
      walkCheck(randomness, {
        machine: 'shared-lock',
        model: { ...model, name: 'any owners, any priorities', normalise: (state) => state },
        properties: sharedLockProperties,
        draws: lockRuns(LONGEST),
        commandOf: (command) => command,
        stepOf: () => subject.lockStep,
      }),
    ),
    ...conditionModels.map((model) =>
      walkCheck(randomness, {
        machine: 'condition',
        properties: conditionProperties,
        stepOf: () => subject.conditionStep,
        ...drawnFrom(model),
      }),
    ),
    ...largeLockSetModels.map((model) =>
      walkCheck(randomness, {
        machine: 'lock-set',
        properties: lockSetProperties,
        stepOf: () => systemStep(subject.machines()),
        ...drawnFrom(model),
      }),
    ),
    ...largeLevelOrderModels.map((model) =>
      walkCheck(randomness, {
        machine: 'level-order',
        properties: levelOrderProperties,
        stepOf: () => managerStep(subject.machines(), model.setup),
        ...drawnFrom(model),
      }),
    ),
  ];
}

/** Each draw is one of the commands that the model has in a state. */
function drawnFrom<State, Command, Effect>(model: Model<State, Command, Effect>) {
  return {
    model,
    draws: fc.array(fc.nat(), { maxLength: LONGEST, size: 'max' }),
    commandOf: (draw: number, state: State): Command => {
      const commands = model.commands(state);
      return commands[draw % commands.length] as Command;
    },
  };
}

function walkCheck<State, Command, Effect, Draw>(
  { seed, runs }: Randomness,
  { machine, model, properties, draws, commandOf, stepOf }: Walk<State, Command, Effect, Draw>,
): Check {
  const { initial, normalise } = model;
  const normalised =
    (step: StepFunction<State, Command, Effect>): typeof step =>
    (state, command) => {
      const [after, effects] = step(state, command);
      return [normalise(after), effects];
    };
  return {
    name: `random runs: ${model.name}`,
    model: machine,
    run: async ({ signal, progress }) => {
      const step = stepOf();
      const living = machineFrom(step);
      let steps = 0;
      let begun = 0;
      /** The commands up to the first after which a claim is broken, and which claim. */
      const broken = (drawn: readonly Draw[]): { run: Command[]; claim: string } | undefined => {
        const run: Command[] = [];
        let before = initial;
        let last = initial;
        for (const draw of drawn) {
          const command = commandOf(draw, before);
          const [after, effects] = step(before, command);
          run.push(command);
          steps += 1;
          const claim = brokenInvariant(model, { before, command, after, effects });
          if (claim !== undefined) return { run, claim };
          last = after;
          before = normalise(after);
        }
        // Each tries much out, so they are judged where a run ends.
        const claim = properties.find((property) => property.check(living, last) !== null)?.name;
        return claim === undefined ? undefined : { run, claim };
      };
      const keeps = fc.asyncProperty(draws, async (drawn) => {
        begun += 1;
        if (begun % 20 === 0) {
          progress(`${begun} runs`);
          await new Promise(setImmediate);
          signal.throwIfAborted();
        }
        return broken(drawn) === undefined;
      });
      const { failed, counterexample, counterexamplePath, errorInstance } = await fc.check(keeps, {
        seed,
        numRuns: runs,
      });
      if (!failed) return { status: 'ok', edges: steps, detail: `${runs} runs, seed ${seed}` };
      const found = counterexample === null ? undefined : broken(counterexample[0]);
      // Not a claim but the machine itself has failed.
      if (found === undefined) throw errorInstance;
      const verdict: Verdict = {
        status: 'failed',
        detail: `breaks ${found.claim} (seed ${seed}, path ${counterexamplePath})`,
        counterexample: transcript(model, normalised(step), found.run),
      };
      return verdict;
    },
  };
}
