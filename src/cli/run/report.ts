/**
 * What a run has shown, as data: the summary that `--json` prints. How it looks to a reader is the business
 * of ./summary-text.ts.
 */
import type { Mode } from '../../index.ts';
import { roundMs } from './durations.ts';
import { modeOf, priorityOf } from './job.ts';
import { type Proof, proveExclusion } from './overlaps.ts';
import type { JobOutcome, JobState, RunResult, StopReason } from './run-words.ts';

/** How long the jobs of one priority and mode waited: the granted ones, from request to grant. */
export interface WaitingRow {
  readonly priority: number;
  readonly mode: Mode;
  readonly granted: number;
  readonly timedOut: number;
  /** Null where nobody was granted. */
  readonly medianMs: number | null;
  readonly p99Ms: number | null;
  readonly longestMs: number | null;
}

export interface JobCounts {
  readonly total: number;
  readonly done: number;
  readonly timedOut: number;
  readonly failed: number;
  /** Running when the run was stopped. */
  readonly interrupted: number;
  /** Waiting when the run was stopped. */
  readonly aborted: number;
  readonly notStarted: number;
}

export interface Summary {
  readonly file: string;
  readonly speed: number;
  readonly stopped: StopReason | null;
  readonly jobs: JobCounts;
  /** Of the file's time; all times but `realMs` are. */
  readonly elapsedMs: number;
  readonly realMs: number;
  readonly waiting: readonly WaitingRow[];
  readonly longestQueue: { readonly jobs: number; readonly at: number };
  readonly proof: Proof;
  /** The first few. */
  readonly failures: readonly { readonly job: string; readonly error: string }[];
}

const MOST_FAILURES = 5;

export function summarise(
  result: RunResult,
  run: { readonly file: string; readonly speed: number },
): Summary {
  const { outcomes, longestQueue } = result;
  const failures = outcomes.filter(({ state }) => state === 'failed').slice(0, MOST_FAILURES);
  return {
    file: run.file,
    speed: run.speed,
    stopped: result.stopped ?? null,
    jobs: countJobs(outcomes, result.notStarted),
    elapsedMs: roundMs(result.elapsedMs),
    realMs: roundMs(result.elapsedMs / run.speed),
    waiting: waitingRows(outcomes),
    longestQueue: { jobs: longestQueue.jobs, at: roundMs(longestQueue.at) },
    proof: proveExclusion(result.passages),
    failures: failures.map(({ job, error }) => ({ job: job.id, error: error ?? 'unknown' })),
  };
}

/** An overlap or a failure outranks an interruption: whoever stopped the run early must still hear of it. */
export function exitCodeOf({ proof, jobs, stopped }: Summary): number {
  if (!proof.holds || jobs.failed > 0 || stopped === 'stalled') return 1;
  return stopped === 'interrupted' ? 130 : 0;
}

/** Nearest rank: the smallest value that at least this share of all values does not exceed. */
export function percentile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

function countJobs(outcomes: readonly JobOutcome[], notStarted: number): JobCounts {
  const count = (wanted: JobState): number => outcomes.filter(({ state }) => state === wanted).length;
  return {
    total: outcomes.length + notStarted,
    done: count('done'),
    timedOut: count('timed-out'),
    failed: count('failed'),
    interrupted: count('interrupted'),
    aborted: count('aborted'),
    notStarted,
  };
}

function waitingRows(outcomes: readonly JobOutcome[]): WaitingRow[] {
  const groups = new Map<string, JobOutcome[]>();
  for (const outcome of outcomes) {
    const key = `${priorityOf(outcome.job)} ${modeOf(outcome.job)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [outcome]);
    else group.push(outcome);
  }
  return [...groups.values()]
    .map(waitingRow)
    .toSorted((a, b) => a.priority - b.priority || (a.mode === b.mode ? 0 : a.mode === 'exclusive' ? -1 : 1));
}

function waitingRow(group: readonly JobOutcome[]): WaitingRow {
  const [{ job }] = group as [JobOutcome];
  const waits = group
    .flatMap(({ waitedMs }) => (waitedMs === undefined ? [] : [waitedMs]))
    .toSorted((a, b) => a - b);
  const at = (share: number): number | null => {
    const wait = percentile(waits, share);
    return wait === null ? null : roundMs(wait);
  };
  return {
    priority: priorityOf(job),
    mode: modeOf(job),
    granted: waits.length,
    timedOut: group.filter(({ state }) => state === 'timed-out').length,
    medianMs: at(0.5),
    p99Ms: at(0.99),
    longestMs: at(1),
  };
}
