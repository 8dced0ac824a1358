/**
 * What one line of a job file says, once it has been checked. All times are milliseconds of the file's own
 * time, which `--speed` scales.
 */
import { BGL, type GanetiLevel, LEVELS, type Mode, NAL } from '../../index.ts';

export type Level = GanetiLevel;

/** Levels of one lock each, to which nothing is added and from which nothing is removed. */
export const SOLE_MEMBERS: Readonly<Partial<Record<Level, string>>> = { cluster: BGL, 'node-alloc': NAL };

/** Held by every job as long as it holds anything. */
export const BIG_LOCK = { level: 'cluster', name: BGL } as const satisfies { level: Level; name: string };

export const MODES = ['shared', 'exclusive'] as const satisfies readonly Mode[];

export const STEP_ACTIONS = ['release', 'downgrade', 'add', 'remove'] as const;

/** The locks a job wants at one level; `names: null` means all of them. */
export interface LockRequest {
  readonly level: Level;
  readonly names: readonly string[] | null;
  readonly mode: Mode;
  /** Takes what can be had at once, and goes on without the rest. */
  readonly opportunistic?: boolean;
  /** The names do not exist yet: the job adds them, and holds them from then on. */
  readonly new?: boolean;
}

/** What a job does to its locks while it runs, at a time after its start. */
export interface Step {
  readonly at: number;
  readonly do: (typeof STEP_ACTIONS)[number];
  readonly level: Level;
  readonly names: readonly string[] | null;
  /** Of a release of all: but these. */
  readonly keep?: readonly string[];
}

export interface Job {
  readonly id: string;
  readonly arrival: number;
  readonly duration: number;
  readonly priority?: number;
  /** Of waiting, at all levels together, after which the job gives up. */
  readonly timeout?: number;
  /** After so long without all its locks the job gives back what it has, and asks anew. */
  readonly attempt?: number;
  readonly locks: readonly LockRequest[];
  readonly steps?: readonly Step[];
}

/** Which members the levels begin with; `node` and `node-res` have the same. */
export interface Members {
  readonly instances: readonly string[];
  readonly nodegroups: readonly string[];
  readonly nodes: readonly string[];
  readonly networks: readonly string[];
}

export const KINDS = [
  'instances',
  'nodegroups',
  'nodes',
  'networks',
] as const satisfies readonly (keyof Members)[];

/** What the members of a level are called in a file; undefined for a level with a sole member. */
export const KIND_OF_LEVEL: Readonly<Partial<Record<Level, keyof Members>>> = {
  instance: 'instances',
  nodegroup: 'nodegroups',
  node: 'nodes',
  'node-res': 'nodes',
  network: 'networks',
};

/** A job file whose every line can be run. */
export interface Plan {
  readonly members: Members;
  /** In order of arrival. */
  readonly jobs: readonly Job[];
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

/** The kind of work: the id up to its last dash, `InstanceCreate` of `InstanceCreate-00017`. */
export function operationOf(id: string): string {
  const end = id.lastIndexOf('-');
  return end > 0 ? id.slice(0, end) : id;
}

/** What a job takes, in the order in which it takes it. */
export function inLevelOrder(locks: readonly LockRequest[]): LockRequest[] {
  return locks.toSorted((one, other) => LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level));
}

/** Steps in the order in which they are due; those of one moment as they are written. */
export function inTimeOrder(steps: readonly Step[]): Step[] {
  return steps.toSorted((one, other) => one.at - other.at);
}
