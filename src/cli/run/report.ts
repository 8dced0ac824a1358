/**
 * What a run has shown, as data: the summary that `--json` prints, as described in docs/run-report.md. How it
 * looks to a reader is the business of ./summary-text.ts.
 */
import { LEVELS, type Mode } from '../../index.ts';
import type { LockWaiting } from './contention.ts';
import { roundMs } from './durations.ts';
import { type Level, modeOf, priorityOf } from './job.ts';
import { type Proof, proveExclusion } from './overlaps.ts';
import type { JobOutcome, JobState, RunResult, StopReason } from './run-words.ts';

/** Times from asking to having; null where nobody got anything. */
interface Spread {
  readonly medianMs: number | null;
  readonly p99Ms: number | null;
  readonly longestMs: number | null;
}

/** How long the jobs of one priority and mode waited, if they came in, from first request to last grant. */
export interface WaitingRow extends Spread {
  readonly priority: number;
  readonly mode: Mode;
  readonly granted: number;
  readonly timedOut: number;
}

/** How long was waited at one level, over all attempts of all jobs. */
export interface LevelRow extends Spread {
  readonly level: Level;
  readonly requests: number;
  readonly granted: number;
  /** Also of those that gave up. */
  readonly totalMs: number;
  /** Which operations held what was waited for, and for how much of the waiting; the most first. */
  readonly heldBy: readonly { readonly operation: string; readonly ms: number }[];
}

export interface JobCounts {
  readonly total: number;
  readonly done: number;
  readonly timedOut: number;
  /** What they asked for was there no more, or what they would add was there already. */
  readonly gone: number;
  readonly failed: number;
  /** Running when the run was stopped. */
  readonly interrupted: number;
  /** Waiting when the run was stopped. */
  readonly aborted: number;
  readonly notStarted: number;
}

export interface Summary {
  readonly file: string;
  /** Null when it was simulated. */
  readonly speed: number | null;
  readonly stopped: StopReason | null;
  readonly jobs: JobCounts;
  /** Attempts that gave everything back to ask anew. */
  readonly retries: number;
  /** Steps that came to nothing, and the first few of them. */
  readonly missedSteps: { readonly count: number; readonly examples: readonly string[] };
  /** Of the file's time; all times but `realMs` are. */
  readonly elapsedMs: number;
  readonly realMs: number;
  /** How much longer it took in real time than its speed says; null where it was not watched. */
  readonly behindMs: number | null;
  /** How long after their arrival jobs were begun: in real time, whether the machine could keep up. */
  readonly late: Spread;
  readonly waiting: readonly WaitingRow[];
  readonly levels: readonly LevelRow[];
  /** The ten at which most was waited. */
  readonly contended: readonly LockWaiting[];
  /** When most jobs waited at once. */
  readonly longestQueue: { readonly jobs: number; readonly at: number };
  readonly proof: Proof;
  /** The first few. */
  readonly failures: readonly { readonly job: string; readonly error: string }[];
}

export interface RunFacts {
  readonly file: string;
  readonly speed: number | null;
  readonly realMs: number;
  readonly behindMs?: number | null;
}

const MOST_EXAMPLES = 5;
const MOST_CONTENDED = 10;

export function summarise(result: RunResult, { file, speed, realMs, behindMs = null }: RunFacts): Summary {
  const { outcomes, contention } = result;
  const missed = outcomes.flatMap(({ job, missed: steps }) => steps.map((step) => `${job.id}: ${step}`));
  const failures = outcomes.filter(({ state }) => state === 'failed').slice(0, MOST_EXAMPLES);
  return {
    file,
    speed,
    stopped: result.stopped ?? null,
    jobs: countJobs(outcomes, result.notStarted),
    retries: outcomes.reduce((sum, { attempts }) => sum + attempts - 1, 0),
    missedSteps: { count: missed.length, examples: missed.slice(0, MOST_EXAMPLES) },
    elapsedMs: roundMs(result.elapsedMs),
    realMs: roundMs(realMs),
    behindMs: behindMs === null ? null : roundMs(behindMs),
    late: spreadOf(result.lateness),
    waiting: waitingRows(outcomes),
    levels: LEVELS.map((level) => levelRow(level, result)),
    contended: contention.mostContended(MOST_CONTENDED).map((lock) => ({
      ...lock,
      totalMs: roundMs(lock.totalMs),
      longestMs: roundMs(lock.longestMs),
    })),
    longestQueue: { jobs: contention.longestQueue.jobs, at: roundMs(contention.longestQueue.at) },
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
    gone: count('gone'),
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
  const waits = group.flatMap(({ waitedMs }) => waitedMs ?? []);
  return {
    priority: priorityOf(job),
    mode: modeOf(job),
    granted: waits.length,
    timedOut: group.filter(({ state }) => state === 'timed-out').length,
    ...spreadOf(waits),
  };
}

function levelRow(level: Level, { outcomes, contention }: RunResult): LevelRow {
  const waits = outcomes.flatMap((outcome) => outcome.waits.filter((wait) => wait.level === level));
  const granted = waits.filter((wait) => wait.granted).map(({ ms }) => ms);
  return {
    level,
    requests: waits.length,
    granted: granted.length,
    totalMs: roundMs(waits.reduce((sum, { ms }) => sum + ms, 0)),
    ...spreadOf(granted),
    heldBy: contention.blameAt(level).map(({ operation, ms }) => ({ operation, ms: roundMs(ms) })),
  };
}

function spreadOf(waits: readonly number[]): Spread {
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (share: number): number | null => {
    const wait = percentile(sorted, share);
    return wait === null ? null : roundMs(wait);
  };
  return { medianMs: at(0.5), p99Ms: at(0.99), longestMs: at(1) };
}
