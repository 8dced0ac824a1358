/**
 * What processes tell while it happens. It keeps as much as fits; of what is older there is how things were
 * then.
 */
import type {
  ActorMessage,
  EventJson,
  HelloMessage,
  InspectorMessage,
  SnapshotJson,
} from '../../../inspect/protocol.ts';
import { DefinitionReader } from './definition-reader.ts';
import { Machine, type Step } from './machine.ts';
import type { EventRow, MachineState, Recording } from './recording.ts';
import { rowOf, searchText } from './rows.ts';
import { Stretch } from './stretch.ts';
import { Told } from './told.ts';

interface Process {
  title: string;
  /** By session id. */
  readonly machines: Map<string, Told>;
}

/** A message, with what is known of it besides. */
export interface Received {
  /** The process that says it. */
  readonly process: string;
  readonly message: InspectorMessage;
  /** In memory, roughly. */
  readonly size: number;
  /** Of a registration, where it was told before. */
  readonly definition?: string | undefined;
}

const MOST = 64 * 1024 * 1024;

export class LiveRecording implements Recording {
  readonly time = 'clock';
  readonly #limit: number;
  readonly #definitions = new DefinitionReader();
  readonly #processes = new Map<string, Process>();
  /** By instance, which is the same when a process has come again. */
  readonly #instances = new Map<string, Process>();
  readonly #told = new Map<Machine, Told>();
  readonly #steps = new Stretch<Step>(1);
  #machines: readonly Machine[] | undefined;
  #moment = 0;
  #size = 0;
  /** Messages that have not come, as far as anybody has told. */
  dropped = 0;

  /** `limit`: how much is kept, in characters of messages. */
  constructor(limit = MOST) {
    this.#limit = limit;
  }

  get first(): number {
    return this.#steps.first;
  }

  get last(): number {
    return this.#steps.last;
  }

  get machines(): readonly Machine[] {
    this.#machines ??= [...this.#told.keys()];
    return this.#machines;
  }

  /** What the processes are called. */
  get titles(): readonly string[] {
    return [...new Set([...this.#processes.values()].map(({ title }) => title))];
  }

  timeOf(moment: number): number {
    return this.#steps.at(Math.min(Math.max(moment, this.first), this.last))?.at ?? 0;
  }

  momentAt(time: number): number {
    return Math.max(
      this.first,
      this.#steps.lastWhere(({ at }) => at <= time),
    );
  }

  seek(moment: number): void {
    this.#moment = moment;
  }

  stateOf(machine: Machine): MachineState | undefined {
    return this.#told.get(machine)?.stateAt(this.#moment);
  }

  row(moment: number): EventRow | undefined {
    const step = this.#steps.at(moment);
    return step && rowOf(step);
  }

  matches(moment: number, machine: Machine | undefined, text: string): boolean {
    const step = this.#steps.at(moment);
    if (step === undefined || (machine !== undefined && step.machine !== machine)) return false;
    return text === '' || searchText(rowOf(step)).includes(text);
  }

  receive({ process, message, size, definition }: Received): void {
    switch (message.type) {
      case 'lockchart.hello':
        this.#greet(process, message);
        return;
      case 'lockchart.dropped':
        this.dropped += message.count;
        return;
      case '@xstate.actor':
        this.#register(process, message, definition ?? message.definition);
        return;
      default:
    }
    const told = this.#find(process, message.sessionId);
    // Its registration was lost, and with it all that could be said of it.
    if (told === undefined) return;
    switch (message.type) {
      case 'lockchart.gone':
        this.#end(told);
        break;
      case '@xstate.event':
        told.event(message, this.#find(process, message.sourceId)?.machine, size);
        break;
      case '@xstate.action':
        told.action(message.action.params, size);
        break;
      case '@xstate.microstep':
        told.microstep(message, size);
        break;
      default:
        this.#rest(told, message.event, message.snapshot, { at: Number(message.createdAt), size });
    }
  }

  /** All of its machines are gone, unless it comes again. */
  endProcess(process: string): void {
    for (const told of this.#processes.get(process)?.machines.values() ?? []) this.#end(told);
  }

  #greet(key: string, { instance, title, pid }: HelloMessage): void {
    const process = this.#instances.get(instance) ?? this.#processOf(key);
    process.title = pid === null ? title : `${title} (${pid})`;
    this.#instances.set(instance, process);
    this.#processes.set(key, process);
  }

  #processOf(key: string): Process {
    const process = this.#processes.get(key) ?? { title: 'a program', machines: new Map<string, Told>() };
    this.#processes.set(key, process);
    return process;
  }

  #find(process: string, sessionId: string | undefined): Told | undefined {
    return sessionId === undefined ? undefined : this.#processes.get(process)?.machines.get(sessionId);
  }

  #register(key: string, message: ActorMessage, text: string): void {
    const { name, sessionId, rootId, parentId, snapshot } = message;
    const at = Number(message.createdAt);
    const process = this.#processOf(key);
    const known = process.machines.get(sessionId);
    const definition = this.#definitions.read(text);
    const identity = {
      key: known?.machine.identity.key ?? `${key}:${sessionId}`,
      name: typeof name === 'string' && name !== '' ? name : definition.kind,
      definition,
      process: process.title,
      root: `${key}:${rootId}`,
      hasParent: parentId !== undefined && parentId !== null,
    };
    if (known === undefined) {
      const told = new Told(new Machine(identity), this.last, snapshot);
      told.noteWaiters(snapshot, at);
      process.machines.set(sessionId, told);
      this.#told.set(told.machine, told);
      this.#machines = undefined;
      return;
    }
    // What happened meanwhile is not known, but how it is.
    known.machine.identity = identity;
    known.gone = Number.POSITIVE_INFINITY;
    known.begin();
    known.noteWaiters(snapshot, at);
    if (!known.isAs(snapshot)) this.#rest(known, { type: 'xstate.registered' }, snapshot, { at, size: 0 });
  }

  #rest(told: Told, event: EventJson, snapshot: SnapshotJson, facts: Pick<Step, 'at' | 'size'>): void {
    const step = told.rest(event, snapshot, { ...facts, moment: this.last + 1 });
    this.#steps.push(step);
    this.#size += step.size;
    if (snapshot.status === 'stopped') this.#end(told);
    while (this.#size > this.#limit) this.#forget();
  }

  #end(told: Told): void {
    told.gone = Math.min(told.gone, this.last + 1);
  }

  #forget(): void {
    const step = this.#steps.shift();
    const told = step && this.#told.get(step.machine);
    if (step === undefined || told === undefined) return;
    this.#size -= step.size;
    told.forget();
    if (told.gone > this.first || told.steps.length > 0) return;
    // It is gone from the first moment on that can be seen.
    this.#told.delete(step.machine);
    for (const { machines } of this.#processes.values()) {
      for (const [id, other] of machines) if (other === told) machines.delete(id);
    }
    this.#machines = undefined;
  }
}
