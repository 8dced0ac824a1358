/**
 * What the timeline page is given: every job with its waits and its holds over time. Times are whole
 * milliseconds of the file's time; lists of numbers and texts, for there can be ten thousand jobs.
 */
export interface TimelineData {
  readonly file: string;
  /** Null when the run was simulated. */
  readonly speed: number | null;
  readonly levels: readonly string[];
  /** When the run was over. */
  readonly end: number;
  /** In order of arrival; other fields speak of a job by its place here. */
  readonly jobs: readonly TimelineJob[];
}

export interface TimelineJob {
  readonly id: string;
  readonly priority: number;
  /** How it ended: `done`, `timed-out`, `gone`, … */
  readonly state: string;
  readonly arrival: number;
  /** When it had all its locks; null if it never had. */
  readonly start: number | null;
  readonly end: number;
  readonly waits: readonly TimelineWait[];
  readonly holds: readonly TimelineHold[];
}

/** At one lock; `holders`: some of the jobs that held it when the wait began, `others`: how many more. */
export type TimelineWait = readonly [
  level: number,
  name: string,
  from: number,
  to: number,
  holders: readonly number[],
  others: number,
];

/** At one level, for as long as it was the same locks in the same modes; `names`: some of them, in words. */
export type TimelineHold = readonly [
  level: number,
  from: number,
  to: number,
  exclusive: number,
  shared: number,
  names: string,
];
