/** The words of a run: what it needs of a lock manager, and what it shows in the end. */
import type { ALL, Mode, RaiseOptions } from '../../index.ts';
import type { Contention } from './contention.ts';
import type { Passage } from './evidence.ts';
import type { Job, Level, LockRequest } from './job.ts';

/** As much of `LockManager` as a run needs. */
export interface JobManager {
  keyring(owner: string): JobKeyring;
}

/** All that one job has in a manager. */
export interface JobKeyring {
  acquire(
    level: Level,
    names: readonly string[] | typeof ALL,
    options: JobRequest,
  ): Promise<{ readonly names: readonly string[] }>;
  release(level: Level, names: readonly string[] | typeof ALL): void;
  downgrade(level: Level, names: readonly string[] | typeof ALL): void;
  add(
    level: Level,
    names: readonly string[],
    options: { readonly acquire?: Mode; readonly signal: AbortSignal },
  ): Promise<unknown>;
  remove(
    level: Level,
    names: readonly string[],
    options: { readonly signal?: AbortSignal },
  ): Promise<readonly string[]>;
  releaseAll(): void;
}

export interface JobRequest {
  readonly mode: Mode;
  readonly priority: number;
  readonly opportunistic: boolean;
  readonly signal: AbortSignal;
  readonly timeout?: number;
  readonly raise?: RaiseOptions;
}

/**
 * How a job ended. `done`: it ran to its end; `timed-out`: it gave up waiting; `gone`: what it asked for was
 * not there any more, or what it would add was there already; `aborted`: it was waiting when the run was
 * stopped; `interrupted`: it was running then; `failed`: anything else, somebody's bug.
 */
export type JobState = 'done' | 'timed-out' | 'gone' | 'aborted' | 'interrupted' | 'failed';

/** What a job waited for at one level, from asking to having it all, or giving up. */
export interface LevelWait {
  readonly level: Level;
  readonly ms: number;
  readonly granted: boolean;
}

export interface JobOutcome {
  readonly job: Job;
  readonly state: JobState;
  /** From the first request to the last grant; undefined if it never came in. */
  readonly waitedMs?: number;
  readonly error?: string;
  /** How often it asked for its locks from the first level on. */
  readonly attempts: number;
  /** Of all attempts. */
  readonly waits: readonly LevelWait[];
  /** Steps that came to nothing, in words: somebody else had been there before. */
  readonly missed: readonly string[];
}

/** What is told about a job while the run goes on, beside the events of the locks. */
export type JobEvent =
  | {
      readonly type: 'request';
      readonly job: Job;
      readonly request: LockRequest;
      readonly priority: number;
    }
  | { readonly type: 'start'; readonly job: Job }
  | { readonly type: 'end'; readonly outcome: JobOutcome };

export interface RunResult {
  readonly outcomes: readonly JobOutcome[];
  readonly notStarted: number;
  readonly passages: readonly Passage[];
  readonly contention: Contention;
  /** How long after its arrival each job was begun; in real time a timer fires when the machine is free. */
  readonly lateness: readonly number[];
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
