/**
 * What is drawn of a machine: its states as boxes, and what leads from one to another as arrows, read from
 * its configuration as JSON. Any machine of XState will do, not only ours.
 *
 * What stays in a state stands in its box. What a machine has in every state has a box of its own; so has
 * what a state with states inside has in all of them. Arrows between the same two boxes are one, with several
 * lines.
 */
import {
  arrayOf,
  below,
  type MachineConfig,
  namedKey,
  namedText,
  type StateConfig,
  targetsOf,
} from './config.ts';

/** One transition, as a line of text; its key says which it is (`transitionKey`). */
export interface ChartLine {
  readonly key: string;
  readonly text: string;
  /** It refuses the command, and changes nothing. */
  readonly isRefusal?: boolean;
}

export interface ChartBox {
  /** The path of the state; of a box for all that is inside a state its path and a star. */
  readonly id: string;
  readonly title: string;
  readonly kind: 'state' | 'any' | 'start';
  /** The path of the state around it; empty for the machine itself. */
  readonly group: string;
  readonly lines: readonly ChartLine[];
}

export interface ChartArrow {
  readonly from: string;
  readonly to: string;
  /** Taken without waiting for an event. */
  readonly isEventless: boolean;
  readonly lines: readonly ChartLine[];
}

export interface ChartGraph {
  /** Of the machine. */
  readonly id: string;
  readonly boxes: readonly ChartBox[];
  readonly arrows: readonly ChartArrow[];
}

/** What tells a transition from every other of its machine. */
export interface TransitionFacts {
  /** The path of the state that has it. */
  readonly source: string;
  readonly event: string;
  readonly guard: unknown;
  readonly actions: readonly unknown[];
  /** Paths. */
  readonly targets: readonly string[];
}

export const START = '(start)';

export function transitionKey({ source, event, guard, actions, targets }: TransitionFacts): string {
  const said = [namedKey(guard), actions.map(namedKey).join('+'), targets.join('+')];
  return [source, event, ...said].join('|');
}

/** @throws `TypeError` when it is the configuration of no machine. */
export function chartGraph(config: MachineConfig): ChartGraph {
  return new Reader(config).graph();
}

/** What it does, without what it refuses to do. */
export function withoutRefusals({ id, boxes, arrows }: ChartGraph): ChartGraph {
  const left = boxes.map((box) => ({
    ...box,
    lines: box.lines.filter(({ isRefusal }) => isRefusal !== true),
  }));
  const isEmpty = (box: ChartBox): boolean =>
    box.kind === 'any' &&
    box.lines.length === 0 &&
    arrows.every(({ from, to }) => from !== box.id && to !== box.id);
  return { id, boxes: left.filter((box) => !isEmpty(box)), arrows };
}

/** The paths of the states without states inside that a snapshot's `value` says. */
export function activePaths(value: unknown): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const inside = activePaths(inner);
    return inside.length === 0 ? [key] : inside.map((path) => `${key}.${path}`);
  });
}

class Reader {
  readonly #config: MachineConfig;
  readonly #nodes = new Map<string, StateConfig>();
  readonly #boxes: ChartBox[] = [];
  readonly #arrows = new Map<string, ChartArrow & { readonly lines: ChartLine[] }>();

  constructor(config: MachineConfig) {
    this.#config = config;
    this.#enter('', config);
  }

  graph(): ChartGraph {
    for (const [path, state] of this.#nodes) this.#read(path, state);
    if (this.#nodes.size > 1) {
      this.#boxes.unshift({ id: START, title: '', kind: 'start', group: '', lines: [] });
      for (const path of this.#leavesAt('')) this.#arrow(START, path, true);
    }
    return { id: this.#config.id ?? '(machine)', boxes: this.#boxes, arrows: [...this.#arrows.values()] };
  }

  #enter(path: string, state: StateConfig): void {
    this.#nodes.set(path, state);
    for (const [key, inner] of Object.entries(state.states ?? {})) this.#enter(below(path, key), inner);
  }

  #read(path: string, state: StateConfig): void {
    const isCompound = Object.keys(state.states ?? {}).length > 0;
    const id = isCompound ? below(path, '*') : path === '' ? '*' : path;
    const lines = [
      ...arrayOf(state.entry).map((action) => note('entry', action)),
      ...arrayOf(state.exit).map((action) => note('exit', action)),
      ...arrayOf(state.invoke).map(({ src }) => note('invoke', src ?? 'actor')),
    ];
    for (const transition of targetsOf(this.#config, path, state)) {
      const { event, label, guard, actions, targets } = transition;
      const text = lineText(label, guard, actions);
      const leaves = targets.flatMap((target) => this.#leavesAt(target));
      const key = transitionKey({ source: path, event, guard, actions, targets });
      const [to] = leaves;
      const isRefusal =
        actions.length > 0 && actions.every((action) => namedKey(action).startsWith('refuse{'));
      if (to === undefined || to === id) lines.push({ key, text, isRefusal });
      else this.#arrow(id, to, event === '', { key, text });
    }
    if (isCompound && lines.length === 0 && !this.#hasArrowFrom(id)) return;
    const kind = isCompound ? 'any' : 'state';
    const title = isCompound
      ? path === ''
        ? 'in every state'
        : `in all of ${path}`
      : lastKey(path, this.#config);
    this.#boxes.push({ id, title, kind, group: isCompound ? path : parentOf(path), lines });
  }

  #hasArrowFrom(id: string): boolean {
    return [...this.#arrows.values()].some(({ from }) => from === id);
  }

  #arrow(from: string, to: string, isEventless: boolean, line?: ChartLine): void {
    const key = `${from}>${to}>${isEventless}`;
    const arrow = this.#arrows.get(key) ?? { from, to, isEventless, lines: [] };
    this.#arrows.set(key, arrow);
    if (line !== undefined) arrow.lines.push(line);
  }

  /** Where one arrives who enters a state. */
  #leavesAt(path: string): readonly string[] {
    const state = this.#nodes.get(path);
    const keys = Object.keys(state?.states ?? {});
    if (state === undefined || keys.length === 0)
      return state === undefined ? [] : [path === '' ? '*' : path];
    const entered = state.type === 'parallel' ? keys : [initialOf(state) ?? keys[0] ?? ''];
    return entered.flatMap((key) => this.#leavesAt(below(path, key)));
  }
}

function initialOf({ initial }: StateConfig): string | undefined {
  if (initial === undefined || typeof initial === 'string') return initial;
  const [target] = arrayOf(initial.target);
  return target?.replace(/^\./, '');
}

function lineText(label: string, guard: unknown, actions: readonly unknown[]): string {
  const condition = guard === undefined ? '' : `[${namedText(guard)}]`;
  const done = actions.length === 0 ? '' : `/ ${actions.map(namedText).join(', ')}`;
  return [label, condition, done].filter((part) => part !== '').join(' ');
}

/** No transition: it has no key that anything could have. */
function note(when: string, what: unknown): ChartLine {
  return { key: `(${when})`, text: `${when} / ${namedText(what)}` };
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')));
const lastKey = (path: string, { id }: MachineConfig): string =>
  path === '' ? (id ?? 'machine') : path.slice(path.lastIndexOf('.') + 1);
