/** The data of the page (../data.ts), and what the page makes of it. */
export type { TimelineData as Data, TimelineJob as Job } from '../data.ts';

/** A stretch of time, in milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where the jobs stand: those of one lane do not overlap. */
export interface Lanes {
  /** Jobs by lane, in order of time. */
  readonly lanes: readonly (readonly number[])[];
  /** The lane of each job; -1 for one that is not shown. */
  readonly laneOf: Int32Array;
}

export interface Theme {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly wait: string;
  readonly shared: string;
  readonly exclusive: string;
  readonly bad: string;
  readonly gone: string;
  readonly accent: string;
}

/** What is drawn, and where. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly view: Span;
  readonly lanes: Lanes;
  readonly laneHeight: number;
  /** Pixels above the first lane that is in sight. */
  readonly scroll: number;
  readonly theme: Theme;
  readonly selected: number;
  readonly hovered: number;
  /** Jobs that hold what the selected or hovered one waits for. */
  readonly blockers: ReadonlySet<number>;
}
