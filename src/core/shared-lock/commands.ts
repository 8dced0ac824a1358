/**
 * The vocabulary of one lock: commands in, effects out, and the words of a refusal.
 *
 * All of it is plain JSON, so that the same commands can come from an inspector or a database. A request
 * carries an id that is never used twice; it tells two requests of one owner apart, and stands in for the
 * owner where there is none.
 */

/** How a lock is held: with others, or alone. */
export type Mode = 'shared' | 'exclusive';

/** Who asks: stable for the life of a request. */
export type OwnerId = string;

/** Given by whoever sends the command, and never given twice to one lock. */
export type RequestId = number;

/** Names one place: the place of a known owner, or (owner null) the one that a request made. */
export interface Identity {
  readonly owner: OwnerId | null;
  readonly request?: RequestId;
}

/** Asks for a place. */
export interface Request extends Identity {
  readonly request: RequestId;
  /** A smaller number is more urgent. */
  readonly priority: number;
  /** Never wait: be granted at once, or be refused `timeout`. */
  readonly try: boolean;
}

export interface AcquireCommand extends Request {
  readonly type: 'lock.acquire';
  readonly mode: Mode;
}

/** Waits for exclusive like an acquire, and then ends the lock. */
export interface DeleteCommand extends Request {
  readonly type: 'lock.delete';
}

export interface ReleaseCommand extends Identity {
  readonly type: 'lock.release';
}

export interface DowngradeCommand extends Identity {
  readonly type: 'lock.downgrade';
}

/** A waiter gives up. */
export interface CancelCommand extends Identity {
  readonly type: 'lock.cancel';
  readonly request: RequestId;
  readonly reason: CancelReason;
}

/** A waiter becomes more urgent: it leaves its group, and comes to the new priority as a new arrival. */
export interface RaiseCommand extends Identity {
  readonly type: 'lock.raise';
  readonly request: RequestId;
  readonly priority: number;
}

/** Refuses whoever waits and every later request; holds go on. */
export interface CloseCommand {
  readonly type: 'lock.close';
}

export type LockCommand =
  | AcquireCommand
  | DeleteCommand
  | ReleaseCommand
  | DowngradeCommand
  | CancelCommand
  | RaiseCommand
  | CloseCommand;

/** The name under which the compiler looks for it. */
export type Command = LockCommand;

export type CancelReason = 'timeout' | 'abort';

/** Why a request or a command got nothing. The first four end a request; the others answer wrong use. */
export type RefusalReason =
  | CancelReason
  | 'deleted'
  | 'closed'
  | 'double-acquire'
  | 'release-unowned'
  | 'downgrade-unowned'
  | 'delete-while-sharing'
  | 'not-waiting'
  | 'not-more-urgent';

export interface GrantedEffect {
  readonly type: 'lock.granted';
  readonly owner: OwnerId | null;
  readonly request: RequestId;
  readonly mode: Mode;
  readonly token: number;
}

/** A hold ended or was downgraded, or a waiter was raised. */
export interface DoneEffect {
  readonly type: 'lock.released' | 'lock.downgraded' | 'lock.raised';
  readonly owner: OwnerId | null;
  readonly request: RequestId;
}

/** The lock ended, by this request. */
export interface DeletedEffect {
  readonly type: 'lock.deleted';
  readonly owner: OwnerId | null;
  readonly request: RequestId;
  /** The last token that the lock gave: what comes under its name later begins there. */
  readonly token: number;
}

export interface RefusedEffect {
  readonly type: 'lock.refused';
  readonly owner: OwnerId | null;
  /** Null when the refused command named only its owner. */
  readonly request: RequestId | null;
  readonly reason: RefusalReason;
}

export type LockEffect = GrantedEffect | DoneEffect | DeletedEffect | RefusedEffect;
