/**
 * A watched machine as inspectors know it: what XState calls an actor reference, with its snapshots. It is
 * for looking only.
 */
import { misuse } from '../locks/errors.ts';
import type { InspectedMachine, InspectedSnapshot } from '../locks/inspection.ts';
import type { Chart, ChartNode } from './chart.ts';
import type { State, Tracer } from './trace.ts';

type Status = InspectedSnapshot['status'];

/** What `getSnapshot` of an XState machine gives; the context is a copy. */
export class MachineSnapshot implements InspectedSnapshot {
  readonly status: Status;
  readonly output = undefined;
  readonly error = undefined;
  readonly value: State['value'] | Record<string, never>;
  readonly context: object;
  readonly children = {};
  readonly historyValue = {};
  readonly tags: ReadonlySet<string> = new Set();
  readonly #tracer: Tracer;

  constructor(tracer: Tracer, { value, context }: State, status: Status) {
    this.#tracer = tracer;
    this.status = status;
    this.value = this.machine.states[value] === undefined ? {} : value;
    this.context = context;
  }

  get machine(): Chart {
    return this.#tracer.chart;
  }

  get _nodes(): readonly ChartNode[] {
    const { root, states } = this.machine;
    const node = typeof this.value === 'string' ? states[this.value] : undefined;
    return node === undefined ? [root] : [root, node];
  }

  /** Whether the machine would do anything when it is sent this event. */
  can(event: { readonly type: string }): boolean {
    return typeof this.value === 'string' && this.#tracer.can(this as State, event);
  }

  matches(value: unknown): boolean {
    return value === this.value;
  }

  hasTag(_tag: string): boolean {
    return false;
  }

  getMeta(): object {
    return {};
  }

  toJSON(): object {
    const { status, output, error, context, value, children, historyValue } = this;
    return { status, output, error, context, value, children, historyValue, tags: [] };
  }
}

let made = 0;

export class MachineRef implements InspectedMachine {
  readonly id: string;
  /** No two machines of a program have one, whatever runs them: XState's begin with `x:`. */
  readonly sessionId = `lockchart:${made++}`;
  readonly logic: Chart;
  readonly src: Chart;
  readonly _parent: MachineRef | undefined;
  readonly #tracer: Tracer;
  #snapshot: MachineSnapshot;

  constructor(id: string, tracer: Tracer, state: State, parent?: MachineRef) {
    this.id = id;
    this.logic = tracer.chart;
    this.src = tracer.chart;
    this._parent = parent;
    this.#tracer = tracer;
    this.#snapshot = this.in(state);
  }

  /** A snapshot of this machine in such a state. */
  in(state: State, status: Status = 'active'): MachineSnapshot {
    return new MachineSnapshot(this.#tracer, state, status);
  }

  get rootId(): string {
    return this._parent?.rootId ?? this.sessionId;
  }

  getSnapshot(): MachineSnapshot {
    return this.#snapshot;
  }

  /** @internal */
  update(snapshot: MachineSnapshot): void {
    this.#snapshot = snapshot;
  }

  /** @throws {LockUsageError} `invalid-argument`, always. */
  send(): never {
    throw misuse('An inspected machine is for looking only; use the lock itself.');
  }

  /** As XState writes a reference. */
  toJSON(): object {
    return { xstate$$type: 1, id: this.id };
  }
}
