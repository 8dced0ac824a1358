/**
 * Runs the jobs of a file through the big lock, in real time scaled by `speed`.
 *
 * The lock and the clock are handed in, so that a test can give a clock that jumps, and a lock that grants
 * everything. What a job body sees is written down by the body itself (`passages`), before and apart from
 * anything the lock says; whether the lock did its work is judged from that alone.
 */
import { LockError } from '../../index.ts';
import type { Clock, Deadline } from '../../locks/clock.ts';
import { FileTime } from './file-time.ts';
import { BIG_LOCK, type Job, modeOf, priorityOf } from './job.ts';
import type { Passage } from './overlaps.ts';
import type { JobLock, JobOutcome, Progress, RunRecord, RunResult, StopReason } from './run-words.ts';

export interface WorkloadOptions {
  readonly clock: Clock;
  readonly speed: number;
  readonly createLock: (name: string) => JobLock;
  readonly onRecord?: (record: RunRecord) => void;
}

const LOCK_NAME = `${BIG_LOCK.level}/${BIG_LOCK.name}`;

/** A timeout below this is a try to the lock, which never waits. */
const SHORTEST_WAIT_MS = 1;

export class Workload {
  readonly jobs: readonly Job[];
  readonly lock: JobLock;
  readonly #time: FileTime;
  readonly #onRecord: (record: RunRecord) => void;
  /** One controller a job, not one for all: a signal searches its listeners one by one. */
  readonly #underway = new Set<AbortController>();
  readonly #outcomes: JobOutcome[] = [];
  readonly #passages: Passage[] = [];
  #timedOut = 0;
  #longestQueue = { jobs: 0, at: 0 };
  #records = 0;
  #next = 0;
  #stopReason: StopReason | undefined;
  #nextArrival: Deadline | undefined;
  #finish = (): void => undefined;

  /** The jobs in order of arrival. The time of the file starts now. */
  constructor(jobs: readonly Job[], { clock, speed, createLock, onRecord }: WorkloadOptions) {
    this.jobs = jobs;
    this.lock = createLock(LOCK_NAME);
    this.#time = new FileTime(clock, speed);
    this.#onRecord = onRecord ?? (() => undefined);
  }

  /** Runs all jobs to their ends, or until `stop`. It never rejects: the result tells of jobs that failed. */
  run(): Promise<RunResult> {
    return new Promise((resolve) => {
      this.#finish = () => resolve(this.#result());
      this.#admit();
    });
  }

  /** Admits nobody any more, aborts those who wait, and lets the running bodies end at once and release. */
  stop(reason: StopReason): void {
    if (this.#stopReason !== undefined) return;
    this.#stopReason = reason;
    this.#nextArrival?.cancel();
    for (const control of this.#underway) control.abort(new Error(`the run was ${reason}`));
    this.#finishIfIdle();
  }

  /** What a live view shows beside the lock. */
  get progress(): Progress {
    const [finished, timedOut] = [this.#outcomes.length, this.#timedOut];
    return { total: this.jobs.length, finished, timedOut, at: this.#time.now() };
  }

  /** Starts every job that is due, then waits for the next: one timer for all arrivals. */
  #admit(dueAt = 0): void {
    // A timer may fire a little early by the clock; who was waited for is due all the same.
    const now = Math.max(dueAt, this.#time.now());
    for (
      let job = this.jobs[this.#next];
      job !== undefined && job.arrival <= now;
      job = this.jobs[this.#next]
    ) {
      this.#next += 1;
      this.#start(job);
    }
    const arrival = this.jobs[this.#next]?.arrival;
    if (arrival === undefined) this.#finishIfIdle();
    else this.#nextArrival = this.#time.after(arrival - this.#time.now(), () => this.#admit(arrival));
  }

  #start(job: Job): void {
    const control = new AbortController();
    this.#underway.add(control);
    const end = (outcome: JobOutcome): void => {
      this.#outcomes.push(outcome);
      if (outcome.state === 'timed-out') this.#timedOut += 1;
      this.#underway.delete(control);
      this.#finishIfIdle();
    };
    this.#perform(job, control.signal).then(end, (error: unknown) => end(failed(job, error)));
  }

  #finishIfIdle(): void {
    const noMoreToCome = this.#next === this.jobs.length || this.#stopReason !== undefined;
    if (noMoreToCome && this.#underway.size === 0) this.#finish();
  }

  /** One job from its request to its release; it rejects only where the lock does what no lock should. */
  async #perform(job: Job, signal: AbortSignal): Promise<JobOutcome> {
    const requestedAt = this.#say('request', job);
    let hold: Awaited<ReturnType<JobLock['acquire']>>;
    try {
      hold = await this.#acquire(job, signal);
    } catch (error) {
      return this.#refused(job, error, signal);
    }
    const grantedAt = this.#say('grant', job, { token: hold.token });
    await this.#body(job, signal);
    this.#say('release', job, { token: hold.token });
    hold.release();
    return { job, state: signal.aborted ? 'interrupted' : 'done', waitedMs: grantedAt - requestedAt };
  }

  /** The work of a job: it writes down that it came in, takes its time, and writes down that it goes. */
  async #body(job: Job, signal: AbortSignal): Promise<void> {
    const pass = (type: Passage['type']): void => {
      const [seq, at] = [this.#passages.length, this.#time.now()];
      this.#passages.push({ seq, at, type, job: job.id, lock: LOCK_NAME, mode: modeOf(job) });
    };
    pass('enter');
    await this.#time.sleep(job.duration, signal);
    pass('exit');
  }

  #acquire(job: Job, signal: AbortSignal): ReturnType<JobLock['acquire']> {
    const timeout = this.#scaledTimeout(job.timeout);
    const pending = this.lock.acquire({
      owner: job.id,
      mode: modeOf(job),
      priority: priorityOf(job),
      signal,
      ...(timeout === undefined ? {} : { timeout }),
    });
    // A queue only grows when somebody asks, so this is the moment to measure it.
    const waiting = this.lock.waiterCount;
    if (waiting > this.#longestQueue.jobs) this.#longestQueue = { jobs: waiting, at: this.#time.now() };
    return pending;
  }

  /** A wait that scaling makes very short must stay a wait; only what is a try in the file is a try here. */
  #scaledTimeout(timeout: number | undefined): number | undefined {
    if (timeout === undefined || timeout < SHORTEST_WAIT_MS) return timeout;
    return Math.max(SHORTEST_WAIT_MS, this.#time.toClockMs(timeout));
  }

  #refused(job: Job, error: unknown, signal: AbortSignal): JobOutcome {
    const timedOut = LockError.is(error) && error.code === 'timeout';
    const aborted = !timedOut && signal.aborted;
    this.#say('refuse', job, { reason: timedOut ? 'timeout' : aborted ? 'abort' : messageOf(error) });
    if (timedOut) return { job, state: 'timed-out' };
    if (aborted && this.#stopReason === 'interrupted') return { job, state: 'aborted' };
    return failed(
      job,
      aborted ? 'never granted, though nobody was left who could let go of the lock' : error,
    );
  }

  /** Tells whoever listens, and answers the time that it told. */
  #say(type: RunRecord['type'], job: Job, detail: Pick<RunRecord, 'token' | 'reason'> = {}): number {
    const at = this.#time.now();
    const [mode, priority] = [modeOf(job), priorityOf(job)];
    this.#onRecord({ at, seq: this.#records, type, job: job.id, lock: LOCK_NAME, mode, priority, ...detail });
    this.#records += 1;
    return at;
  }

  #result(): RunResult {
    return {
      outcomes: this.#outcomes,
      notStarted: this.jobs.length - this.#next,
      passages: this.#passages,
      longestQueue: this.#longestQueue,
      elapsedMs: this.#time.now(),
      stopped: this.#stopReason,
    };
  }
}

function failed(job: Job, error: unknown): JobOutcome {
  return { job, state: 'failed', error: messageOf(error) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
