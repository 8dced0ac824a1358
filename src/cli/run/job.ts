/**
 * What one line of a job file says, once it has been checked. All times are milliseconds of the file's own
 * time, which `--speed` scales; the types know every level, so that reading a file never has to change
 * when the run learns to take more locks.
 */
import type { Mode } from '../../index.ts';

/** The levels in their order: a job takes them from left to right. */
export const LEVELS = [
  'cluster',
  'instance',
  'node-alloc',
  'nodegroup',
  'node',
  'node-res',
  'network',
] as const;

export type Level = (typeof LEVELS)[number];

export const BIG_LOCK = { level: 'cluster', name: 'BGL' } as const satisfies { level: Level; name: string };

export const MODES = ['shared', 'exclusive'] as const satisfies readonly Mode[];

export const STEP_ACTIONS = ['release', 'downgrade', 'add', 'remove'] as const;

/** The locks a job wants at one level; `names: null` means all of them. */
export interface LockRequest {
  readonly level: Level;
  readonly names: readonly string[] | null;
  readonly mode: Mode;
  readonly opportunistic?: boolean;
}

/** What a job does to its locks while it runs, at a time after its start. */
export interface Step {
  readonly at: number;
  readonly do: (typeof STEP_ACTIONS)[number];
  readonly level: Level;
  readonly names: readonly string[] | null;
}

export interface Job {
  readonly id: string;
  readonly arrival: number;
  readonly duration: number;
  readonly priority?: number;
  readonly timeout?: number;
  readonly locks: readonly LockRequest[];
  readonly steps?: readonly Step[];
}

/** Smaller is more urgent; a job that names no priority has that of the locks' default. */
export function priorityOf(job: Job): number {
  return job.priority ?? 0;
}

/** How a job takes the big lock. That it does is checked before anything runs. */
export function modeOf(job: Job): Mode {
  const request = job.locks.find(({ level }) => level === BIG_LOCK.level);
  if (request === undefined) throw new Error(`job '${job.id}' does not take the big lock`);
  return request.mode;
}
