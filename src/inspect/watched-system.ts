/**
 * Machines that are watched together: what XState calls a system. Told in XState's order, of each machine
 * what it was sent, each microstep and what was said in it, and where it came to rest.
 */
import { type Audience, guarded, type Told } from './audience.ts';
import { Chart } from './chart.ts';
import { MachineRef } from './machine-ref.ts';
import { copyOf, isSame } from './plain-json.ts';
import { type Live, type State, Tracer } from './trace.ts';

interface Watched {
  readonly ref: MachineRef;
  readonly tracer: Tracer;
  /** As it was read last. */
  state: State;
  /** The same for others to see, who may do with it what they like. */
  shown: State;
  /** The same in memory, to take steps on; null where it has to be made anew. */
  copy: Live | null;
}

/** Stands for a set or a manager as a whole, and does nothing. */
const together = new Tracer(new Chart({ id: 'together' }), {
  decode: () => ({}),
  encode: () => ({}),
  effectOf: () => ({ type: '' }),
});

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
    this.#tellOfNew(this.enter(live, id, tracer, state), input);
  }

  /** A machine is there, and nobody is told. */
  enter(live: object, id: string, tracer: Tracer, state: State): MachineRef {
    const shown = copyOf(state);
    const ref = new MachineRef(id, tracer, shown, this.#root);
    this.#living.add(ref);
    this.#machines.set(live, { ref, tracer, state, shown, copy: null });
    return ref;
  }

  /** A command was carried out; `after`: the state in which the machine is now. */
  sent(live: object, command: { readonly type: string }, from: object | undefined, after: State): void {
    guarded(() => {
      const watched = this.#machines.get(live);
      if (watched === undefined) return;
      const sourceRef = from && this.#machines.get(from)?.ref;
      this.#audience.tell(watched.ref, ...this.#stepsOf(watched, command, sourceRef, after));
    });
  }

  /** A machine has ended. */
  stopped(live: object): void {
    const watched = this.#machines.get(live);
    if (watched === undefined) return;
    const { ref, shown } = watched;
    this.#living.delete(ref);
    const event = { type: 'xstate.stop' };
    const snapshot = ref.in(shown, 'stopped');
    this.#audience.tell(
      ref,
      { type: '@xstate.microstep', event, snapshot, _transitions: [] },
      { type: '@xstate.snapshot', event, snapshot },
    );
  }

  *#stepsOf(
    watched: Watched,
    command: { readonly type: string },
    sourceRef: MachineRef | undefined,
    read: State,
  ): Generator<Told> {
    const { ref, tracer, state } = watched;
    const copy = watched.copy ?? tracer.decode(state);
    const isUnchanged = isSame(state.context, read.context);
    // Whoever keeps or sends a context can see that it is the same.
    const context = isUnchanged ? watched.shown.context : copyOf(read.context);
    watched.state = read;
    watched.shown = { value: read.value, context };
    watched.copy = null;
    const event = copyOf(command);
    const end = ref.in(watched.shown);
    yield { type: '@xstate.event', event, sourceRef };
    for (const { transitions, effects, isLast } of tracer.run(copy, command)) {
      for (const said of effects) {
        yield { type: '@xstate.action', action: { type: 'xstate.emit', params: { event: copyOf(said) } } };
      }
      // It ends in the state that the machine is really in.
      const snapshot = isLast ? end : ref.in(copyOf(tracer.encode(copy)));
      yield { type: '@xstate.microstep', event, snapshot, _transitions: transitions };
    }
    yield { type: '@xstate.snapshot', event, snapshot: end };
    if (isUnchanged && copy.value === read.value) watched.copy = copy;
  }

  #tellOfNew(ref: MachineRef, input: unknown): void {
    const event = { type: 'xstate.init', input: copyOf(input) };
    const snapshot = ref.getSnapshot();
    this.#audience.tell(
      ref,
      { type: '@xstate.actor' },
      { type: '@xstate.event', event, sourceRef: ref._parent },
      { type: '@xstate.snapshot', event, snapshot },
    );
  }
}
