/**
 * The log of a run as the history of its locks: what `checkHistory` reads. It judges one thing by itself,
 * that a job is given nothing but what it asked for, and leaves out the request of what was not asked.
 */
import { LOCKSET_NAME } from '../../index.ts';
import type { HistoryEvent, HistoryProblem } from '../../testing/history/events.ts';
import type { NumberedLine } from '../locks/log-reader.ts';
import type { LockLogLine, RequestLine } from '../run/log-format.ts';

/** A job that has asked for something, and is not over. */
interface RunningJob {
  /** Its last request. */
  asked: NumberedLine;
  /** What it may have at each level; null for all. */
  readonly wanted: Map<string, ReadonlySet<string> | null>;
  /** The locks at which it waits. */
  readonly waits: Set<string>;
  /** What it was told since it asked, by level: each lock answers once. */
  readonly answered: Map<string, Set<string>>;
}

export class RunHistory {
  jobs = 0;
  readonly #tell: (event: HistoryEvent) => void;
  readonly #running = new Map<string, RunningJob>();

  constructor(tell: (event: HistoryEvent) => void) {
    this.#tell = tell;
  }

  /** Tells what happened at each lock that the line is about. */
  add(numbered: NumberedLine): void {
    const { number, line } = numbered;
    if (line.type === 'request') this.#request(line, numbered);
    else if (line.type === 'end') this.#running.delete(line.job);
    else for (const [place, name] of line.names.entries()) this.#addAt(name, place, line, number);
  }

  /** The jobs that the log says nothing more of. */
  *unfinished(): Generator<HistoryProblem> {
    for (const [owner, { asked, wanted }] of this.#running) {
      const lock = [...wanted.keys()].at(-1) ?? '';
      const message = `${owner} asks, and does not end`;
      yield { rule: 'answered', line: asked.number, at: asked.line.at, lock, owner, message };
    }
  }

  #request({ job, level, names }: RequestLine, asked: NumberedLine): void {
    const running = this.#running.get(job) ?? {
      asked,
      wanted: new Map(),
      waits: new Set(),
      answered: new Map(),
    };
    if (!this.#running.has(job)) {
      this.jobs += 1;
      this.#running.set(job, running);
    }
    running.asked = asked;
    running.wanted.set(level, names && new Set(names));
    running.answered.set(level, new Set());
  }

  #addAt(name: string, place: number, line: LockLogLine, number: number): void {
    const { at, job: owner, level, type } = line;
    const lock = `${level}/${name}`;
    const stamp = { at, owner, lock, line: number };
    if (type === 'wait') {
      const { mode, priority, deletes = false } = line;
      this.#running.get(owner)?.waits.add(lock);
      if (deletes || this.#mayHave(owner, level, name))
        this.#tell({ type: 'request', ...stamp, mode, priority, deletes });
    } else if (type === 'grant') {
      const { mode, priority, tokens } = line;
      if (!this.#endWait(owner, lock) && this.#mayHave(owner, level, name))
        this.#tell({ type: 'request', ...stamp, mode, priority });
      this.#running.get(owner)?.answered.get(level)?.add(name);
      this.#tell({ type, ...stamp, mode, ...(tokens[place] !== undefined && { token: tokens[place] }) });
    } else if (type === 'refuse') {
      const { reason, try: isTry } = line;
      if (isTry)
        this.#tell({ type: 'request', ...stamp, mode: line.mode, priority: line.priority, try: true });
      else this.#endWait(owner, lock);
      this.#running.get(owner)?.answered.get(level)?.add(name);
      this.#tell({ type, ...stamp, reason });
    } else if (type === 'remove') {
      if (!this.#endWait(owner, lock)) this.#tell({ type: 'request', ...stamp, deletes: true });
      this.#tell({ type, ...stamp });
    } else if (type === 'release') this.#tell({ type, ...stamp, mode: line.mode });
    else if (type === 'raise') this.#tell({ type, ...stamp, priority: line.priority });
    else this.#tell({ type, ...stamp });
  }

  #endWait(job: string, lock: string): boolean {
    return this.#running.get(job)?.waits.delete(lock) === true;
  }

  /** The lock of a set is taken for many things that are done to it, and as often. */
  #mayHave(job: string, level: string, name: string): boolean {
    const running = this.#running.get(job);
    if (running === undefined || name === LOCKSET_NAME) return running !== undefined;
    if (running.answered.get(level)?.has(name) === true) return false;
    const wanted = running.wanted.get(level);
    return wanted === null || wanted?.has(name) === true;
  }
}
