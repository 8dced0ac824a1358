/**
 * The log of a run as the history of its locks: what `checkHistory` reads. Beside them the jobs are judged
 * (./job-record.ts), which locks there are, and that no line is missing. The request of what was not asked is
 * left out.
 */
import type { HistoryEvent, HistoryProblem } from '../../testing/history/events.ts';
import type { NumberedLine } from '../locks/log-reader.ts';
import type { Members } from '../run/job.ts';
import type { LockLogLine, LogLine } from '../run/log-format.ts';
import { lockIds } from '../run/members.ts';
import { JobRecord, type RunRule, type Wrong } from './job-record.ts';

export interface RunProblem extends Omit<HistoryProblem, 'rule'> {
  readonly rule: RunRule;
}

export class RunHistory {
  jobs = 0;
  readonly #tell: (event: HistoryEvent) => void;
  /** Jobs that have asked for something, and are not over. */
  readonly #running = new Map<string, JobRecord>();
  /** The locks that there are. */
  readonly #locks: Set<string>;
  readonly #problems: RunProblem[] = [];
  /** Jobs with which something is wrong: what follows on it means nothing. */
  readonly #blamed = new Set<string>();
  #lines = 0;
  #isInSequence = true;

  /** `members`: of each level at the beginning. */
  constructor(members: Members, tell: (event: HistoryEvent) => void) {
    this.#tell = tell;
    this.#locks = new Set(lockIds(members));
  }

  /** Tells what happened at each lock that the line is about. */
  add({ number, line }: NumberedLine): void {
    this.#count(number, line);
    const record = this.#running.get(line.job);
    if (line.type === 'request') {
      const asking = record ?? new JobRecord({ number, line });
      if (record === undefined) this.jobs += 1;
      this.#running.set(line.job, asking);
      this.#blame(number, line, asking.request({ number, line }));
      return;
    }
    if (record === undefined)
      this.#blame(number, line, ['requested', `${line.job} says '${line.type}', and has not asked`]);
    if (line.type === 'end') this.#running.delete(line.job);
    else for (const [place, name] of line.names.entries()) this.#addAt(name, place, line, number, record);
  }

  /** What is wrong but for the history of the locks: of each job the first thing, or that it does not end. */
  *end(): Generator<RunProblem> {
    yield* this.#problems;
    for (const [owner, { asked }] of this.#running) {
      if (this.#blamed.has(owner)) continue;
      const { at, level: lock } = asked.line;
      const message = `${owner} asks, and does not end`;
      yield { rule: 'answered', line: asked.number, at, lock, owner, message };
    }
  }

  #addAt(name: string, place: number, line: LockLogLine, number: number, record?: JobRecord): void {
    const { at, job: owner, level, type } = line;
    const lock = `${level}/${name}`;
    this.#blame(number, line, this.#existence(lock, line));
    const [waits, mayHave] = [record?.waitsAt(lock) === true, record?.mayHave(level, name) === true];
    this.#blame(number, line, record?.happened(line, name, place));
    const stamp = { at, owner, lock, line: number };
    if (type === 'wait') {
      const { mode, priority, deletes = false } = line;
      if (deletes || mayHave) this.#tell({ type: 'request', ...stamp, mode, priority, deletes });
    } else if (type === 'grant') {
      const { mode, priority, tokens } = line;
      if (!waits && mayHave) this.#tell({ type: 'request', ...stamp, mode, priority });
      this.#tell({ type, ...stamp, mode, ...(tokens[place] !== undefined && { token: tokens[place] }) });
    } else if (type === 'refuse') {
      if (line.try)
        this.#tell({ type: 'request', ...stamp, mode: line.mode, priority: line.priority, try: true });
      this.#tell({ type, ...stamp, reason: line.reason });
    } else if (type === 'remove') {
      if (!waits) this.#tell({ type: 'request', ...stamp, deletes: true });
      this.#tell({ type, ...stamp });
    } else if (type === 'release') this.#tell({ type, ...stamp, mode: line.mode });
    else if (type === 'raise') this.#tell({ type, ...stamp, priority: line.priority });
    else this.#tell({ type, ...stamp });
  }

  /** Only who waited at a lock hears something of it after its end. */
  #existence(lock: string, { type, job }: LockLogLine): Wrong {
    const isThere = this.#locks.has(lock);
    if (type === 'add') {
      this.#locks.add(lock);
      return isThere ? ['removed', `${job} adds ${lock}, which is there`] : undefined;
    }
    if (type === 'remove') this.#locks.delete(lock);
    return isThere || type === 'refuse'
      ? undefined
      : ['removed', `${job} says '${type}' of ${lock}, which is not there`];
  }

  /** Says so once: where a line is missing, all that follow have moved. */
  #count(number: number, line: LogLine): void {
    const { seq, job } = line;
    if (this.#isInSequence && seq !== this.#lines) {
      this.#isInSequence = false;
      this.#found(
        number,
        line,
        'sequence',
        `the line of ${job} is number ${seq} of the run, and stands where ${this.#lines} should`,
      );
    }
    this.#lines += 1;
  }

  #blame(number: number, line: LogLine, wrong: Wrong): void {
    if (wrong === undefined || this.#blamed.has(line.job)) return;
    this.#blamed.add(line.job);
    this.#found(number, line, ...wrong);
  }

  #found(number: number, line: LogLine, rule: RunRule, message: string): void {
    const lock = 'level' in line ? line.level : '';
    this.#problems.push({ rule, line: number, at: line.at, lock, owner: line.job, message });
  }
}
