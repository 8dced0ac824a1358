/**
 * What an explorer is told: which commands there are, what must be true, what must be seen.
 */

/** One command, and what came of it. Where it changed nothing, `after` is `before` itself. */
export interface Step<State, Command, Effect> {
  readonly before: State;
  readonly command: Command;
  readonly after: State;
  readonly effects: readonly Effect[];
}

/** A machine as a pure function: what it is given stays as it was. States and commands are plain JSON. */
export type StepFunction<State, Command, Effect> = (
  state: State,
  command: Command,
) => readonly [State, readonly Effect[]];

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

/** An owner that waits, because of something that it asked for. */
export interface Wait {
  readonly owner: string;
  /** Tells what it asked for from what it asks for next. */
  readonly request: number;
  /** A smaller number is more urgent. */
  readonly priority: number;
  /** The lock for which it waits at the moment. */
  readonly lock: string;
}

/**
 * What must be known of a machine to say that nobody waits for ever (see `checkLiveness`). Names of owners
 * and locks must outlast `normalise`: who has none of his own cannot be followed.
 */
export interface Liveness<State, Command, Effect> {
  /** Everybody. */
  readonly owners: readonly string[];
  /** Everything that is waited for. */
  readonly locks: readonly string[];
  /** Who waits; an owner once at most. */
  readonly waits: (state: State) => readonly Wait[];
  readonly holds: (state: State) => readonly { readonly owner: string; readonly lock: string }[];
  /** Whose command it is, and with which priority it makes somebody come; null where nobody comes. */
  readonly asks: (command: Command) => { readonly owner: string | null; readonly priority: number | null };
  /** How many others were granted, in this step, the lock for which this one waited before it. */
  readonly passes: (step: Step<State, Command, Effect>, wait: Wait) => number;
  /** Commands that nobody gives in a state: misuse that may block for ever. None unless given. */
  readonly excludes?: (state: State, command: Command) => boolean;
}

/** What `explore` needs. Whatever is left out is not looked at. */
export interface Explorable<State, Command, Effect> {
  readonly initial: State;
  /** What is tried in a state, legal or not. It bounds the graph, which must be finite. */
  readonly commands: (state: State) => readonly Command[];
  /**
   * The same state, with numbers that only grow (ids, tokens) replaced by small ones. States with one normal
   * form must be such that no command and no claim tells them apart.
   */
  readonly normalise?: (state: State) => State;
  /** As `normalise`, and owners that are interchangeable in a fixed order too; for `symmetry`. */
  readonly symmetric?: (state: State) => State;
  readonly invariants?: readonly Invariant<State>[];
  readonly stepInvariants?: readonly StepInvariant<State, Command, Effect>[];
  readonly witnesses?: readonly Witness<State, Command, Effect>[];
  /** A state in a few words, for transcripts; all of it unless given. */
  readonly show?: (state: State) => string;
}

/** A bounded instance of a machine, with all that is said of it. */
export interface Model<State, Command, Effect> extends Explorable<State, Command, Effect> {
  readonly name: string;
  readonly normalise: (state: State) => State;
  readonly invariants: readonly Invariant<State>[];
  readonly stepInvariants: readonly StepInvariant<State, Command, Effect>[];
  readonly witnesses: readonly Witness<State, Command, Effect>[];
  /** How many there are, by an earlier exploration that somebody looked at. */
  readonly pinned: { readonly states: number; readonly edges: number };
  readonly liveness?: Liveness<State, Command, Effect> & {
    /** How many grants can pass a waiter at most, by an earlier check that somebody looked at. */
    readonly overtaking: number;
  };
}

/** Whether a step left the state as it was. */
export function changesNothing<State>({
  before,
  after,
}: {
  readonly before: State;
  readonly after: State;
}): boolean {
  return before === after || isSame(before, after);
}

/** Whether two plain JSON values are the same, whatever the order of their keys. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one)) {
    if (!Array.isArray(other) || one.length !== other.length) return false;
    for (let place = 0; place < one.length; place += 1) {
      if (!isSame(one[place], other[place])) return false;
    }
    return true;
  }
  if (Array.isArray(other)) return false;
  let surplus = 0;
  for (const key in one) {
    if (!(key in other) || !isSame(one[key as never], other[key as never])) return false;
    surplus += 1;
  }
  for (const _ in other) surplus -= 1;
  return surplus === 0;
}

/** The name of the first claim that the step, or the state it leads to, does not keep. */
export function brokenInvariant<State, Command, Effect>(
  claims: Pick<Explorable<State, Command, Effect>, 'invariants' | 'stepInvariants'>,
  step: Step<State, Command, Effect>,
): string | undefined {
  return brokenState(claims, step.after) ?? brokenStep(claims, step);
}

export function brokenState<State>(
  { invariants = [] }: { readonly invariants?: readonly Invariant<State>[] },
  state: State,
): string | undefined {
  for (const { name, holds } of invariants) if (!holds(state)) return name;
  return undefined;
}

export function brokenStep<State, Command, Effect>(
  { stepInvariants = [] }: { readonly stepInvariants?: readonly StepInvariant<State, Command, Effect>[] },
  step: Step<State, Command, Effect>,
): string | undefined {
  for (const { name, holds } of stepInvariants) if (!holds(step)) return name;
  return undefined;
}
