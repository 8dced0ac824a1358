/**
 * Writes the log of a run: from what happens at the locks and to the jobs, to lines (./log-format.ts).
 *
 * Whoever takes two thousand locks at once would write two thousand lines: what happens to one job at one
 * level in one go, all in the same way, is one line with many names.
 */
import type { Mode } from '../../index.ts';
import { roundMs } from './durations.ts';
import type { LockEvent, LockWatch, WatchedLock } from './lock-watch.ts';
import { LOG_VERSION, type LogHead, type LogLine } from './log-format.ts';
import type { JobEvent } from './run-words.ts';
import type { Workload } from './workload.ts';

/** Where the lines go. */
export interface Lines {
  write(line: object): void;
  close(): Promise<void>;
}

/** What a line says of each of its names. */
interface Said {
  readonly type: LockEvent['type'];
  readonly job: string;
  readonly level: string;
  readonly mode?: Mode;
  readonly priority?: number;
  readonly deletes?: boolean;
  readonly reason?: string;
  readonly try?: boolean;
}

/** A line that may become longer. */
interface OpenLine {
  readonly at: number;
  readonly said: Said;
  readonly names: string[];
  readonly tokens: number[];
}

/** What a job holds, so that its release can be told with mode and token. */
type Held = Pick<Extract<LockEvent, { type: 'grant' }>, 'mode' | 'priority' | 'token'>;

type WithoutStamp<Line> = Line extends LogLine ? Omit<Line, 'at' | 'seq'> : never;

export class RunLog {
  readonly #file: Lines;
  readonly #now: () => number;
  readonly #held = new Map<WatchedLock, Map<string, Held>>();
  #open: OpenLine | undefined;
  #lines = 0;

  constructor(file: Lines, head: Omit<LogHead, 'lockchart' | 'version'>, workload: Workload) {
    this.#file = file;
    this.#now = () => roundMs(workload.now());
    const first: LogHead = { lockchart: 'run', version: LOG_VERSION, ...head };
    file.write(first);
    workload.listen((event) => this.#onJob(event));
  }

  /** Writes down all that happens there from now on. */
  listenTo(watch: LockWatch): void {
    watch.listenToAll((event, lock) => this.#onLock(event, lock));
  }

  /** Resolves when every line is in the file; rejects if one could not be written. */
  close(): Promise<void> {
    this.#flush();
    return this.#file.close();
  }

  #onLock(event: LockEvent, lock: WatchedLock): void {
    const { level, name } = lock;
    const { type, job } = event;
    if (type === 'release' || type === 'downgrade') {
      this.#afterHold(type, job, lock);
      return;
    }
    if (type !== 'grant') {
      if (type === 'remove') this.#held.delete(lock);
      this.#append(name, { ...event, level });
      return;
    }
    const { mode, priority, token } = event;
    this.#heldAt(lock).set(job, { mode, priority, token });
    this.#append(name, { type, job, level, mode, priority }, token);
  }

  #afterHold(type: 'release' | 'downgrade', job: string, lock: WatchedLock): void {
    const holders = this.#heldAt(lock);
    const held = holders.get(job);
    if (held === undefined) return;
    const { priority, token } = held;
    const mode = type === 'downgrade' ? 'shared' : held.mode;
    if (type === 'downgrade') holders.set(job, { mode, priority, token });
    else holders.delete(job);
    this.#append(lock.name, { type, job, level: lock.level, mode, priority }, token);
  }

  #heldAt(lock: WatchedLock): Map<string, Held> {
    const held = this.#held.get(lock) ?? new Map<string, Held>();
    this.#held.set(lock, held);
    return held;
  }

  #onJob(event: JobEvent): void {
    if (event.type === 'start') return;
    this.#flush();
    if (event.type === 'end') {
      const { job, state, error } = event.outcome;
      this.#write({ type: 'end', job: job.id, state, ...(error === undefined ? {} : { error }) });
      return;
    }
    const { job, priority, request } = event;
    const { level, names, mode, opportunistic, new: isNew } = request;
    this.#write({
      type: 'request',
      job: job.id,
      level,
      names,
      mode,
      priority,
      ...(opportunistic === true ? { opportunistic } : {}),
      ...(isNew === true ? { new: isNew } : {}),
    });
  }

  /** One more name for the line that is open, or for a new one. */
  #append(name: string, said: Said, token?: number): void {
    if (this.#open === undefined || !isSame(this.#open.said, said)) {
      this.#flush();
      this.#open = { at: this.#now(), said, names: [], tokens: [] };
      // What comes later is another line, even if it says the same.
      queueMicrotask(() => this.#flush());
    }
    this.#open.names.push(name);
    if (token !== undefined) this.#open.tokens.push(token);
  }

  #flush(): void {
    if (this.#open === undefined) return;
    const { at, said, names, tokens } = this.#open;
    this.#open = undefined;
    const { type, job, level, deletes, ...rest } = said;
    const line = { type, job, level, names, ...rest, ...(deletes === true ? { deletes } : {}) };
    this.#write((tokens.length === 0 ? line : { ...line, tokens }) as WithoutStamp<LogLine>, at);
  }

  #write(line: WithoutStamp<LogLine>, at = this.#now()): void {
    this.#file.write({ at, seq: this.#lines, ...line });
    this.#lines += 1;
  }
}

function isSame(one: Said, other: Said): boolean {
  return (
    one.type === other.type &&
    one.job === other.job &&
    one.level === other.level &&
    one.mode === other.mode &&
    one.priority === other.priority &&
    one.deletes === other.deletes &&
    one.reason === other.reason &&
    one.try === other.try
  );
}
