/** An event with its place in a history, and what is wrong with it. */
import type { HistoryEvent, HistoryRule } from './events.ts';

/** An event, and where it is written. */
export interface Entry {
  readonly event: HistoryEvent;
  /** One more for each. */
  readonly index: number;
  readonly line: number;
}

/** Why an event cannot have happened. */
export interface Objection extends Entry {
  readonly rule: HistoryRule;
  readonly message: string;
}

export type Wrong = readonly [HistoryRule, string] | undefined;
