/**
 * What a command does to a machine, microstep by microstep.
 *
 * A machine that runs does not tell its steps, so they are taken again, on a copy: with the same rules, in
 * the order of the chart. What is watched is executed as ever, and nothing of it depends on being watched.
 */
import type { Chart, Named, Transition } from './chart.ts';

/** What rules say of their data, as of the machine's kind. */
export interface Rules {
  decode(data: never): object;
  encode(context: never): object;
  effectOf(...said: never): { readonly type: string };
  readonly [rule: string]: unknown;
}

/** A machine's state in plain JSON. */
export interface State {
  readonly value: string;
  readonly context: object;
}

/** A state in memory. */
export interface Live {
  value: string;
  readonly context: object;
}

export interface Microstep {
  /** None when the command is not handled. */
  readonly transitions: readonly Transition[];
  /** What was said on the way. */
  readonly effects: readonly { readonly type: string }[];
  /** It ends at rest. */
  readonly isLast: boolean;
}

type Rule = (context: object, command: object, emit: (...said: never) => void, params: unknown) => unknown;

export class Tracer {
  readonly chart: Chart;
  readonly #rules: Rules;

  constructor(chart: Chart, rules: Rules) {
    this.chart = chart;
    this.#rules = rules;
  }

  decode({ value, context }: State): Live {
    return { value, context: this.#rules.decode(context as never) };
  }

  encode({ value, context }: Live): State {
    return { value, context: this.#rules.encode(context as never) };
  }

  /** Whether a command would do anything to a machine in this state, be it only to say something. */
  can(state: State, command: { readonly type: string }): boolean {
    const taken = this.#selected(this.decode(state), command);
    return taken !== undefined && (taken.target !== undefined || taken.actions.length > 0);
  }

  /** Changes `live`; each microstep has been taken when it comes. */
  *run(live: Live, command: { readonly type: string }): Generator<Microstep> {
    let next = this.#selected(live, command);
    let isLast = false;
    while (!isLast) {
      const taken = next === undefined ? { transitions: [], effects: [] } : this.#take(next, live, command);
      next = this.#enabled(this.chart.states[live.value]?.always, live, command);
      isLast = next === undefined;
      yield { ...taken, isLast };
    }
  }

  /** Of the state itself, else of the machine as a whole. */
  #selected(live: Live, command: { readonly type: string }): Transition | undefined {
    const own = this.chart.states[live.value]?.transitions.get(command.type);
    const shared = this.chart.root.transitions.get(command.type);
    return this.#enabled(own, live, command) ?? this.#enabled(shared, live, command);
  }

  #enabled(
    candidates: readonly Transition[] | undefined,
    live: Live,
    command: object,
  ): Transition | undefined {
    return candidates?.find(({ guard }) => guard === undefined || this.#call(guard, live, command));
  }

  #take(transition: Transition, live: Live, command: object): Omit<Microstep, 'isLast'> {
    const { source, target: [target] = [], actions } = transition;
    const effects: { readonly type: string }[] = [];
    const say = (...said: never): void => void effects.push(this.#rules.effectOf(...said));
    // A state that targets itself neither leaves nor enters.
    const moves = target !== undefined && target !== source;
    const exit = moves ? this.chart.states[live.value]?.exit : [];
    for (const action of [...(exit ?? []), ...actions, ...(moves ? target.entry : [])]) {
      this.#call(action, live, command, say);
    }
    if (moves) live.value = target.key;
    return { transitions: [transition], effects };
  }

  #call(
    named: Named,
    { context }: Live,
    command: object,
    emit: (...said: never) => void = () => {},
  ): unknown {
    const { type, params } = typeof named === 'string' ? { type: named, params: undefined } : named;
    return (this.#rules[type] as Rule)(context, command, emit, params);
  }
}
