/**
 * One job from its first request to its last release: it takes its locks level by level, does its steps when
 * they are due, and gives everything back, whatever happens.
 */
import { ALL, LockError, type RaiseOptions } from '../../index.ts';
import { type Evidence, Holdings } from './evidence.ts';
import type { FileTime } from './file-time.ts';
import { inLevelOrder, inTimeOrder, type Job, type Level, type LockRequest, priorityOf } from './job.ts';
import { JobSteps } from './job-steps.ts';
import type { JobEvent, JobKeyring, JobOutcome, JobRequest, JobState, LevelWait } from './run-words.ts';

/** What all jobs of a run have in common. */
export interface JobSurroundings {
  readonly time: FileTime;
  readonly evidence: Evidence;
  /** Its times are those of the file. */
  readonly raise: RaiseOptions | undefined;
  readonly tell: (event: JobEvent) => void;
}

/** A timeout below this is a try to the lock, which never waits. */
const SHORTEST_WAIT_MS = 1;

/** Nobody hears of it but the job itself. */
const TOO_LATE = new Error('the time to get all locks is over');

const MOST_URGENT = -20;

export class JobRun {
  readonly #job: Job;
  readonly #keyring: JobKeyring;
  readonly #surroundings: JobSurroundings;
  /** The run is stopped. */
  readonly #stop: AbortSignal;
  readonly #holdings: Holdings;
  readonly #waits: LevelWait[] = [];
  /** Names that this job has added, and takes back if it comes to nothing. */
  #added: { readonly level: Level; readonly names: readonly string[] }[] = [];
  #missed: readonly string[] = [];
  #attempts = 0;
  #requestedAt = 0;

  constructor(job: Job, keyring: JobKeyring, surroundings: JobSurroundings, stop: AbortSignal) {
    this.#job = job;
    this.#keyring = keyring;
    this.#surroundings = surroundings;
    this.#stop = stop;
    this.#holdings = new Holdings(surroundings.evidence, job.id);
  }

  /** Rejects only where a lock does not even take back what it gave. */
  async perform(): Promise<JobOutcome> {
    this.#requestedAt = this.#surroundings.time.now();
    const last = this.#requestedAt + (this.#job.timeout ?? Number.POSITIVE_INFINITY);
    for (;;) {
      const { attempt = Number.POSITIVE_INFINITY } = this.#job;
      const deadline = Math.min(last, this.#surroundings.time.now() + attempt);
      const outcome = await this.#attempt(deadline);
      await this.#giveBack(outcome.state === 'done');
      if (outcome.state !== 'timed-out' || deadline === last) return outcome;
    }
  }

  async #attempt(deadline: number): Promise<JobOutcome> {
    this.#attempts += 1;
    try {
      for (const request of inLevelOrder(this.#job.locks)) await this.#take(request, deadline);
    } catch (error) {
      return this.#refused(error);
    }
    const waitedMs = this.#surroundings.time.now() - this.#requestedAt;
    this.#surroundings.tell({ type: 'start', job: this.#job });
    try {
      await this.#work();
    } catch (error) {
      if (!this.#stop.aborted) return this.#outcome('failed', { waitedMs, error: messageOf(error) });
    }
    return this.#outcome(this.#stop.aborted ? 'interrupted' : 'done', { waitedMs });
  }

  /** All that the job wants at one level. */
  async #take(request: LockRequest, deadline: number): Promise<void> {
    const { time, tell } = this.#surroundings;
    const { level, mode } = request;
    const from = time.now();
    const priority = this.#priorityAt(from);
    let granted = false;
    tell({ type: 'request', job: this.#job, request, priority });
    try {
      const names =
        request.new === true
          ? await this.#add(request, deadline)
          : await this.#acquire(request, priority, deadline);
      granted = true;
      this.#holdings.enter(level, names, mode, request.names === null);
    } finally {
      this.#waits.push({ level, ms: time.now() - from, granted });
    }
  }

  async #acquire(request: LockRequest, priority: number, deadline: number): Promise<readonly string[]> {
    const { level, names, mode, opportunistic = false } = request;
    const { raise, time } = this.#surroundings;
    // Named locks are taken at once or skipped, so there is nothing that a timeout could limit.
    const timeout = opportunistic && names !== null ? undefined : this.#timeoutUntil(deadline);
    const options: JobRequest = {
      mode,
      priority,
      opportunistic,
      signal: this.#stop,
      ...(timeout === undefined ? {} : { timeout }),
      ...(raise === undefined
        ? {}
        : { raise: { ...raise, after: Math.max(SHORTEST_WAIT_MS, time.toClockMs(raise.after)) } }),
    };
    return (await this.#keyring.acquire(level, names ?? ALL, options)).names;
  }

  /** Adding has no timeout of its own. */
  async #add({ level, names, mode }: LockRequest, deadline: number): Promise<readonly string[]> {
    const { evidence, time } = this.#surroundings;
    const added = names ?? [];
    const late = new AbortController();
    const left = deadline - time.now();
    const timer = Number.isFinite(left) ? time.after(left, () => late.abort(TOO_LATE)) : undefined;
    try {
      const asked = evidence.nextSeq;
      const signal = AbortSignal.any([this.#stop, late.signal]);
      await this.#keyring.add(level, added, { acquire: mode, signal });
      evidence.write('add', this.#job.id, { level, names: added, mode: 'exclusive', asked });
      this.#added.push({ level, names: added });
      return added;
    } finally {
      timer?.cancel();
    }
  }

  /** The work: nothing but time, and steps. */
  async #work(): Promise<void> {
    const { time, evidence } = this.#surroundings;
    const startedAt = time.now();
    const until = (at: number): Promise<void> => time.sleepUntil(startedAt + at, this.#stop);
    const steps = new JobSteps(this.#job.id, this.#keyring, this.#holdings, evidence);
    this.#missed = steps.missed;
    for (const step of inTimeOrder(this.#job.steps ?? [])) {
      await until(step.at);
      if (this.#stop.aborted) return;
      await steps.perform(step, this.#stop);
    }
    await until(this.#job.duration);
  }

  /** What a job has added is no more if it came to nothing. */
  async #giveBack(isDone: boolean): Promise<void> {
    const added = isDone ? [] : this.#added;
    this.#added = [];
    for (const { level, names } of added) {
      const left = this.#holdings.at(level).filter((name) => names.includes(name));
      this.#holdings.exit(level, left);
      if (left.length > 0) await this.#keyring.remove(level, left, {});
    }
    for (const level of this.#holdings.levels.toReversed()) this.#holdings.exit(level);
    this.#keyring.releaseAll();
  }

  /** Whoever has waited long asks more urgently, at whichever level it is by now. */
  #priorityAt(now: number): number {
    const priority = priorityOf(this.#job);
    const { raise } = this.#surroundings;
    if (raise === undefined) return priority;
    const { after, by = 1, to = MOST_URGENT } = raise;
    const raised = priority - Math.floor((now - this.#requestedAt) / after) * by;
    return Math.min(priority, Math.max(to, raised));
  }

  /** A wait that scaling makes very short must stay a wait; only what is a try in the file is a try here. */
  #timeoutUntil(deadline: number): number | undefined {
    if (deadline === Number.POSITIVE_INFINITY) return undefined;
    const { timeout = SHORTEST_WAIT_MS } = this.#job;
    const left = deadline - this.#surroundings.time.now();
    if (timeout < SHORTEST_WAIT_MS || left <= 0) return 0;
    return Math.max(SHORTEST_WAIT_MS, this.#surroundings.time.toClockMs(left));
  }

  #refused(error: unknown): JobOutcome {
    const code = LockError.is(error) ? error.code : undefined;
    if (code === 'timeout' || error === TOO_LATE) return this.#outcome('timed-out');
    if (code === 'not-found' || code === 'duplicate-add')
      return this.#outcome('gone', { error: messageOf(error) });
    if (this.#stop.aborted && error === this.#stop.reason) return this.#outcome('aborted');
    return this.#outcome('failed', { error: messageOf(error) });
  }

  #outcome(state: JobState, detail: Pick<JobOutcome, 'waitedMs' | 'error'> = {}): JobOutcome {
    const [job, attempts, waits, missed] = [this.#job, this.#attempts, this.#waits, this.#missed];
    return { job, state, ...detail, attempts, waits, missed };
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
