/** The words of a run: what it needs of a lock, what it says on its way, and what it shows in the end. */
import type { LockSnapshot, Mode } from '../../index.ts';
import type { Job } from './job.ts';
import type { Passage } from './overlaps.ts';

/** As much of `SharedLock` as a run needs. */
export interface JobLock {
  acquire(request: JobRequest): Promise<{ readonly token: number; release(): void }>;
  readonly waiterCount: number;
  snapshot(): LockSnapshot;
}

export interface JobRequest {
  readonly owner: string;
  readonly mode: Mode;
  readonly priority: number;
  readonly timeout?: number;
  readonly signal: AbortSignal;
}

/** What is said about a request while the jobs run, in the order in which it happened. */
export interface RunRecord {
  readonly at: number;
  readonly seq: number;
  readonly type: 'request' | 'grant' | 'refuse' | 'release';
  readonly job: string;
  readonly lock: string;
  readonly mode: Mode;
  readonly priority: number;
  readonly token?: number;
  readonly reason?: string;
}

/**
 * How a job ended. `done`: it ran to its end; `timed-out`: it gave up waiting; `aborted`: it was waiting
 * when the run was stopped; `interrupted`: it was running then; `failed`: anything else, somebody's bug.
 */
export type JobState = 'done' | 'timed-out' | 'aborted' | 'interrupted' | 'failed';

export interface JobOutcome {
  readonly job: Job;
  readonly state: JobState;
  /** From the request to the entry; undefined if it never came in. */
  readonly waitedMs?: number;
  readonly error?: string;
}

export interface RunResult {
  readonly outcomes: readonly JobOutcome[];
  readonly notStarted: number;
  readonly passages: readonly Passage[];
  readonly longestQueue: { readonly jobs: number; readonly at: number };
  /** Of the file's time. */
  readonly elapsedMs: number;
  readonly stopped: StopReason | undefined;
}

/** Why a run ends before its time: somebody asked, or nothing is left that could make it go on. */
export type StopReason = 'interrupted' | 'stalled';

export interface Progress {
  readonly total: number;
  readonly finished: number;
  readonly timedOut: number;
  readonly at: number;
}
