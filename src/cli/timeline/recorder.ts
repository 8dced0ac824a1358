/** Gathers, while a run goes on, what its timeline will show. */
import { LEVELS } from '../../index.ts';
import type { LockWatch, WatchedLock } from '../run/lock-watch.ts';
import type { JobEvent, JobState, RunResult } from '../run/run-words.ts';
import type { Workload } from '../run/workload.ts';
import type { TimelineData, TimelineWait } from './data.ts';
import { holdsOf } from './holds.ts';

interface Recorded {
  readonly index: number;
  readonly id: string;
  readonly priority: number;
  readonly arrival: number;
  start: number | null;
  end: number;
  state: JobState;
  readonly waits: TimelineWait[];
  /** The wait that goes on. */
  waiting:
    | { readonly from: number; readonly holders: readonly number[]; readonly others: number }
    | undefined;
}

const MOST_HOLDERS = 8;

export class TimelineRecorder {
  readonly #now: () => number;
  readonly #jobs = new Map<string, Recorded>();

  constructor(workload: Workload, watch: LockWatch) {
    this.#now = () => Math.round(workload.now());
    workload.listen((event) => this.#onJob(event));
    watch.listenToWaits({
      began: (job, lock) => this.#beginWait(job, lock),
      ended: (job, lock) => this.#endWait(job, lock),
    });
  }

  /** All of it, once the run is over. */
  finish({ passages }: RunResult, { file, speed }: Pick<TimelineData, 'file' | 'speed'>): TimelineData {
    const holds = holdsOf(passages);
    const jobs = [...this.#jobs.values()].map(
      ({ id, priority, state, arrival, start, end, waits }) =>
        ({ id, priority, state, arrival, start, end, waits, holds: holds.get(id) ?? [] }) as const,
    );
    const end = jobs.reduce((latest, job) => Math.max(latest, job.end), 0);
    return { file, speed, levels: LEVELS, end, jobs };
  }

  #onJob(event: JobEvent): void {
    const { id, priority = 0 } = event.type === 'end' ? event.outcome.job : event.job;
    const job = this.#jobs.get(id);
    if (event.type === 'request' && job === undefined) {
      const [index, arrival] = [this.#jobs.size, this.#now()];
      const open = {
        start: null,
        end: arrival,
        state: 'interrupted',
        waits: [],
        waiting: undefined,
      } as const;
      this.#jobs.set(id, { index, id, priority, arrival, ...open, waits: [] });
    } else if (event.type === 'start' && job !== undefined) job.start = this.#now();
    else if (event.type === 'end' && job !== undefined) {
      job.end = this.#now();
      job.state = event.outcome.state;
    }
  }

  #beginWait(id: string, lock: WatchedLock): void {
    const job = this.#jobs.get(id);
    if (job === undefined) return;
    const holders = lock.holders().flatMap((holder) => this.#jobs.get(holder)?.index ?? []);
    const others = Math.max(0, holders.length - MOST_HOLDERS);
    job.waiting = { from: this.#now(), holders: holders.slice(0, MOST_HOLDERS), others };
  }

  #endWait(id: string, { level, name }: WatchedLock): void {
    const job = this.#jobs.get(id);
    if (job?.waiting === undefined) return;
    const { from, holders, others } = job.waiting;
    job.waiting = undefined;
    const to = this.#now();
    if (to > from)
      job.waits.push([(LEVELS as readonly string[]).indexOf(level), name, from, to, holders, others]);
  }
}
