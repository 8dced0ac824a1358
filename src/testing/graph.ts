/**
 * The graph of an exploration, as arrays of numbers: who leads where, with a few bytes of label for each
 * edge.
 */
import { longer } from './state-store.ts';

/** A part of a graph: some of its states, and those edges between them that it allows. */
export interface Part {
  readonly states: readonly number[];
  readonly has: (state: number) => boolean;
  readonly allows: (edge: number) => boolean;
}

export class Graph {
  /** Bytes of label for each edge. */
  readonly width: number;
  edges = 0;
  #starts = new Uint32Array(1024);
  /** How many states have had their edges added. */
  #sources = 0;
  #targets = new Uint32Array(1024);
  #labels: Uint8Array<ArrayBuffer>;

  constructor(width: number) {
    this.width = width;
    this.#labels = new Uint8Array(1024 * width);
  }

  /** Edges come in the order of the states that they lead from. An edge that is there already is left out. */
  add(from: number, to: number, label: Uint8Array): void {
    this.#startUpTo(from);
    for (let edge = this.firstOf(from); edge < this.edges; edge += 1) {
      if (this.#targets[edge] === to && this.#hasLabel(edge, label)) return;
    }
    if (this.edges === this.#targets.length) {
      this.#targets = longer(this.#targets);
      const labels = new Uint8Array(2 * this.#labels.length);
      labels.set(this.#labels);
      this.#labels = labels;
    }
    this.#targets[this.edges] = to;
    this.#labels.set(label, this.edges * this.width);
    this.edges += 1;
  }

  /** The first edge of a state; its last is the one before the first of the next state. */
  firstOf(state: number): number {
    return state < this.#sources ? (this.#starts[state] as number) : this.edges;
  }

  target(edge: number): number {
    return this.#targets[edge] as number;
  }

  label(edge: number, place: number): number {
    return this.#labels[edge * this.width + place] as number;
  }

  /** The edges of a part that lead from a state of it. */
  *leaving(state: number, { has, allows }: Omit<Part, 'states'>): Generator<number> {
    const end = this.firstOf(state + 1);
    for (let edge = this.firstOf(state); edge < end; edge += 1) {
      if (has(this.target(edge)) && allows(edge)) yield edge;
    }
  }

  /** A shortest way inside a part, from a state to one that is meant; both ends included. */
  path(from: number, isMeant: (state: number) => boolean, part: Omit<Part, 'states'>): number[] {
    const cameFrom = new Map([[from, -1]]);
    const line = [from];
    for (const state of line) {
      if (isMeant(state)) {
        const way: number[] = [];
        for (let at = state; at !== -1; at = cameFrom.get(at) as number) way.push(at);
        return way.toReversed();
      }
      for (const edge of this.leaving(state, part)) {
        const next = this.target(edge);
        if (cameFrom.has(next)) continue;
        cameFrom.set(next, state);
        line.push(next);
      }
    }
    throw new Error(`there is no way from state ${from} to one that is meant`);
  }

  /**
   * The strongly connected components of a part, each before those that lead to it (Tarjan's algorithm, with
   * a stack of its own).
   */
  components(part: Part): number[][] {
    const found: number[][] = [];
    /** In which order states were met. */
    const met = new Map<number, number>();
    const lowest = new Map<number, number>();
    const open: number[] = [];
    const isOpen = new Set<number>();
    const enter = (state: number): { state: number; edges: Generator<number> } => {
      met.set(state, met.size);
      lowest.set(state, met.size - 1);
      open.push(state);
      isOpen.add(state);
      return { state, edges: this.leaving(state, part) };
    };
    const lower = (state: number, to: number): void => {
      if (to < (lowest.get(state) as number)) lowest.set(state, to);
    };
    for (const root of part.states) {
      if (met.has(root)) continue;
      const walk = [enter(root)];
      for (let top = walk.at(-1); top !== undefined; top = walk.at(-1)) {
        const edge = top.edges.next();
        if (edge.done !== true) {
          const next = this.target(edge.value);
          if (!met.has(next)) walk.push(enter(next));
          else if (isOpen.has(next)) lower(top.state, met.get(next) as number);
          continue;
        }
        walk.pop();
        const low = lowest.get(top.state) as number;
        const caller = walk.at(-1);
        if (caller !== undefined) lower(caller.state, low);
        if (low !== met.get(top.state)) continue;
        const members = open.splice(open.lastIndexOf(top.state));
        for (const member of members) isOpen.delete(member);
        found.push(members);
      }
    }
    return found;
  }

  #startUpTo(state: number): void {
    for (; this.#sources <= state; this.#sources += 1) {
      if (this.#sources === this.#starts.length) this.#starts = longer(this.#starts);
      this.#starts[this.#sources] = this.edges;
    }
  }

  #hasLabel(edge: number, label: Uint8Array): boolean {
    for (let place = 0; place < this.width; place += 1) {
      if (this.label(edge, place) !== label[place]) return false;
    }
    return true;
  }
}
