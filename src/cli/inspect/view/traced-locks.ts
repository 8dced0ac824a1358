/**
 * Executes locks step by step, so that of each it is known what it did last. The same rules as everywhere,
 * in the order of the chart.
 */
import { compiledMachines, type SetMachines } from '../../../core/lock-set/machines.ts';
import type { LockCommand, LockEffect } from '../../../core/shared-lock/commands.ts';
import type { Transition } from '../../../inspect/chart.ts';
import { tracers } from '../../../inspect/machine-kinds.ts';
import type { EventJson, SnapshotJson, TransitionJson } from '../../../inspect/protocol.ts';
import type { Live } from '../../../inspect/trace.ts';
import { Machine, type Step } from './machine.ts';
import type { MachineState } from './recording.ts';

type Executor = SetMachines['lock'];
type State = ReturnType<Executor['read']>;

/** What a lock did last; what it led to is its state. */
type LastStep = Omit<Step, 'snapshot'>;

class TracedLock {
  readonly machine: Machine;
  readonly live: Live;
  last: LastStep | undefined;
  /** The state in canonical form, once somebody has asked since it changed. */
  read: State | undefined;

  constructor(machine: Machine, live: Live) {
    this.machine = machine;
    this.live = live;
  }
}

const tracer = tracers.lock;
const definition = { kind: 'sharedLock', config: tracer.chart.config };
const program = { key: 'log', title: 'the log' };

export class TracedLocks {
  /** The moment and the time at which things happen. */
  now = { moment: 0, at: 0 };
  #paths: string[][] = [];
  /** The same array for the same states: logs have many lines. */
  readonly #knownPaths = new Map<string, readonly string[]>();
  /** All that there ever were, in the order in which they came. */
  readonly machines = new Map<string, Machine>();
  readonly #present = new Map<Machine, TracedLock>();
  /** What led to a state that was read, for those who go back to it. */
  readonly #lastOf = new WeakMap<State, LastStep>();

  readonly executor: Executor = {
    start: (input, id) => {
      const { lock } = compiledMachines;
      return this.#enter(id(), tracer.decode(lock.read(lock.start(input, id))));
    },
    restore: (state, id) => {
      const lock = this.#enter(id, tracer.decode(state));
      lock.last = this.#lastOf.get(state);
      lock.read = state;
      return lock;
    },
    send: (lock, command, tell) => this.#send(lock as TracedLock, command, tell),
    stop: () => {},
    context: (lock) => (lock as TracedLock).live.context as ReturnType<Executor['context']>,
    read: (lock) => this.#read(lock as TracedLock),
  };

  /** Before a return to another moment: whoever is there then comes again. */
  clear(): void {
    this.#present.clear();
  }

  /** The states one lock has gone through since this was asked; undefined when it was none, or several. */
  takePath(): readonly string[] | undefined {
    const [path, ...others] = this.#paths;
    this.#paths = [];
    if (path === undefined || others.length > 0) return undefined;
    const key = path.join();
    const known = this.#knownPaths.get(key) ?? path;
    this.#knownPaths.set(key, known);
    return known;
  }

  leave(id: string): void {
    const machine = this.machines.get(id);
    if (machine !== undefined) this.#present.delete(machine);
  }

  stateOf(machine: Machine): MachineState | undefined {
    const lock = this.#present.get(machine);
    if (lock === undefined) return undefined;
    const { value, context } = this.#read(lock);
    const snapshot: SnapshotJson = { status: 'active', value, context };
    return { snapshot, step: lock.last && { ...lock.last, snapshot } };
  }

  #enter(id: string, live: Live): TracedLock {
    const machine = this.machines.get(id) ?? machineOf(id);
    this.machines.set(id, machine);
    const lock = new TracedLock(machine, live);
    this.#present.set(machine, lock);
    return lock;
  }

  #read(lock: TracedLock): State {
    if (lock.read === undefined) {
      lock.read = tracer.encode(lock.live) as State;
      if (lock.last !== undefined) this.#lastOf.set(lock.read, lock.last);
    }
    return lock.read;
  }

  #send(lock: TracedLock, command: LockCommand, tell: (effect: LockEffect) => void): void {
    const path = [lock.live.value];
    const transitions: TransitionJson[] = [];
    const effects: LockEffect[] = [];
    for (const { transitions: taken, effects: said } of tracer.run(lock.live, command)) {
      for (const transition of taken) transitions.push(jsonOf(transition));
      effects.push(...(said as LockEffect[]));
      if (path.at(-1) !== lock.live.value) path.push(lock.live.value);
    }
    this.#paths.push(path);
    const { machine } = lock;
    const event: EventJson = { ...command };
    const said = effects.map((effect): EventJson => ({ ...effect }));
    lock.last = { ...this.now, machine, event, source: undefined, transitions, path, said, size: 0 };
    lock.read = undefined;
    machine.noteRequest(event, said, this.now.at);
    for (const effect of effects) tell(effect);
  }
}

const texts = new WeakMap<Transition, TransitionJson>();

/** As inspectors are told of it. */
function jsonOf(transition: Transition): TransitionJson {
  const known = texts.get(transition) ?? (transition.toJSON() as TransitionJson);
  texts.set(transition, known);
  return known;
}

function machineOf(id: string): Machine {
  const identity = { key: id, name: id, sessionId: id, definition, program, root: 'log', hasParent: false };
  return new Machine(identity);
}
