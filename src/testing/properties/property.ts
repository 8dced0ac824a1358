/**
 * Claims about what a machine would do from a state on, which no look at one state or one step can judge:
 * what follows when holders let go, when a newcomer asks, when the machine is stored and restored.
 *
 * A property tries that out on the machine itself. It is judged in every state of a bounded model
 * (`checkModel`), or in every state along a run (`checkRun`).
 */
import { type Explorable, explore, type Invariant, type StepFunction } from '../explore.ts';

/** A machine that lives on from command to command. */
export interface Living<State, Command, Effect> {
  send(command: Command): readonly Effect[];
  /** Its state, as plain JSON. */
  read(): State;
}

export interface Machine<State, Command, Effect> {
  /** Goes on from a state, which stays as it was. */
  resume(state: State): Living<State, Command, Effect>;
}

/** A claim about every state, whatever led there. */
export interface Property<State, Command, Effect> {
  readonly name: string;
  readonly sentence: string;
  /**
   * The commands that show it broken from this state on, none where the state itself does; null when it
   * holds.
   */
  readonly check: (machine: Machine<State, Command, Effect>, state: State) => readonly Command[] | null;
}

/** The machine as a pure function: it is stored after every command, and restored for the next. */
export function stepOf<State, Command, Effect>(
  machine: Machine<State, Command, Effect>,
): StepFunction<State, Command, Effect> {
  return (state, command) => {
    const living = machine.resume(state);
    const effects = living.send(command);
    return [living.read(), effects];
  };
}

/** The other way round: a machine that lives on by a pure function. */
export function machineFrom<State, Command, Effect>(
  step: StepFunction<State, Command, Effect>,
): Machine<State, Command, Effect> {
  return {
    resume(state) {
      let now = state;
      return {
        send(command) {
          const [after, effects] = step(now, command);
          now = after;
          return effects;
        },
        read: () => now,
      };
    },
  };
}

/** The property of this machine, as a claim that an explorer can judge. */
export function invariantOf<State, Command, Effect>(
  { name, sentence, check }: Property<State, Command, Effect>,
  machine: Machine<State, Command, Effect>,
): Invariant<State> {
  return { name, sentence, holds: (state) => check(machine, state) === null };
}

/** A shortest run that breaks the property, from the model's initial state; null when no state does. */
export function checkModel<State, Command, Effect>(
  property: Property<State, Command, Effect>,
  machine: Machine<State, Command, Effect>,
  { initial, commands, normalise }: Explorable<State, Command, Effect>,
  options: { readonly depth?: number } = {},
): readonly Command[] | null {
  const bare = {
    initial,
    commands,
    ...(normalise && { normalise }),
    invariants: [invariantOf(property, machine)],
  };
  const { broken } = explore(bare, stepOf(machine), options);
  return broken && (checkRun(property, machine, initial, broken.run) ?? broken.run);
}

/** The run, cut where the property breaks, with what shows it; null when it holds all along. */
export function checkRun<State, Command, Effect>(
  { check }: Property<State, Command, Effect>,
  machine: Machine<State, Command, Effect>,
  initial: State,
  run: readonly Command[],
): readonly Command[] | null {
  const living = machine.resume(initial);
  const done: Command[] = [];
  for (const command of [null, ...run]) {
    if (command !== null) {
      living.send(command);
      done.push(command);
    }
    const shown = check(machine, living.read());
    if (shown !== null) return [...done, ...shown];
  }
  return null;
}

/** What would follow: goes on from a state, and remembers by which commands. */
export class Trial<State, Command, Effect> {
  readonly run: Command[] = [];
  readonly #living: Living<State, Command, Effect>;

  constructor(machine: Machine<State, Command, Effect>, state: State) {
    this.#living = machine.resume(state);
  }

  get state(): State {
    return this.#living.read();
  }

  send(command: Command): readonly Effect[] {
    this.run.push(command);
    return this.#living.send(command);
  }
}

/** The first that is not null. */
export function firstOf<Item, Found>(
  items: Iterable<Item>,
  find: (item: Item) => Found | null,
): Found | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}
