/**
 * Machines that are watched together: what XState calls a system. Told in XState's order, of each machine
 * what it was sent, each microstep and what was said in it, and where it came to rest.
 */
import { type Audience, guarded, type Told } from './audience.ts';
import { Chart } from './chart.ts';
import { tracers } from './machine-kinds.ts';
import { MachineRef, type MachineSnapshot } from './machine-ref.ts';
import { copyOf, isSame } from './plain-json.ts';
import { type Live, type State, Tracer } from './trace.ts';

interface Watched {
  readonly ref: MachineRef;
  readonly tracer: Tracer;
  /** How much of a list is told. */
  readonly longest: number;
  /** As it was when its copy was to be made. */
  state: State;
  /** The same in memory: it takes all steps that the machine takes. Made when the first is taken. */
  copy: Live | null;
  /** As it was told last. */
  told: State;
  /** The same for others to see, who may do with it what they like. */
  shown: State;
  /** Whether anybody has been told that it is there. */
  isKnown: boolean;
}

/** Stands for a set or a manager as a whole, and does nothing. */
const together = new Tracer(new Chart({ id: 'together' }), {
  decode: () => ({}),
  encode: () => ({}),
  effectOf: () => ({ type: '' }),
});

/** Where nothing is to be left out it needs no copy: what a state was read as does not change. */
const shortened = <Context>(context: Context, longest: number): Context =>
  longest === Number.POSITIVE_INFINITY ? context : copyOf(context, longest);

export class WatchedSystem {
  readonly #audience: Audience;
  /** By live machine; what one said that has ended meanwhile is still from it. */
  readonly #machines = new WeakMap<object, Watched>();
  readonly #living = new Set<MachineRef>();
  readonly #root: MachineRef | undefined;

  /** `name`: of a set or manager; none for a machine that stands alone. */
  constructor(audience: Audience, name?: string) {
    this.#audience = audience;
    if (name === undefined) return;
    this.#root = new MachineRef(name, together, { value: '', context: {} });
  }

  /** The machine at the top comes first. */
  get refs(): MachineRef[] {
    return this.#root === undefined ? [...this.#living] : [this.#root, ...this.#living];
  }

  /** Tells of the machine at the top, as of one that begins. */
  begin(): void {
    if (this.#root !== undefined) this.#tellOfNew(this.#root, undefined);
  }

  /** A machine begins. */
  started(live: object, id: string, tracer: Tracer, state: State, input: unknown): void {
    const watched = this.#entered(live, id, tracer, state);
    if (this.#audience.isAway) this.#audience.miss(0, watched, () => this.#tellAnew(watched, () => state));
    else {
      watched.isKnown = true;
      this.#tellOfNew(watched.ref, input);
    }
  }

  /** A machine is there, and nobody is told. */
  enter(live: object, id: string, tracer: Tracer, state: State): void {
    this.#entered(live, id, tracer, state).isKnown = true;
  }

  /** A command was carried out; `read`: for the state in which the machine is when it is called. */
  sent(live: object, command: { readonly type: string }, from: object | undefined, read: () => State): void {
    guarded(() => {
      const watched = this.#machines.get(live);
      if (watched === undefined) return;
      if (this.#audience.isAway) {
        this.#audience.miss(1, watched, () => this.#tellAnew(watched, read));
        return;
      }
      const sourceRef = from && this.#machines.get(from)?.ref;
      this.#audience.tell(watched.ref, ...this.#stepsOf(watched, command, sourceRef));
    });
  }

  /** A machine has ended. */
  stopped(live: object): void {
    const watched = this.#machines.get(live);
    if (watched === undefined) return;
    this.#living.delete(watched.ref);
    if (!this.#audience.isAway) this.#tellEnd(watched);
    else this.#audience.miss(0, watched, watched.isKnown ? () => this.#tellEnd(watched) : undefined);
  }

  #entered(live: object, id: string, tracer: Tracer, state: State): Watched {
    // Of locks nothing is left out: their queues are what one wants to see.
    const longest = tracer === tracers.lock ? Number.POSITIVE_INFINITY : this.#audience.longest;
    const told = { ...state, context: shortened(state.context, longest) };
    const shown = copyOf(told);
    const ref = new MachineRef(id, tracer, shown, this.#root);
    const watched = { ref, tracer, longest, state, copy: null, told, shown, isKnown: false };
    this.#living.add(ref);
    this.#machines.set(live, watched);
    return watched;
  }

  #tellEnd({ ref, shown }: Watched): void {
    const event = { type: 'xstate.stop' };
    const snapshot = ref.in(shown, 'stopped');
    this.#audience.tell(
      ref,
      { type: '@xstate.microstep', event, snapshot, _transitions: [] },
      { type: '@xstate.snapshot', event, snapshot },
    );
  }

  /** Of one of which something was not told. */
  #tellAnew(watched: Watched, read: () => State): void {
    watched.isKnown = true;
    watched.state = read();
    watched.copy = null;
    watched.ref.update(this.#atRest(watched, watched.state));
    this.#audience.tell(watched.ref, { type: '@xstate.actor' });
  }

  *#stepsOf(
    watched: Watched,
    command: { readonly type: string },
    sourceRef: MachineRef | undefined,
  ): Generator<Told> {
    const { ref, tracer, longest } = watched;
    watched.copy ??= tracer.decode(watched.state);
    const { copy } = watched;
    const event = copyOf(command, longest);
    yield { type: '@xstate.event', event, sourceRef };
    for (const { transitions, effects, isLast } of tracer.run(copy, command)) {
      for (const said of effects) {
        const params = { event: copyOf(said, longest) };
        yield { type: '@xstate.action', action: { type: 'xstate.emit', params } };
      }
      const state = tracer.encode(copy);
      const snapshot = isLast ? this.#atRest(watched, state) : ref.in(copyOf(state, longest));
      yield { type: '@xstate.microstep', event, snapshot, _transitions: transitions };
      if (isLast) yield { type: '@xstate.snapshot', event, snapshot };
    }
  }

  #atRest(watched: Watched, { value, context }: State): MachineSnapshot {
    const { ref, longest, told, shown } = watched;
    const short = shortened(context, longest);
    // Whoever keeps or sends a context can see that it is the same.
    const isUnchanged = isSame(told.context, short);
    watched.told = { value, context: short };
    watched.shown = { value, context: isUnchanged ? shown.context : copyOf(short) };
    return ref.in(watched.shown);
  }

  #tellOfNew(ref: MachineRef, input: unknown): void {
    const event = { type: 'xstate.init', input: copyOf(input, this.#audience.longest) };
    const snapshot = ref.getSnapshot();
    this.#audience.tell(
      ref,
      { type: '@xstate.actor' },
      { type: '@xstate.event', event, sourceRef: ref._parent },
      { type: '@xstate.snapshot', event, snapshot },
    );
  }
}
