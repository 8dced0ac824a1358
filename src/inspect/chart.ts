/**
 * A machine as XState shows it: its configuration, its nodes and its transitions, made from the chart that
 * `npm run compile` writes. So whoever inspects needs no XState.
 *
 * As much is here as there is to see: what the subset that is compiled knows, and no behaviour but the choice
 * of a transition (./trace.ts).
 */
import type { InspectedTransition } from '../locks/inspection.ts';

/** A guard or an action: a name, or a name with params. */
export type Named = string | { readonly type: string; readonly params?: unknown };

/** What XState's `createMachine` takes. */
export interface ChartConfig {
  readonly id: string;
  readonly initial?: string;
  readonly on?: Transitions;
  readonly states?: { readonly [key: string]: StateConfig };
  readonly [field: string]: unknown;
}

interface StateConfig {
  readonly on?: Transitions;
  readonly always?: OneOrMore<TransitionConfig>;
  readonly entry?: OneOrMore<Named>;
  readonly exit?: OneOrMore<Named>;
}

interface TransitionConfig {
  readonly target?: string;
  readonly guard?: Named;
  readonly actions?: OneOrMore<Named>;
}

type Transitions = { readonly [event: string]: OneOrMore<TransitionConfig> };
type OneOrMore<Part> = Part | readonly Part[];

export interface Transition extends InspectedTransition {
  readonly source: ChartNode;
  readonly target: readonly ChartNode[] | undefined;
  readonly guard: Named | undefined;
  readonly actions: readonly Named[];
  toJSON(): object;
}

/** A state, or the machine as a whole. */
export class ChartNode {
  readonly id: string;
  readonly key: string;
  readonly path: readonly string[];
  readonly type: 'atomic' | 'compound';
  readonly machine: Chart;
  readonly parent: ChartNode | undefined;
  readonly config: StateConfig;
  readonly entry: readonly Named[];
  readonly exit: readonly Named[];
  states: Readonly<Record<string, ChartNode>> = {};
  /** By the type of the event. */
  readonly transitions = new Map<string, readonly Transition[]>();
  always: readonly Transition[] | undefined;

  constructor(machine: Chart, key: string, config: StateConfig, parent?: ChartNode) {
    this.id = parent === undefined ? key : `${parent.id}.${key}`;
    this.key = key;
    this.path = parent === undefined ? [] : [...parent.path, key];
    this.type = 'states' in config ? 'compound' : 'atomic';
    this.machine = machine;
    this.parent = parent;
    this.config = config;
    this.entry = listOf(config.entry);
    this.exit = listOf(config.exit);
  }

  /** Once all nodes are there. */
  join(): void {
    const { on = {}, always } = this.config;
    for (const [event, candidates] of Object.entries(on)) {
      this.transitions.set(event, this.#candidates(event, candidates));
    }
    if (always !== undefined) this.always = this.#candidates('', always);
  }

  toJSON(): object {
    const { id, key, type, config } = this;
    return { id, key, type, ...config };
  }

  #candidates(eventType: string, candidates: OneOrMore<TransitionConfig>): readonly Transition[] {
    return listOf(candidates).map((config) => {
      const target = config.target === undefined ? undefined : [this.#find(config.target)];
      const { guard } = config;
      const transition = { ...config, actions: listOf(config.actions), guard, target, source: this };
      return {
        ...transition,
        reenter: false,
        eventType,
        toJSON: () => ({
          ...transition,
          reenter: false,
          eventType,
          source: `#${this.id}`,
          target: target?.map(({ id }) => `#${id}`),
        }),
      };
    });
  }

  /** `.settling` is a child, `settling` a neighbour. */
  #find(target: string): ChartNode {
    const node = target.startsWith('.') ? this.states[target.slice(1)] : this.parent?.states[target];
    if (node === undefined)
      throw new Error(`lockchart: no state '${target}' in '${this.id}'; please report this`);
    return node;
  }
}

export class Chart {
  readonly id: string;
  readonly config: ChartConfig;
  readonly root: ChartNode;

  /** `begin`: what makes the first context of an input, where there is one. */
  constructor(config: ChartConfig, begin?: (input: never) => unknown) {
    this.id = config.id;
    // In XState's configuration it is a function without a name, and some show that.
    const context = begin && Object.assign(({ input }: { input: never }) => begin(input), {});
    this.config = context === undefined ? config : { ...config, context };
    this.root = new ChartNode(this, config.id, this.config);
    const states = Object.entries(config.states ?? {});
    this.root.states = Object.fromEntries(
      states.map(([key, state]) => [key, new ChartNode(this, key, state, this.root)]),
    );
    for (const node of [this.root, ...Object.values(this.root.states)]) node.join();
  }

  get states(): Readonly<Record<string, ChartNode>> {
    return this.root.states;
  }

  toJSON(): object {
    return this.config;
  }
}

function listOf<Part>(parts: OneOrMore<Part> | undefined): readonly Part[] {
  if (parts === undefined) return [];
  return Array.isArray(parts) ? (parts as readonly Part[]) : [parts as Part];
}
