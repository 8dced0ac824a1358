/** How a run comes about: locks for the members of the file, somebody who watches them, and the jobs. */
import { type Clock, ganetiLevels, LockManager, type RaiseOptions } from '../../index.ts';
import type { Audience } from '../../inspect/audience.ts';
import { engineBefore } from '../../inspect/watched-engine.ts';
import type { VirtualClock } from '../../testing/virtual-clock.ts';
import { Contention } from './contention.ts';
import type { Job, Plan } from './job.ts';
import { LockWatch } from './lock-watch.ts';
import { Workload } from './workload.ts';

/** A run in real time should take about so long, unless it is told otherwise. */
const AIM_MS = 45_000;
/** One that is watched should leave time to see something. */
const AIM_WATCHED_MS = 180_000;

export interface PreparedRun {
  readonly workload: Workload;
  readonly watch: LockWatch;
}

export interface RunSetting {
  readonly clock: Clock;
  readonly speed: number;
  readonly raise?: RaiseOptions | undefined;
  /** Told of every machine. */
  readonly audience?: Audience | undefined;
}

export function prepare({ members, jobs }: Plan, { clock, speed, raise, audience }: RunSetting): PreparedRun {
  const watch = new LockWatch();
  const engine = audience === undefined ? watch.engine : engineBefore(audience, watch.engine);
  const manager = new LockManager({ levels: ganetiLevels(members), engine, clock });
  watch.begin();
  const contention = (now: () => number): Contention => new Contention(watch, now);
  return { workload: new Workload(jobs, { clock, speed, manager, contention, raise }), watch };
}

/**
 * As fast as makes a run take about 45 seconds, if nobody waited, and four times as long when it is watched;
 * never slower than the file says.
 */
export function speedFor(jobs: readonly Job[], isWatched = false): number {
  const end = jobs.reduce((latest, { arrival, duration }) => Math.max(latest, arrival + duration), 0);
  return Math.max(1, Math.round(end / (isWatched ? AIM_WATCHED_MS : AIM_MS)));
}

/** Lets virtual time pass until nothing is left that waits for it. */
export async function passTime(clock: VirtualClock): Promise<void> {
  await clock.settle();
  while (clock.nextAt !== undefined) await clock.advanceTo(clock.nextAt);
}
