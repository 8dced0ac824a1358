/**
 * Whoever is told what machines do.
 *
 * Who makes a machine do something while being told of another step is told of that afterwards, so that all
 * see one order. What an observer throws comes up as an error of nobody's: the machines go on.
 */
import { misuse } from '../locks/errors.ts';
import type { Inspect, InspectedEvent, InspectionEvent } from '../locks/inspection.ts';
import type { Transition } from './chart.ts';
import type { MachineRef, MachineSnapshot } from './machine-ref.ts';

/** What is told of a machine, but for what is in every event. */
export type Told =
  | { readonly type: '@xstate.actor' }
  | {
      readonly type: '@xstate.event';
      readonly event: InspectedEvent;
      readonly sourceRef: MachineRef | undefined;
    }
  | {
      readonly type: '@xstate.microstep';
      readonly event: InspectedEvent;
      readonly snapshot: MachineSnapshot;
      readonly _transitions: readonly Transition[];
    }
  | {
      readonly type: '@xstate.action';
      readonly action: { readonly type: string; readonly params: unknown };
    }
  | { readonly type: '@xstate.snapshot'; readonly event: InspectedEvent; readonly snapshot: MachineSnapshot };

type Observer = (event: InspectionEvent) => void;

export class Audience {
  /** How much of a list it is told, but for the queues of locks. */
  readonly longest: number;
  readonly #observers = new Set<Observer>();
  #line: (() => void)[] = [];
  #isTelling = false;
  /** While it is away: what to do when it is back, by machine. */
  #missed: Map<object, () => void> | null = null;
  #count = 0;

  constructor(longest = Number.POSITIVE_INFINITY) {
    this.longest = longest;
  }

  get isEmpty(): boolean {
    return this.#observers.size === 0;
  }

  get isAway(): boolean {
    return this.#missed !== null;
  }

  /** Takes no more for now. Machines go on, and take no steps for who does not see them. */
  leave(): void {
    this.#missed ??= new Map();
  }

  /**
   * Is told of every machine that did something meanwhile, as it is now. Returns how many commands it has
   * missed.
   */
  comeBack(): number {
    const missed = this.#missed ?? new Map<object, () => void>();
    const count = this.#count;
    this.#missed = null;
    this.#count = 0;
    for (const task of missed.values()) guarded(task);
    return count;
  }

  /**
   * It misses so many commands of a machine. `task`: what to do when it is back, in place of what was to be
   * done until now.
   */
  miss(commands: 0 | 1, machine: object, task: (() => void) | undefined): void {
    this.#count += commands;
    if (task === undefined) this.#missed?.delete(machine);
    else this.#missed?.set(machine, task);
  }

  /**
   * `present`: the machines there are, which it is told of first. Returns how to leave.
   */
  join(observer: Observer, present: Iterable<MachineRef>): () => void {
    // Beside another of the same: whoever comes twice leaves twice.
    const own: Observer = (event) => observer(event);
    const welcome = Array.from(present, (ref) => () => own(eventOf(ref, { type: '@xstate.actor' })));
    this.#queue([...welcome, () => this.#observers.add(own)]);
    return () => this.#observers.delete(own);
  }

  tell(ref: MachineRef, ...told: readonly Told[]): void {
    this.#queue(
      told.map((one) => () => {
        const event = eventOf(ref, one);
        if (one.type === '@xstate.snapshot') ref.update(one.snapshot);
        for (const observer of this.#observers) guarded(() => observer(event));
      }),
    );
  }

  #queue(tasks: readonly (() => void)[]): void {
    for (const task of tasks) this.#line.push(task);
    if (this.#isTelling) return;
    this.#isTelling = true;
    // What is added on the way comes last.
    for (const task of this.#line) guarded(task);
    this.#line = [];
    this.#isTelling = false;
  }
}

const eventOf = (ref: MachineRef, told: Told): InspectionEvent => ({
  ...told,
  rootId: ref.rootId,
  actorRef: ref,
});

/** @throws {LockUsageError} `invalid-argument` when it is neither a function nor an observer. */
export function observerOf(inspect: Inspect): Observer {
  if (typeof inspect === 'function') return inspect;
  const given: unknown = inspect?.next;
  if (typeof given === 'function') return (event) => inspect.next?.(event);
  // As in XState, an observer of errors only is told of none of this.
  if (typeof inspect === 'object' && inspect !== null && given === undefined) return () => {};
  throw misuse('inspect is a function, or an observer with a function called next, as in XState.');
}

/** Runs it, and whatever it throws is thrown where it hits nobody. */
export function guarded(task: () => void): void {
  try {
    task();
  } catch (error) {
    setTimeout(() => {
      throw error;
    });
  }
}
