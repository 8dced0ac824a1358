/**
 * The log of a run as the history of its locks: what `checkHistory` reads. It judges one thing by itself, that
 * a job is given nothing but what it asked for, and leaves out the request of what was not asked.
 */
import { LOCKSET_NAME } from '../../index.ts';
import type { HistoryEvent, HistoryProblem, RequestEvent } from '../../testing/history/events.ts';
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
}

export class RunHistory {
  jobs = 0;
  readonly #running = new Map<string, RunningJob>();

  *eventsOf(numbered: NumberedLine): Generator<HistoryEvent> {
    const { line } = numbered;
    if (line.type === 'request') this.#request(line, numbered);
    else if (line.type === 'end') this.#running.delete(line.job);
    else for (const [place, name] of line.names.entries()) yield* this.#eventsAt(name, place, line, numbered);
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
    const running = this.#running.get(job) ?? { asked, wanted: new Map(), waits: new Set() };
    if (!this.#running.has(job)) {
      this.jobs += 1;
      this.#running.set(job, running);
    }
    running.asked = asked;
    running.wanted.set(level, names && new Set(names));
  }

  *#eventsAt(
    name: string,
    place: number,
    line: LockLogLine,
    { number }: NumberedLine,
  ): Generator<HistoryEvent> {
    const { at, job: owner, level } = line;
    const lock = `${level}/${name}`;
    const stamp = { at, owner, lock, line: number };
    const waits = this.#running.get(owner)?.waits;
    const ask = (asked: Partial<RequestEvent>): RequestEvent => ({ ...stamp, type: 'request', ...asked });
    if (line.type === 'wait') {
      const { mode, priority, deletes = false } = line;
      waits?.add(lock);
      if (deletes || this.#mayHave(owner, level, name)) yield ask({ mode, priority, deletes });
    } else if (line.type === 'grant') {
      const { mode, priority, tokens } = line;
      if (waits?.delete(lock) !== true && this.#mayHave(owner, level, name)) yield ask({ mode, priority });
      const token = tokens[place];
      yield { ...stamp, type: 'grant', mode, ...(token === undefined ? {} : { token }) };
    } else if (line.type === 'refuse') {
      if (line.try === true) yield ask({ mode: line.mode, priority: line.priority, try: true });
      else waits?.delete(lock);
      yield { ...stamp, type: 'refuse', reason: line.reason };
    } else if (line.type === 'remove') {
      if (waits?.delete(lock) !== true) yield ask({ deletes: true });
      yield { ...stamp, type: 'remove' };
    } else if (line.type === 'release') yield { ...stamp, type: 'release', mode: line.mode };
    else if (line.type === 'raise') yield { ...stamp, type: 'raise', priority: line.priority };
    else yield { ...stamp, type: line.type };
  }

  /** The lock of a set is taken for many things that are done to it. */
  #mayHave(job: string, level: string, name: string): boolean {
    const running = this.#running.get(job);
    if (running === undefined || name === LOCKSET_NAME) return running !== undefined;
    const wanted = running.wanted.get(level);
    return wanted === null || wanted?.has(name) === true;
  }
}
