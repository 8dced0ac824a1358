/**
 * What processes tell while it happens. It keeps as much as fits; of what is older there is how things were
 * then.
 */
import type { ActorMessage, EventJson, HelloMessage, SnapshotJson } from '../../../inspect/protocol.ts';
import { DefinitionReader } from './definition-reader.ts';
import { Machine, type Step } from './machine.ts';
import { type Passage, type Process, Programs, rowOfPassage } from './programs.ts';
import { isReadable, type Received } from './received.ts';
import type { EventRow, MachineState, Recording } from './recording.ts';
import { rowOf, searchText } from './rows.ts';
import { Stretch } from './stretch.ts';
import { Told } from './told.ts';

const MOST = 64 * 1024 * 1024;

export class LiveRecording implements Recording {
  readonly time = 'clock';
  readonly #limit: number;
  readonly #definitions = new DefinitionReader();
  readonly #programs = new Programs();
  readonly #told = new Map<Machine, Told>();
  readonly #steps = new Stretch<Step | Passage>(1);
  /** Somebody looks at this moment. */
  #held: number | undefined;
  /** Those that are no more there, in order. */
  readonly #ended = new Stretch<Told>();
  /** Those that have gone on while there was no room. */
  readonly #missed = new Set<Told>();
  #machines: readonly Machine[] | undefined;
  #moment = 0;
  #size = 0;
  /** Messages that have not come, as far as anybody has told. */
  dropped = 0;
  /** Events that came while a moment was held, and found no room. */
  missed = 0;

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

  /** Those that are there, and the last that was when nobody is. */
  get programs(): readonly Process[] {
    return this.#programs.list;
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

  hold(moment: number | undefined): void {
    this.#held = moment;
    if (this.#isFull || this.#missed.size === 0) return;
    // What happened meanwhile is not known, but how it is.
    for (const told of this.#missed) this.#register(told);
    this.#missed.clear();
  }

  seek(moment: number): void {
    this.#moment = moment;
  }

  stateOf(machine: Machine): MachineState | undefined {
    return this.#told.get(machine)?.stateAt(this.#moment);
  }

  row(moment: number): EventRow | undefined {
    const step = this.#steps.at(moment);
    return step && ('machine' in step ? rowOf(step) : rowOfPassage(step));
  }

  matches(moment: number, machine: Machine | undefined, text: string): boolean {
    const step = this.#steps.at(moment);
    if (step === undefined || (machine !== undefined && !('machine' in step && step.machine === machine))) {
      return false;
    }
    return text === '' || searchText(this.row(moment) as EventRow).includes(text);
  }

  receive({ process, message, size, definition }: Received): void {
    if (!isReadable(message)) {
      this.dropped += 1;
      return;
    }
    switch (message.type) {
      case 'lockchart.hello':
        this.#greet(process, message);
        return;
      case 'lockchart.dropped':
        this.dropped += message.count;
        return;
      case '@xstate.actor':
        this.#enter(process, message, definition ?? message.definition);
        return;
      default:
    }
    const told = this.#programs.find(process, message.sessionId);
    // Its registration was lost, and with it all that could be said of it.
    if (told === undefined) return;
    switch (message.type) {
      case 'lockchart.gone':
        this.#end(told, this.last + 1);
        break;
      case '@xstate.event':
        told.event(message, this.#programs.find(process, message.sourceId)?.machine, size);
        break;
      case '@xstate.action':
        told.action(message.action.params, size);
        break;
      case '@xstate.microstep':
        told.microstep(message);
        break;
      default:
        this.#rest(told, message.event, message.snapshot, { at: Number(message.createdAt), size });
    }
  }

  /** All of its machines are gone, unless it comes again. */
  endProcess(key: string): void {
    const process = this.#programs.known(key);
    if (process === undefined || process.isGone) return;
    process.isGone = true;
    this.#note(process, 'gone', Date.now());
    for (const told of process.machines.values()) this.#end(told, this.last);
  }

  /** It may say more than once what it is called. */
  #greet(key: string, message: HelloMessage): void {
    const process = this.#programs.greet(key, message);
    if (process.isGone) this.#note(process, 'connected', Number(message.createdAt));
    process.isGone = false;
  }

  #note({ title }: Process, what: Passage['what'], at: number): void {
    this.#steps.push({ moment: this.last + 1, at, size: 100, program: title, what });
    this.#makeRoom(100);
  }

  #enter(key: string, message: ActorMessage, text: string): void {
    const { name, sessionId, rootId, parentId, snapshot } = message;
    const at = Number(message.createdAt);
    const program = this.#programs.of(key);
    const known = program.machines.get(sessionId);
    const definition = this.#definitions.read(text);
    const identity = {
      key: known?.machine.identity.key ?? `${key}:${sessionId}`,
      name: typeof name === 'string' && name !== '' ? name : definition.kind,
      sessionId,
      definition,
      program,
      root: `${program.key}:${rootId}`,
      hasParent: parentId !== undefined && parentId !== null,
    };
    if (known === undefined) {
      const told = new Told(new Machine(identity), this.last, snapshot);
      told.noteWaiters(snapshot, at);
      program.machines.set(sessionId, told);
      this.#told.set(told.machine, told);
      this.#machines = undefined;
      return;
    }
    known.machine.identity = identity;
    known.gone = Number.POSITIVE_INFINITY;
    known.begin();
    known.noteWaiters(snapshot, at);
    if (!known.isAs(snapshot)) this.#register(known, snapshot, at);
  }

  #register(told: Told, snapshot = told.latest, at = Date.now()): void {
    this.#rest(told, { type: 'xstate.registered' }, snapshot, { at, size: 0 });
  }

  #rest(told: Told, event: EventJson, snapshot: SnapshotJson, facts: Pick<Step, 'at' | 'size'>): void {
    const step = told.rest(event, snapshot, { ...facts, moment: this.last + 1 });
    // An actor that was started by another is over when it has done its work.
    const isOver = step.snapshot.status !== 'active' && told.machine.identity.hasParent;
    if (this.#isFull) {
      this.#missed.add(told);
      this.missed += 1;
    } else {
      told.steps.push(step);
      this.#steps.push(step);
      this.#makeRoom(step.size);
    }
    if (isOver || snapshot.status === 'stopped') this.#end(told, step.moment);
  }

  #end(told: Told, moment: number): void {
    told.gone = Math.min(told.gone, moment);
    // It came and went between two moments.
    if (told.hasNoMoment(this.last)) this.#drop(told);
    else this.#ended.push(told);
  }

  /** There is no room but before the moment that is held, or the few after it; it stays in the middle. */
  get #isFull(): boolean {
    return this.#held !== undefined && this.#size >= this.#limit && this.first + this.last >= 2 * this.#held;
  }

  #makeRoom(size: number): void {
    this.#size += size;
    while (this.#size > this.#limit && this.#steps.length > 0 && !this.#isFull) this.#forget();
  }

  #forget(): void {
    const step = this.#steps.shift();
    if (step === undefined) return;
    this.#size -= step.size;
    if ('machine' in step) this.#told.get(step.machine)?.forget();
    // Those that are gone from the first moment on that can be seen.
    for (
      let told = this.#ended.at(this.#ended.first);
      told !== undefined;
      told = this.#ended.at(this.#ended.first)
    ) {
      if (told.gone !== Number.POSITIVE_INFINITY && told.gone > this.first) break;
      this.#ended.shift();
      if (told.gone <= this.first) this.#drop(told);
    }
  }

  #drop(told: Told): void {
    if (!this.#told.delete(told.machine)) return;
    this.#programs.forget(told);
    this.#machines = undefined;
  }
}
