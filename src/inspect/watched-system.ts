/**
 * Machines that are watched together: what XState calls a system. Told in XState's order, of each machine what
 * it was sent, each microstep and what was said in it, and where it came to rest.
 */
import { type Audience, guarded, type Told } from './audience.ts';
import { Chart } from './chart.ts';
import { MachineRef } from './machine-ref.ts';
import { type Live, type State, Tracer } from './trace.ts';

interface Watched {
  readonly ref: MachineRef;
  readonly tracer: Tracer;
  state: State;
  /** A copy in memory of the state; null where it has to be made anew. */
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
    const ref = new MachineRef(id, tracer, state, this.#root);
    this.#living.add(ref);
    this.#machines.set(live, { ref, tracer, state, copy: null });
    return ref;
  }

  /** A command was carried out; `after`: the state in which the machine is now. */
  sent(live: object, command: { readonly type: string }, from: object | undefined, after: State): void {
    guarded(() => {
      const watched = this.#machines.get(live);
      if (watched === undefined) return;
      const { ref } = watched;
      const sourceRef = from && this.#machines.get(from)?.ref;
      const steps = [...this.#stepsOf(watched, command, after)];
      this.#audience.tell(ref, { type: '@xstate.event', event: command, sourceRef }, ...steps);
    });
  }

  /** A machine has ended. */
  stopped(live: object): void {
    const watched = this.#machines.get(live);
    if (watched === undefined) return;
    const { ref, state } = watched;
    this.#living.delete(ref);
    const event = { type: 'xstate.stop' };
    const snapshot = ref.in(state, 'stopped');
    this.#audience.tell(
      ref,
      { type: '@xstate.microstep', event, snapshot, _transitions: [] },
      { type: '@xstate.snapshot', event, snapshot },
    );
  }

  *#stepsOf(watched: Watched, event: { readonly type: string }, read: State): Generator<Told> {
    const { ref, tracer } = watched;
    const isUnchanged = isSame(watched.state.context, read.context);
    // Whoever keeps or sends a context can see that it is the same.
    const after = isUnchanged ? { ...watched.state, value: read.value } : read;
    const copy = watched.copy ?? tracer.decode(watched.state);
    const end = ref.in(after);
    for (const { transitions, effects, isLast } of tracer.run(copy, event)) {
      for (const said of effects) {
        yield { type: '@xstate.action', action: { type: 'xstate.emit', params: { event: said } } };
      }
      // It ends in the state that the machine is really in.
      const snapshot = isLast ? end : ref.in(tracer.encode(copy));
      yield { type: '@xstate.microstep', event, snapshot, _transitions: transitions };
    }
    watched.state = after;
    watched.copy = isUnchanged && copy.value === after.value ? copy : null;
    yield { type: '@xstate.snapshot', event, snapshot: end };
  }

  #tellOfNew(ref: MachineRef, input: unknown): void {
    const event = { type: 'xstate.init', input };
    const snapshot = ref.getSnapshot();
    this.#audience.tell(
      ref,
      { type: '@xstate.actor' },
      { type: '@xstate.event', event, sourceRef: ref._parent },
      { type: '@xstate.snapshot', event, snapshot },
    );
  }
}

/** Of plain JSON. */
function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => isSame(Reflect.get(one, key), Reflect.get(other, key)))
  );
}
