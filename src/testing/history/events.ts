/**
 * What a history is made of, and what a check of one says: plain data, for logs of any lock.
 */
import type { Mode } from '../../core/shared-lock/commands.ts';

/** What every event says. */
interface Stamp {
  /** When it happened, in milliseconds of any clock. It never goes back along a history. */
  readonly at: number;
  /** Who asks or holds. Whoever may have two places in one lock at once needs two names. */
  readonly owner: string;
  /** Which lock; `lock` when there is only one. */
  readonly lock?: string;
  /** Where it is written, for reports; its place in the history unless given, the first being 1. */
  readonly line?: number;
}

/** The owner asks. It waits until it is granted or refused. */
export interface RequestEvent extends Stamp {
  readonly type: 'request';
  /** Exclusive unless given. */
  readonly mode?: Mode;
  /** A smaller number is more urgent; 0 unless given. */
  readonly priority?: number;
  /** It does not wait: it is granted at once or refused. */
  readonly try?: boolean;
  /** It asks to end the lock, not to hold it, and may hold it; the answer is `remove`, or a refusal. */
  readonly deletes?: boolean;
}

/** The owner holds the lock from now on. */
export interface GrantEvent extends Stamp {
  readonly type: 'grant';
  /** As it was asked for, unless given. */
  readonly mode?: Mode;
  /** The fencing token, from locks that give one. */
  readonly token?: number;
}

/** The owner asked, and gets nothing. */
export interface RefuseEvent extends Stamp {
  readonly type: 'refuse';
  /** In any words: `timeout`, `abort`, …; `deleted` means that the lock has ended. */
  readonly reason?: string;
}

/** The owner lets go of what it holds. */
export interface ReleaseEvent extends Stamp {
  readonly type: 'release';
  /** In which mode it held the lock, if the log says it. */
  readonly mode?: Mode;
}

/** The owner holds the lock shared from now on, with no gap. */
export interface DowngradeEvent extends Stamp {
  readonly type: 'downgrade';
}

/** The lock ends, as the owner asked, and so does the hold that the owner may have. */
export interface RemoveEvent extends Stamp {
  readonly type: 'remove';
}

/** A waiter is more urgent from now on, and stands where a new request of that priority would. */
export interface RaiseEvent extends Stamp {
  readonly type: 'raise';
  readonly priority: number;
}

/** There is a lock of this name (again), and it is free. */
export interface AddEvent extends Stamp {
  readonly type: 'add';
}

/** Whoever waits and whoever comes later is refused; holds go on. */
export interface CloseEvent extends Stamp {
  readonly type: 'close';
}

export type HistoryEvent =
  | RequestEvent
  | GrantEvent
  | RefuseEvent
  | ReleaseEvent
  | DowngradeEvent
  | RemoveEvent
  | RaiseEvent
  | AddEvent
  | CloseEvent;

/** How a history was written. */
interface HistoryKind {
  /**
   * Events that bear the same time, of different owners at one lock, may have happened in another order than
   * they stand in: for logs put together from several. False unless given.
   */
  readonly ties?: boolean;
  /** The history tells all: at its end nobody waits, and nobody holds. True unless given. */
  readonly complete?: boolean;
}

/** Exclusion only is asked for. */
interface UnorderedHistory extends HistoryKind {
  readonly ordered?: false;
  readonly prompt?: false;
}

interface OrderedHistory extends HistoryKind {
  /**
   * The lock promises the order of `SharedLock`: the most urgent first, among equals who came first, sharers
   * in groups, a try never before a waiter. Then every grant must be one that the machine makes. False unless
   * given.
   */
  readonly ordered: true;
  /**
   * Every grant is written down by the lock itself, before it is asked anything else. False unless given: a
   * log that is written where promises resolve has other things between.
   */
  readonly prompt?: boolean;
}

/** What may be asked of a history beyond exclusion. */
export type HistoryOptions = OrderedHistory | UnorderedHistory;

/**
 * What can be wrong.
 *
 *   exclusion   a grant (or a removal) beside a hold that it cannot stand beside
 *   order       a grant before somebody whose turn it is; only where `ordered`
 *   prompt      the lock is free for a waiter that is not told; only where `prompt`
 *   requested   an answer to, or a raise of, somebody who does not wait, or waits for something else
 *   mode        another mode than was asked for or held
 *   one-role    a request of an owner who holds or waits already
 *   refusal     a refusal of what was granted already, or a try refused with nothing in its way
 *   holder      a release or a downgrade by somebody who does not hold
 *   tokens      a fencing token used twice, or one that is not greater than those before it
 *   removed     a lock is granted that has ended, or that was closed when its owner asked; or one that has
 *               not ended is added
 *   event       what stands there is no event
 *   time        an event is earlier than the one before it
 *   answered    at the end somebody waits; only where `complete`
 *   released    at the end somebody holds; only where `complete`
 *   search      no order of tied events was found before the search was given up, which proves nothing; only
 *               where `ties`
 */
export type HistoryRule =
  | 'exclusion'
  | 'order'
  | 'prompt'
  | 'requested'
  | 'mode'
  | 'one-role'
  | 'refusal'
  | 'holder'
  | 'tokens'
  | 'removed'
  | 'event'
  | 'time'
  | 'answered'
  | 'released'
  | 'search';

/** One thing that cannot have happened. */
export interface HistoryProblem {
  readonly rule: HistoryRule;
  /**
   * The line of the event with which it shows; of the request or the grant for what is missing at the end.
   */
  readonly line: number;
  /** The time of that event. */
  readonly at: number;
  readonly lock: string;
  readonly owner: string;
  /** A sentence. */
  readonly message: string;
}

export type HistoryVerdict =
  | { readonly legal: true }
  /** Null: whether it is legal was not found out. */
  | { readonly legal: false | null; readonly problems: readonly HistoryProblem[] };
