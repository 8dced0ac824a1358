/**
 * Runs the jobs of a file through a lock manager, each from its arrival on.
 *
 * Manager and clock are handed in: so the same run happens in real time scaled by `speed` and in virtual
 * time, and a test can give a manager that grants everything.
 */
import type { Clock, RaiseOptions } from '../../index.ts';
import type { Deadline } from '../../locks/clock.ts';
import type { Contention } from './contention.ts';
import { Evidence } from './evidence.ts';
import { FileTime } from './file-time.ts';
import type { Job } from './job.ts';
import { JobRun, messageOf } from './job-run.ts';
import type { JobEvent, JobManager, JobOutcome, Progress, RunResult, StopReason } from './run-words.ts';

export interface WorkloadOptions {
  readonly clock: Clock;
  /** How many times as fast as the clock the time of the file passes. */
  readonly speed: number;
  readonly manager: JobManager;
  /** Gathers, beside the locks, where time is spent waiting; `now` is the time of the file. */
  readonly contention: (now: () => number) => Contention;
  /** Makes whoever waits more urgent; its times are those of the file. */
  readonly raise?: RaiseOptions | undefined;
}

export class Workload {
  readonly jobs: readonly Job[];
  readonly contention: Contention;
  readonly #time: FileTime;
  readonly #evidence: Evidence;
  readonly #manager: JobManager;
  readonly #raise: RaiseOptions | undefined;
  readonly #listeners: ((event: JobEvent) => void)[] = [];
  /** One controller a job, not one for all: a signal searches its listeners one by one. */
  readonly #underway = new Set<AbortController>();
  readonly #outcomes: JobOutcome[] = [];
  readonly #lateness: number[] = [];
  #timedOut = 0;
  #next = 0;
  #stopReason: StopReason | undefined;
  #nextArrival: Deadline | undefined;
  #finish = (): void => undefined;

  /** The jobs in order of arrival. The time of the file starts now. */
  constructor(jobs: readonly Job[], { clock, speed, manager, contention, raise }: WorkloadOptions) {
    this.jobs = jobs;
    this.#time = new FileTime(clock, speed);
    this.#evidence = new Evidence(() => this.#time.now());
    this.#manager = manager;
    this.#raise = raise;
    this.contention = contention(() => this.#time.now());
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

  listen(listener: (event: JobEvent) => void): void {
    this.#listeners.push(listener);
  }

  /** The time of the file. */
  now(): number {
    return this.#time.now();
  }

  /** What a live view shows beside the locks. */
  get progress(): Progress {
    const [finished, timedOut] = [this.#outcomes.length, this.#timedOut];
    return { total: this.jobs.length, finished, timedOut, at: this.now() };
  }

  /** Starts every job that is due, then waits for the next: one timer for all arrivals. */
  #admit(dueAt = 0): void {
    // A timer may fire a little early by the clock; who was waited for is due all the same.
    const now = Math.max(dueAt, this.now());
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
    else this.#nextArrival = this.#time.after(arrival - this.now(), () => this.#admit(arrival));
  }

  #start(job: Job): void {
    this.#lateness.push(Math.max(0, this.now() - job.arrival));
    const control = new AbortController();
    this.#underway.add(control);
    const run = new JobRun(
      job,
      this.#manager.keyring(job.id),
      {
        time: this.#time,
        evidence: this.#evidence,
        raise: this.#raise,
        tell: (event) => this.#tell(event),
      },
      control.signal,
    );
    const end = (outcome: JobOutcome): void => {
      const judged = this.#judge(outcome);
      this.#outcomes.push(judged);
      this.#tell({ type: 'end', outcome: judged });
      if (judged.state === 'timed-out') this.#timedOut += 1;
      this.#underway.delete(control);
      this.#finishIfIdle();
    };
    run.perform().then(end, (error: unknown) => {
      end({ job, state: 'failed', error: messageOf(error), attempts: 1, waits: [], missed: [] });
    });
  }

  /** Who still waits when nothing is left that could end the wait has been forgotten. */
  #judge(outcome: JobOutcome): JobOutcome {
    if (outcome.state !== 'aborted' || this.#stopReason !== 'stalled') return outcome;
    const error = 'never granted, though nobody was left who could let go of the lock';
    return { ...outcome, state: 'failed', error };
  }

  #tell(event: JobEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #finishIfIdle(): void {
    const noMoreToCome = this.#next === this.jobs.length || this.#stopReason !== undefined;
    if (noMoreToCome && this.#underway.size === 0) this.#finish();
  }

  #result(): RunResult {
    return {
      outcomes: this.#outcomes,
      notStarted: this.jobs.length - this.#next,
      passages: this.#evidence.passages,
      contention: this.contention,
      lateness: this.#lateness,
      elapsedMs: this.now(),
      stopped: this.#stopReason,
    };
  }
}
