/**
 * The engine of `explore`: one exploration, which can be stopped between any two of its turns.
 */
import {
  brokenInvariant,
  brokenState,
  brokenStep,
  type Explorable,
  isSame,
  type Step,
  type StepFunction,
  type Witness,
} from './model.ts';
import { written } from './notation.ts';
import { longer, StateStore } from './state-store.ts';
import { transcript } from './transcript.ts';

/** How far an exploration is. */
export interface Progress {
  /** States found so far. */
  readonly states: number;
  /** Steps taken so far. */
  readonly edges: number;
  /** The length of the runs that are being looked at. */
  readonly depth: number;
  /** States from which no step has been taken yet. */
  readonly open: number;
  /** Steps taken in a second, on average. */
  readonly rate: number;
}

export interface Exploration<Command> {
  readonly states: number;
  readonly edges: number;
  /** The length of the longest of the shortest runs to a state. */
  readonly depth: number;
  /** How much memory the states took. */
  readonly bytes: number;
  /** Witnesses that were not seen. */
  readonly missing: readonly string[];
  /** The first claim that failed, with the shortest run that shows it; null when all hold. */
  readonly broken: Broken<Command> | null;
}

export interface Broken<Command> {
  readonly invariant: string;
  /** From the initial state; `step` runs it as it is. */
  readonly run: readonly Command[];
  /** The run as text, for `replay`. */
  readonly transcript: string;
}

export interface ExploreOptions<State, Command, Effect> {
  /**
   * Called for every step, with the numbers of the states that it leads from and to: for instance to ask
   * another executor for its answer, or to keep the graph. States are numbered from 0 as they are found.
   */
  readonly onStep?: (step: Step<State, Command, Effect>, from: number, to: number) => void;
  /** Called now and then. */
  readonly onProgress?: (progress: Progress) => void;
  /**
   * Take states that differ only in who of several interchangeable owners is who for one state: the model's
   * `symmetric`. Says as much about invariants, and nothing about who waits how long. False unless given.
   */
  readonly symmetry?: boolean;
  /** Look no further than this many commands from the initial state. No limit unless given. */
  readonly depth?: number;
}

/** So many steps are taken in a turn. */
const TURN = 4096;

export class Explorer<State, Command, Effect> {
  readonly states = new StateStore<State>();
  readonly #model: Explorable<State, Command, Effect>;
  readonly #step: StepFunction<State, Command, Effect>;
  readonly #options: ExploreOptions<State, Command, Effect>;
  readonly #normal: (state: State) => State;
  readonly #missing: Set<Witness<State, Command, Effect>>;
  /** From which state each was found. */
  #parents = new Uint32Array(1024);
  #edges = 0;
  #depth = 0;
  /** How far the state is that was found last. */
  #deepest = 0;

  constructor(
    model: Explorable<State, Command, Effect>,
    step: StepFunction<State, Command, Effect>,
    options: ExploreOptions<State, Command, Effect>,
  ) {
    this.#model = model;
    this.#step = step;
    this.#options = options;
    if (options.symmetry === true && model.symmetric === undefined)
      throw new TypeError('the model has no `symmetric`: it cannot be explored with symmetry');
    this.#normal = (options.symmetry === true ? model.symmetric : model.normalise) ?? ((state) => state);
    this.#missing = new Set(model.witnesses);
  }

  *run(): Generator<Progress, Exploration<Command>> {
    const { initial } = this.#model;
    const { depth = Number.POSITIVE_INFINITY } = this.#options;
    const began = performance.now();
    this.states.add(this.#normal(initial));
    const broken = brokenState(this.#model, initial);
    if (broken !== undefined) return this.#result({ invariant: broken, run: [], transcript: '' });
    for (let next = 0; this.#depth < depth && next < this.states.length; this.#depth += 1) {
      for (const end = this.states.length; next < end; next += 1) {
        const before = this.states.at(next);
        for (const command of this.#model.commands(before)) {
          const invariant = this.#take(before, next, command);
          if (invariant !== undefined) return this.#result(this.#explain(invariant, next));
          if (this.#edges % TURN === 0) yield this.#progress(next, began);
        }
      }
    }
    return this.#result(null);
  }

  /**
   * A real run through the states with these numbers, of which the first is the initial one: a run with its
   * own ids, which the numbered states have lost. `isMeant` chooses among steps that lead to the same state.
   */
  follow(
    path: readonly number[],
    isMeant: (step: Step<State, Command, Effect>, place: number) => boolean = () => true,
  ): Command[] {
    const run: Command[] = [];
    let before = this.#model.initial;
    for (let place = 1; place < path.length; place += 1) {
      const { command, after } = this.#find(
        before,
        (step) => this.numberOf(step.after) === path[place] && isMeant(step, place - 1),
      );
      run.push(command);
      before = after;
    }
    return run;
  }

  /** The numbers of the states on a shortest run to this one, both ends included. */
  pathTo(number: number): number[] {
    const path = [number];
    for (let at = number; at !== 0; path.push(at)) at = this.#parents[at] as number;
    return path.toReversed();
  }

  numberOf(state: State): number {
    return this.states.numberOf(this.#normal(state));
  }

  /** Takes one step. Returns the claim that it breaks, if it breaks one. */
  #take(before: State, from: number, command: Command): string | undefined {
    const taken = this.#taken(before, command, from);
    const { after } = taken;
    this.#edges += 1;
    let to = from;
    if (after !== before) {
      const known = this.states.length;
      to = this.states.add(this.#normal(after));
      if (to === known) {
        this.#parents[to] = from;
        if (to + 1 === this.#parents.length) this.#parents = longer(this.#parents);
        this.#deepest = this.#depth + 1;
        // Claims about a state are judged when it is found.
        const broken = brokenState(this.#model, after);
        if (broken !== undefined) return broken;
      }
    }
    const broken = brokenStep(this.#model, taken);
    if (broken !== undefined) return broken;
    this.#options.onStep?.(taken, from, to);
    for (const witness of this.#missing) if (witness.seen(taken)) this.#missing.delete(witness);
    return undefined;
  }

  #taken(before: State, command: Command, from: number): Step<State, Command, Effect> {
    try {
      return stepOf(this.#step, before, command);
    } catch (cause) {
      const run = transcript(this.#model, this.#step, this.follow(this.pathTo(from)));
      throw new Error(`the step for ${written(command)} throws (${String(cause)}) after\n${run}`, { cause });
    }
  }

  /** The run to a state from which a step breaks a claim, with that step. */
  #explain(invariant: string, from: number): Broken<Command> {
    const run = this.follow(this.pathTo(from));
    let last = this.#model.initial;
    for (const command of run) [last] = this.#step(last, command);
    run.push(this.#find(last, (step) => brokenInvariant(this.#model, step) === invariant).command);
    return { invariant, run, transcript: transcript(this.#model, this.#step, run) };
  }

  #find(
    before: State,
    isMeant: (step: Step<State, Command, Effect>) => boolean,
  ): Step<State, Command, Effect> {
    for (const command of this.#model.commands(before)) {
      const taken = stepOf(this.#step, before, command);
      if (isMeant(taken)) return taken;
    }
    const shown = (this.#model.show ?? written)(before);
    throw new Error(`no command does in ${shown} what one does in its normal form: it loses something`);
  }

  #progress(next: number, began: number): Progress {
    return {
      states: this.states.length,
      edges: this.#edges,
      depth: this.#depth,
      open: this.states.length - next,
      rate: (1000 * this.#edges) / (performance.now() - began),
    };
  }

  #result(broken: Broken<Command> | null): Exploration<Command> {
    return {
      states: this.states.length,
      edges: this.#edges,
      depth: this.#deepest,
      bytes: this.states.bytes + this.#parents.byteLength,
      missing: [...this.#missing].map(({ name }) => name),
      broken,
    };
  }
}

function stepOf<State, Command, Effect>(
  step: StepFunction<State, Command, Effect>,
  before: State,
  command: Command,
): Step<State, Command, Effect> {
  const [reached, effects] = step(before, command);
  return { before, command, after: isSame(before, reached) ? before : reached, effects };
}
