/** What was told of one machine: its steps, from the messages that tell of them. */
import type {
  EventJson,
  EventMessage,
  MicrostepMessage,
  SnapshotJson,
  TransitionJson,
} from '../../../inspect/protocol.ts';
import { lockDataOf, type Machine, type Step, stateText } from './machine.ts';
import type { MachineState } from './recording.ts';
import { Stretch } from './stretch.ts';

/** A step that goes on. */
interface Underway {
  readonly event: EventJson;
  readonly source: Machine | undefined;
  readonly transitions: TransitionJson[];
  readonly path: string[];
  readonly said: EventJson[];
  size: number;
}

const MOST_UNDERWAY = 1_000;

const known = new Map<string, TransitionJson>();

/** The same object for the same transition: a chart has a few, and steps are many. */
function once(transition: TransitionJson): TransitionJson {
  const text = JSON.stringify(transition);
  const first = known.get(text) ?? transition;
  if (known.size < 10_000) known.set(text, first);
  return first;
}

export class Told {
  readonly machine: Machine;
  /** Those that are kept. */
  readonly steps = new Stretch<Step>();
  readonly #underway: Underway[] = [];
  /** How it was before the first of them, and since when. */
  #begin: { readonly moment: number; readonly snapshot: SnapshotJson };
  latest: SnapshotJson;
  /** Since when it is no more there. */
  gone = Number.POSITIVE_INFINITY;

  constructor(machine: Machine, moment: number, snapshot: SnapshotJson) {
    this.machine = machine;
    this.#begin = { moment, snapshot };
    this.latest = snapshot;
  }

  /** Nothing was ever shown of it: `last` is the last moment. */
  hasNoMoment(last: number): boolean {
    return this.#begin.moment === last && this.steps.length === 0 && this.gone > last;
  }

  /** Undefined when it was not there. */
  stateAt(moment: number): MachineState | undefined {
    if (this.gone <= moment || this.#begin.moment > moment) return undefined;
    const { steps } = this;
    const newest = steps.at(steps.last);
    // Most often one looks at what is now.
    const step =
      newest !== undefined && newest.moment <= moment
        ? newest
        : steps.at(steps.lastWhere((earlier) => earlier.moment <= moment));
    return { step, snapshot: step?.snapshot ?? this.#begin.snapshot };
  }

  isAs(snapshot: SnapshotJson): boolean {
    return JSON.stringify(this.latest) === JSON.stringify(snapshot);
  }

  /** Who waits already has come by then. */
  noteWaiters(snapshot: SnapshotJson, at: number): void {
    const { asked } = this.machine;
    for (const { waiters } of lockDataOf(this.machine, snapshot)?.queue ?? []) {
      for (const { request } of waiters) if (!asked.has(request)) asked.set(request, at);
    }
  }

  /** What was told before can have no end. */
  begin(): void {
    this.#underway.length = 0;
  }

  event({ event }: Pick<EventMessage, 'event'>, source: Machine | undefined, size: number): void {
    const path = [stateText(this.latest.value)];
    // Whoever is done is sent events, too, which lead to nothing.
    if (this.#underway.length === MOST_UNDERWAY) this.#underway.shift();
    this.#underway.push({ event, source, transitions: [], path, said: [], size });
  }

  /** What it leads to is told again, or passes; so it takes no room. */
  microstep({ event, _transitions, snapshot }: MicrostepMessage): void {
    const underway = this.#of(event);
    underway.transitions.push(...(_transitions ?? []).map(once));
    underway.path.push(stateText(snapshot.value));
  }

  /** Of an action that says something, what that is. */
  action(params: unknown, size: number): void {
    const event = (params as { readonly event?: Partial<EventJson> } | undefined)?.event;
    const [underway] = this.#underway;
    if (underway === undefined || typeof event?.type !== 'string') return;
    underway.said.push(event as EventJson);
    underway.size += size;
  }

  /** It is at rest again: the step is whole, and kept by whoever has room for it. */
  rest(event: EventJson, told: SnapshotJson, facts: Pick<Step, 'moment' | 'at' | 'size'>): Step {
    const underway = this.#of(event);
    this.#underway.splice(this.#underway.indexOf(underway), 1);
    // Without a context it has the one before.
    const snapshot = 'context' in told ? told : { ...told, context: this.latest.context };
    const { source, transitions, said } = underway;
    const states = [...underway.path, stateText(snapshot.value)];
    const path = states.filter((state, index) => state !== states[index - 1]);
    const size = underway.size + facts.size;
    const step = { ...facts, size, machine: this.machine, event, source, transitions, path, snapshot, said };
    this.machine.noteRequest(event, said, facts.at);
    this.machine.forgetRequests(snapshot);
    this.latest = snapshot;
    return step;
  }

  /** Loses its first step: what that led to is how it was before the others. */
  forget(): void {
    const step = this.steps.shift();
    if (step !== undefined) this.#begin = { moment: 0, snapshot: step.snapshot };
  }

  /** XState tells of an event when it is sent, which may be long before its turn. */
  #of(event: EventJson): Underway {
    const known = this.#underway.find((underway) => underway.event.type === event.type);
    if (known === undefined) this.event({ event }, undefined, 0);
    return known ?? (this.#underway.at(-1) as Underway);
  }
}
