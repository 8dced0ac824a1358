/**
 * A line to a viewer: it is tried again and again, and every time the viewer is told of all that lives.
 *
 * A machine of which something was lost is registered anew, as it is, before anything else is said of it, and
 * one whose end was lost is said to be gone; so a viewer that has missed something is right again.
 */
import type { InspectedMachine, InspectionEvent, InspectionObserver } from '../locks/inspection.ts';
import type { Inspector } from './connect.ts';
import { Messages } from './messages.ts';
import { type Letter, Outbox } from './outbox.ts';
import { PROTOCOL_VERSION } from './protocol.ts';
import { type AnyWebSocket, REFUSALS } from './web-socket.ts';

/** Bytes in a socket with which it is busy enough. */
const ENOUGH = 1_000_000;

/** Milliseconds until a busy socket is looked at again. */
const MOMENT = 10;

/** Milliseconds between attempts to connect. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

/** Milliseconds that the last messages are given. */
const LAST_WORDS = 1_000;

interface Line {
  readonly open: () => AnyWebSocket;
  /** For messages to people. */
  readonly place: string;
  readonly title: string;
  readonly buffer: number;
  readonly warn: (message: string) => void;
}

interface Living {
  readonly ref: WeakRef<InspectedMachine>;
  readonly rootId: string;
}

export class Connector implements Inspector {
  declare [Symbol.dispose]: () => void;
  declare [Symbol.asyncDispose]: () => Promise<void>;
  readonly inspect: InspectionObserver = { next: (event) => this.#told(event) };
  readonly #line: Line;
  readonly #instance = Math.random().toString(36).slice(2);
  readonly #messages = new Messages();
  readonly #outbox: Outbox;
  readonly #living = new Map<string, Living>();
  readonly #buried = new FinalizationRegistry<string>((sessionId) => this.#gone(sessionId));
  /** What the viewer takes for living. */
  readonly #known = new Set<string>();
  /** Machines that live and of which it knows nothing or has missed something, or whose end it has missed. */
  readonly #unknown = new Set<string>();
  #socket: AnyWebSocket | null = null;
  #isGreeted = false;
  /** In a row, that failed. */
  #attempts = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #dropped = 0;
  /** Of them, those that the viewer has been told of. */
  #confessed = 0;
  #closed: Promise<void> | null = null;
  #end: () => void = () => {};

  constructor(line: Line) {
    this.#line = line;
    this.#outbox = new Outbox(line.buffer, (letter) => this.#lost(letter));
    this.#connect();
  }

  get isConnected(): boolean {
    return this.#socket?.readyState === 1;
  }

  get dropped(): number {
    return this.#dropped;
  }

  // Of its own, so that it can be taken apart: `const { inspect, close } = …`.
  readonly close = (): Promise<void> => {
    this.#closed ??= new Promise((resolve) => {
      clearTimeout(this.#pause);
      const socket = this.#socket;
      if (socket === null) {
        resolve();
        return;
      }
      // Unlike all others these timers keep the process alive: somebody waits for what they do.
      const look = setInterval(() => {
        this.#flush();
        if (this.#isAllSaid && socket.bufferedAmount === 0) socket.close();
      }, MOMENT);
      const last = setTimeout(() => this.#end(), LAST_WORDS);
      this.#end = () => {
        clearInterval(look);
        clearTimeout(last);
        if (socket.terminate === undefined) socket.close();
        else socket.terminate();
        resolve();
      };
    });
    return this.#closed;
  };

  #connect(): void {
    const socket = this.#line.open();
    this.#socket = socket;
    let reason = '';
    socket.addEventListener('open', () => this.#opened());
    socket.addEventListener('error', ({ message }) => {
      reason = typeof message === 'string' ? `: ${REFUSALS[message] ?? message}` : '';
    });
    socket.addEventListener('close', () => this.#broke(reason));
  }

  #opened(): void {
    this.#attempts = 0;
    this.#isGreeted = false;
    const registered = new Set(this.#outbox.registered());
    for (const sessionId of this.#living.keys()) {
      if (!registered.has(sessionId)) this.#unknown.add(sessionId);
    }
    this.#flush();
  }

  #broke(reason: string): void {
    this.#socket = null;
    this.#known.clear();
    this.#unknown.clear();
    if (this.#closed !== null) {
      this.#end();
      return;
    }
    if (this.#attempts === 0) {
      this.#line.warn(`lockchart: no inspector at ${this.#line.place}${reason}; it is tried again.`);
    }
    const pause = Math.min(FIRST_PAUSE * 2 ** this.#attempts, LONGEST_PAUSE);
    this.#attempts += 1;
    this.#later(pause, () => this.#connect());
  }

  #later(ms: number, task: () => void): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(task, ms);
    (this.#pause as { unref?: () => void }).unref?.();
  }

  #told(event: InspectionEvent): void {
    if (this.#closed !== null) return;
    const { type, actorRef, rootId } = event;
    const { sessionId } = actorRef;
    if (type === '@xstate.actor') {
      this.#living.set(sessionId, { ref: new WeakRef(actorRef), rootId });
      this.#buried.register(actorRef, sessionId);
    }
    const ends = type === '@xstate.snapshot' && event.snapshot.status !== 'active';
    const text = this.#messages.textOf(event);
    if (text !== undefined) this.#post({ text, sessionId, registers: type === '@xstate.actor', ends });
  }

  #gone(sessionId: string): void {
    if (this.#closed !== null || !this.#living.has(sessionId)) return;
    this.#post({ text: goneText(sessionId), sessionId, registers: false, ends: true });
  }

  #post(letter: Letter): void {
    if (letter.ends) {
      this.#living.delete(letter.sessionId);
      // Its end is all that is still to be known of it.
      this.#unknown.delete(letter.sessionId);
    }
    this.#outbox.post(letter);
    this.#flush();
  }

  #lost({ sessionId, ends }: Letter): void {
    this.#dropped += 1;
    if (ends ? this.#known.has(sessionId) : this.#living.has(sessionId)) this.#unknown.add(sessionId);
  }

  get #isAllSaid(): boolean {
    return this.isConnected && this.#isGreeted && this.#outbox.isEmpty && this.#unknown.size === 0;
  }

  #flush(): void {
    const socket = this.#socket;
    if (socket === null || !this.isConnected) return;
    while (socket.bufferedAmount < ENOUGH) {
      const text = this.#next();
      if (text === undefined) return;
      socket.send(text);
    }
    if (this.#closed === null) this.#later(MOMENT, () => this.#flush());
  }

  /** What is to be said next. */
  #next(): string | undefined {
    if (!this.#isGreeted) {
      this.#isGreeted = true;
      return this.#greeting();
    }
    for (const sessionId of this.#unknown) {
      this.#unknown.delete(sessionId);
      const { ref, rootId = '' } = this.#living.get(sessionId) ?? {};
      const actorRef = ref?.deref();
      if (actorRef !== undefined) {
        this.#known.add(sessionId);
        return this.#messages.registrationOf({ actorRef, rootId });
      }
      // One that is no more there, but in `#living`, is about to be told of.
      if (ref === undefined && this.#known.delete(sessionId)) return goneText(sessionId);
    }
    const count = this.#dropped - this.#confessed;
    if (count > 0) {
      this.#confessed = this.#dropped;
      return JSON.stringify({ type: 'lockchart.dropped', createdAt: now(), count });
    }
    const letter = this.#outbox.take();
    if (letter?.registers) this.#known.add(letter.sessionId);
    else if (letter?.ends) this.#known.delete(letter.sessionId);
    return letter?.text;
  }

  #greeting(): string {
    return JSON.stringify({
      type: 'lockchart.hello',
      protocol: PROTOCOL_VERSION,
      createdAt: now(),
      instance: this.#instance,
      title: this.#line.title,
      pid: globalThis.process?.pid ?? null,
    });
  }
}

// Where the platform has no such symbols, there must be no method called `undefined`.
for (const symbol of [Symbol.dispose, Symbol.asyncDispose]) {
  if (typeof symbol !== 'symbol') continue;
  Object.defineProperty(Connector.prototype, symbol, {
    value(this: Connector) {
      return this.close();
    },
  });
}

const now = (): string => Date.now().toString();

const goneText = (sessionId: string): string =>
  JSON.stringify({ type: 'lockchart.gone', createdAt: now(), sessionId });
