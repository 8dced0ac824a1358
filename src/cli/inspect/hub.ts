/**
 * From processes that inspect to pages that look: passes messages on, and tells whoever comes late of every
 * machine that lives. A page that does not keep up loses messages, is told how many, and begins anew.
 */
import { Definitions } from './definitions.ts';
import { type Said, Source } from './source.ts';

/** Where frames go. */
export interface Outlet {
  /** Bytes that have been sent, and wait. */
  readonly waiting: number;
  send(frame: string): void;
}

/** Who tells something of machines, and knows what somebody who comes late has to know. */
export type Teller = Pick<Source, 'number' | 'present'>;

/** A process as the hub knows it. */
export interface SourceLine {
  /** @throws `SyntaxError` or `TypeError` when the text is no message. */
  receive(text: string): void;
  end(): void;
}

/** For one whose messages need not be read, because it is in this process. */
export interface TellerLine {
  tell(said: Said): void;
  end(): void;
}

/** How long messages are gathered. */
const FLUSH_MS = 16;
/** Bytes that may wait for a page; how many of them may be left when it begins anew. */
const MOST_WAITING = 32 * 1024 * 1024;
const LITTLE_WAITING = 1024 * 1024;
/** Characters of a frame, more or less: a page shows something between two frames. */
const FRAME = 256 * 1024;

/** What a page has missed of one process. */
class Loss {
  count = 0;
  readonly #begun = new Set<string>();
  readonly #ended = new Set<string>();

  add({ begins, ends }: Said): void {
    this.count += 1;
    if (begins !== undefined) this.#begun.add(begins);
    // Of what has come and gone meanwhile the page knows nothing.
    if (ends !== undefined && !this.#begun.delete(ends)) this.#ended.add(ends);
  }

  /** What has ended, to be told before what is there, and how much it was, to be told after that. */
  *ends(): Generator<Said> {
    const createdAt = Date.now().toString();
    for (const sessionId of this.#ended) {
      yield { text: JSON.stringify({ type: 'lockchart.gone', createdAt, sessionId }) };
    }
  }

  get confession(): Said {
    const createdAt = Date.now().toString();
    return { text: JSON.stringify({ type: 'lockchart.dropped', createdAt, count: this.count }) };
  }
}

class Viewer {
  readonly outlet: Outlet;
  readonly known = new Set<number>();
  /** What it has lost since it fell behind, by process; undefined while it keeps up. */
  lost: Map<Teller, Loss> | undefined;

  constructor(outlet: Outlet) {
    this.outlet = outlet;
  }
}

export class Hub {
  readonly #definitions = new Definitions();
  readonly #sources = new Set<Teller>();
  readonly #viewers = new Set<Viewer>();
  readonly #arrivals: (() => void)[] = [];
  #pending: { readonly source: Teller; readonly said: Said[] }[] = [];
  /** Characters of what has been gathered. */
  #gathered = 0;
  #timer: NodeJS.Timeout | undefined;
  #made = 0;

  /** A process has come. */
  open(): SourceLine {
    const source = new Source(this.#nextNumber(), this.#definitions);
    const { tell, end } = this.#add(source);
    return {
      receive: (text) => {
        const said = source.receive(text);
        if (said !== undefined) tell(said);
      },
      end,
    };
  }

  /** This process itself has come. */
  enter(make: (number: number, definitions: Definitions) => Teller): TellerLine {
    return this.#add(make(this.#nextNumber(), this.#definitions));
  }

  #nextNumber(): number {
    this.#made += 1;
    return this.#made;
  }

  #add(source: Teller): TellerLine {
    this.#sources.add(source);
    return {
      tell: (said) => this.#queue(source, said),
      end: () => {
        this.flush();
        this.#sources.delete(source);
        for (const viewer of this.#viewers) {
          const loss = viewer.lost?.get(source);
          // A page that is behind will not be told later: by then nobody knows the process.
          if (loss !== undefined) this.#tell(viewer, source, [loss.confession]);
          viewer.lost?.delete(source);
          viewer.outlet.send(JSON.stringify({ process: source.number, messages: [], ended: true }));
        }
      },
    };
  }

  /** A page has come, and leaves by what is returned. */
  join(outlet: Outlet): () => void {
    this.flush();
    const viewer = new Viewer(outlet);
    this.#viewers.add(viewer);
    for (const source of this.#sources) this.#tell(viewer, source, [...source.present()]);
    for (const arrived of this.#arrivals.splice(0)) arrived();
    return () => this.#viewers.delete(viewer);
  }

  /** What waits for the page that takes most, more or less in bytes; infinite where nobody looks. */
  get waiting(): number {
    return this.#gathered + Math.min(...[...this.#viewers].map(({ outlet }) => outlet.waiting));
  }

  /** Resolves when somebody looks. */
  viewed(): Promise<void> {
    if (this.#viewers.size > 0) return Promise.resolve();
    return new Promise((resolve) => this.#arrivals.push(resolve));
  }

  /** Passes on what has been gathered. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const pending = this.#pending;
    this.#pending = [];
    this.#gathered = 0;
    for (const viewer of this.#viewers) this.#pass(viewer, pending);
    if ([...this.#viewers].some(({ lost }) => lost !== undefined)) this.#flushSoon();
  }

  #queue(source: Teller, said: Said): void {
    this.#gathered += said.text.length;
    const last = this.#pending.at(-1);
    if (last?.source === source) last.said.push(said);
    else this.#pending.push({ source, said: [said] });
    this.#flushSoon();
  }

  #flushSoon(): void {
    this.#timer ??= setTimeout(() => this.flush(), FLUSH_MS);
  }

  #pass(viewer: Viewer, pending: readonly { readonly source: Teller; readonly said: Said[] }[]): void {
    const { waiting } = viewer.outlet;
    if (viewer.lost === undefined && waiting > MOST_WAITING) viewer.lost = new Map();
    if (viewer.lost === undefined) {
      for (const { source, said } of pending) this.#tell(viewer, source, said);
      return;
    }
    const { lost } = viewer;
    for (const { source, said } of pending) {
      const loss = lost.get(source) ?? new Loss();
      lost.set(source, loss);
      for (const one of said) loss.add(one);
    }
    if (waiting > LITTLE_WAITING) return;
    viewer.lost = undefined;
    for (const [source, loss] of lost) {
      this.#tell(viewer, source, [...loss.ends(), ...source.present(), loss.confession]);
    }
  }

  #tell({ outlet, known }: Viewer, source: Teller, said: readonly Said[]): void {
    let texts: string[] = [];
    let definitions: Record<string, string> = {};
    let size = 0;
    const send = (): void => {
      const head = { process: source.number, definitions };
      outlet.send(`${JSON.stringify(head).slice(0, -1)},"messages":[${texts.join(',')}]}`);
      [texts, definitions, size] = [[], {}, 0];
    };
    for (const { text, definition } of said) {
      if (definition !== undefined && !known.has(definition)) {
        known.add(definition);
        definitions[definition] = this.#definitions.textOf(definition);
      }
      texts.push(text);
      size += text.length;
      if (size > FRAME) send();
    }
    if (texts.length > 0) send();
  }
}
