/**
 * Visits every state that a machine can reach, breadth first, and judges each state and each step.
 *
 * Works on any pure `step`. A bounded model says which commands are tried in a state, and brings numbers that
 * grow for ever (tokens, request ids) back to a small form, so that states which differ in them alone count
 * once.
 */

export interface Step<State, Command, Effect> {
  readonly before: State;
  readonly command: Command;
  readonly after: State;
  readonly effects: readonly Effect[];
}

/** A claim about every state. */
export interface Invariant<State> {
  readonly name: string;
  readonly sentence: string;
  readonly holds: (state: State) => boolean;
}

/** A claim about every step. */
export interface StepInvariant<State, Command, Effect> {
  readonly name: string;
  readonly sentence: string;
  readonly holds: (step: Step<State, Command, Effect>) => boolean;
}

/** A situation that a model must reach, so that its silence means something. */
export interface Witness<State, Command, Effect> {
  readonly name: string;
  readonly seen: (step: Step<State, Command, Effect>) => boolean;
}

/** A bounded instance of a machine. */
export interface Model<State, Command, Effect> {
  readonly name: string;
  readonly initial: State;
  readonly commands: (state: State) => readonly Command[];
  /** The same state, with numbers that only grow replaced by their rank. */
  readonly normalise: (state: State) => State;
  readonly invariants: readonly Invariant<State>[];
  readonly stepInvariants: readonly StepInvariant<State, Command, Effect>[];
  readonly witnesses: readonly Witness<State, Command, Effect>[];
  /** How many there are, by an earlier exploration that somebody looked at. */
  readonly pinned: { readonly states: number; readonly edges: number };
}

export interface Exploration<Command> {
  readonly states: number;
  readonly edges: number;
  /** Witnesses that were not seen. */
  readonly missing: readonly string[];
  /** The first claim that failed, with the shortest run that shows it; null when all hold. */
  readonly broken: { readonly invariant: string; readonly run: readonly Command[] } | null;
}

export type StepFunction<State, Command, Effect> = (state: State, command: Command) => [State, Effect[]];

export interface ExploreOptions<State, Command, Effect> {
  /** Called for every step, for instance to ask another executor for its answer. */
  readonly onStep?: (step: Step<State, Command, Effect>) => void;
}

/** Throws when a rule throws: a rule must answer every command. */
export function explore<State, Command, Effect>(
  model: Model<State, Command, Effect>,
  step: StepFunction<State, Command, Effect>,
  { onStep }: ExploreOptions<State, Command, Effect> = {},
): Exploration<Command> {
  const states = [model.normalise(model.initial)];
  const reachedBy: { from: number; command: Command }[] = [];
  const numbers = new Map([[JSON.stringify(states[0]), 0]]);
  const missing = new Set(model.witnesses);
  let edges = 0;
  const runTo = (number: number): Command[] => {
    const reached = reachedBy[number - 1];
    return reached === undefined ? [] : [...runTo(reached.from), reached.command];
  };
  for (let number = 0; number < states.length; number += 1) {
    const before = states[number] as State;
    const same = JSON.stringify(before);
    for (const command of model.commands(before)) {
      const [after, effects] = step(before, command);
      const taken = { before, command, after, effects };
      edges += 1;
      const key = JSON.stringify(after);
      // Where nothing has changed, the claims about the state were judged when it was found.
      const broken = key === same ? brokenStep(model, taken) : brokenInvariant(model, taken);
      if (broken !== undefined) {
        const run = [...runTo(number), command];
        return {
          states: states.length,
          edges,
          missing: [...missing].map(({ name }) => name),
          broken: { invariant: broken, run },
        };
      }
      onStep?.(taken);
      for (const witness of missing) if (witness.seen(taken)) missing.delete(witness);
      if (key === same) continue;
      const normal = model.normalise(after);
      const normalKey = JSON.stringify(normal);
      if (numbers.has(normalKey)) continue;
      numbers.set(normalKey, states.length);
      states.push(normal);
      reachedBy.push({ from: number, command });
    }
  }
  return { states: states.length, edges, missing: [...missing].map(({ name }) => name), broken: null };
}

/** The name of the first claim that the step, or the state it leads to, does not keep. */
export function brokenInvariant<State, Command, Effect>(
  claims: Pick<Model<State, Command, Effect>, 'invariants' | 'stepInvariants'>,
  step: Step<State, Command, Effect>,
): string | undefined {
  const broken = claims.invariants.find(({ holds }) => !holds(step.after));
  return broken?.name ?? brokenStep(claims, step);
}

function brokenStep<State, Command, Effect>(
  { stepInvariants }: Pick<Model<State, Command, Effect>, 'stepInvariants'>,
  step: Step<State, Command, Effect>,
): string | undefined {
  return stepInvariants.find(({ holds }) => !holds(step))?.name;
}
