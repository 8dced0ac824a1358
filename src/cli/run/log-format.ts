/**
 * The lines of a run's log, as described in docs/log-format.md: what jobs ask, and what happens at the locks,
 * in the order in which it happens.
 */
import type { Mode } from '../../index.ts';
import type { Members } from './job.ts';
import type { JobState } from './run-words.ts';

export const LOG_VERSION = 1;

/** The first line. */
export interface LogHead {
  readonly lockchart: 'run';
  readonly version: number;
  readonly file: string;
  /** Null when the run was simulated. */
  readonly speed: number | null;
  readonly members: Members;
}

/** What every line but the first has. */
interface Stamp {
  /** Milliseconds of the file's time. */
  readonly at: number;
  /** One more in each line. */
  readonly seq: number;
  readonly job: string;
}

/** A job asks for locks of a level, all that it wants there; `names: null` for all there are. */
export interface RequestLine extends Stamp {
  readonly type: 'request';
  readonly level: string;
  readonly names: readonly string[] | null;
  readonly mode: Mode;
  readonly priority: number;
  readonly opportunistic?: true;
  readonly new?: true;
}

/** Locks of one level to which the same happened, one after the other. */
interface LockLine extends Stamp {
  readonly level: string;
  readonly names: readonly string[];
}

/** Not granted at once; `deletes`: it waits to remove the lock, not to hold it. */
export interface WaitLine extends LockLine {
  readonly type: 'wait';
  readonly mode: Mode;
  readonly priority: number;
  readonly deletes?: true;
}

/** One token for each name. */
interface HoldLine extends LockLine {
  readonly mode: Mode;
  readonly priority: number;
  readonly tokens: readonly number[];
}

export interface GrantLine extends HoldLine {
  readonly type: 'grant';
}

/** `mode`: of a release the one that ends, of a downgrade the one that begins. */
export interface ReleaseLine extends HoldLine {
  readonly type: 'release' | 'downgrade';
}

/** A waiter has become more urgent. */
export interface RaiseLine extends LockLine {
  readonly type: 'raise';
  readonly priority: number;
}

/** A waiter gets nothing; or one who asked for no wait. */
export type RefuseLine = LockLine & { readonly type: 'refuse'; readonly reason: string } & (
    | { readonly try: true; readonly mode: Mode; readonly priority: number }
    | { readonly try?: never }
  );

/** There are new members. */
export interface AddLine extends LockLine {
  readonly type: 'add';
}

/** Members are gone, and so are the holds of whoever removed them. */
export interface RemoveLine extends LockLine {
  readonly type: 'remove';
}

/** The job is over. */
export interface EndLine extends Stamp {
  readonly type: 'end';
  readonly state: JobState;
  readonly error?: string;
}

/** What happens at locks. */
export type LockLogLine = WaitLine | GrantLine | ReleaseLine | RaiseLine | RefuseLine | AddLine | RemoveLine;

export type LogLine = RequestLine | LockLogLine | EndLine;
