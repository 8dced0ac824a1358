/**
 * The graph of a machine, with what each step means to those who wait.
 */
import { Explorer, type Progress } from './explorer.ts';
import type { HoldPair } from './fair-cycle.ts';
import { Graph, type Part } from './graph.ts';
import type { Explorable, Liveness, Step, StepFunction } from './model.ts';

/** In a label, instead of a number of grants: the wait does not go on, or somebody more urgent comes. */
const OVER = 255;
const URGENT = 254;
/**
 * In the place of a lock: it is waited for all along, without effect. In both kinds of places, numbers below
 * `URGENT` are what may go on for ever only by mistake.
 */
const UNSERVED = 0;

export class WaitGraph<State, Command, Effect> {
  readonly explorer: Explorer<State, Command, Effect>;
  readonly graph: Graph;
  readonly #liveness: Liveness<State, Command, Effect>;
  /** By state, who waits, by owner, and for which lock. */
  readonly #waiting: ReadonlyMap<string, string>[] = [];
  readonly #pairs = new Map<string, HoldPair & { readonly states: Set<number> }>();

  constructor(
    model: Explorable<State, Command, Effect>,
    step: StepFunction<State, Command, Effect>,
    liveness: Liveness<State, Command, Effect>,
  ) {
    this.#liveness = liveness;
    const { owners, locks, excludes } = liveness;
    const commands = (state: State): readonly Command[] => {
      const all = model.commands(state);
      return excludes === undefined ? all : all.filter((command) => !excludes(state, command));
    };
    // A label has a place for each owner, and then one for each lock.
    this.graph = new Graph(owners.length + locks.length);
    this.explorer = new Explorer({ ...model, commands }, step, {
      onStep: (taken, from, to) => {
        if (taken.after !== taken.before) this.graph.add(from, to, this.labelOf(taken));
      },
    });
  }

  *run(): Generator<Progress, void> {
    yield* this.explorer.run();
    const { states } = this.explorer;
    for (let number = 0; number < states.length; number += 1) {
      const state = states.at(number);
      this.#waiting.push(new Map(this.#liveness.waits(state).map(({ owner, lock }) => [owner, lock])));
      for (const { owner, lock } of this.#liveness.holds(state)) this.#pairOf(owner, lock).states.add(number);
    }
  }

  /** One for everything that anybody ever holds. */
  get pairs(): readonly HoldPair[] {
    return [...this.#pairs.values()];
  }

  /**
   * The states in which an owner waits, and the steps that neither end its wait nor bring anybody more
   * urgent.
   */
  waitOf(owner: string): Part {
    return this.#part(this.#placeOf(owner), (waiting) => waiting.has(owner));
  }

  /** The states in which a lock is waited for, and the steps that serve none of those who wait for it. */
  waitFor(lock: string): Part {
    return this.#part(this.#placeOf(lock), (waiting) => [...waiting.values()].includes(lock));
  }

  /** Whether the waiting of an owner or for a lock goes on in a step, with nobody more urgent coming. */
  isIdle(step: Step<State, Command, Effect>, who: string): boolean {
    return this.meaning(step, who) < URGENT;
  }

  /** What a step brings to an owner or a lock: see `labelOf`. */
  meaning(step: Step<State, Command, Effect>, who: string): number {
    return this.labelOf(step)[this.#placeOf(who)] as number;
  }

  grants(edge: number, owner: string): number {
    return this.graph.label(edge, this.#placeOf(owner));
  }

  /**
   * What a step means to each owner: how many grants pass it, as long as its wait goes on. And to each lock:
   * whether it is waited for and nobody served.
   */
  labelOf(step: Step<State, Command, Effect>): Uint8Array {
    const { owners, locks, waits, holds, asks, passes } = this.#liveness;
    const label = new Uint8Array(owners.length + locks.length).fill(OVER);
    const by = asks(step.command);
    const before = waits(step.before);
    if (before.length === 0) return label;
    const after = waits(step.after);
    for (const wait of after) {
      if (before.some(({ lock }) => lock === wait.lock)) label[this.#placeOf(wait.lock)] = UNSERVED;
    }
    for (const wait of before) {
      const isOwn = by.owner === wait.owner;
      const isUrgent = !isOwn && by.priority !== null && by.priority < wait.priority;
      const now = after.find(({ owner, request }) => owner === wait.owner && request === wait.request);
      if (now !== undefined) label[this.#placeOf(wait.owner)] = isUrgent ? URGENT : passes(step, wait);
      // Whoever gives up is not served, and gets nothing.
      const isServed =
        now?.lock !== wait.lock &&
        (!isOwn || holds(step.after).some(({ owner, lock }) => owner === wait.owner && lock === wait.lock));
      if (isServed || isUrgent) label[this.#placeOf(wait.lock)] = OVER;
    }
    return label;
  }

  #part(place: number, isMeant: (waiting: ReadonlyMap<string, string>) => boolean): Part {
    const has = (state: number): boolean => isMeant(this.#waiting[state] ?? new Map());
    const states = [...this.#waiting.keys()].filter(has);
    return { states, has, allows: (edge) => this.graph.label(edge, place) < URGENT };
  }

  #placeOf(name: string): number {
    const { owners, locks } = this.#liveness;
    const place = owners.indexOf(name);
    if (place !== -1) return place;
    if (!locks.includes(name))
      throw new TypeError(`'${name}' is not among the owners and locks of the model`);
    return owners.length + locks.indexOf(name);
  }

  #pairOf(owner: string, lock: string): { readonly states: Set<number> } {
    const key = JSON.stringify([owner, lock]);
    const known = this.#pairs.get(key);
    if (known !== undefined) return known;
    const states = new Set<number>();
    const pair = {
      states,
      isHeld: (state: number) => states.has(state),
      waits: (state: number) => this.#waiting[state]?.has(owner) === true,
    };
    this.#pairs.set(key, pair);
    return pair;
  }
}
