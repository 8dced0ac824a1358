/**
 * The vocabulary of one owner's dealings with a lock set: what the owner asks, what locks and catalogue
 * answer, and what it asks of them.
 */
import type {
  AddCommand,
  AddedEffect,
  DuplicateEffect,
  ListCommand,
  ListedEffect,
  LockId,
  RemoveCommand,
  ResolveCommand,
  ResolvedEffect,
} from '../catalogue/commands.ts';
import type {
  CancelReason,
  DeletedEffect,
  GrantedEffect,
  AcquireCommand as LockAcquire,
  CancelCommand as LockCancel,
  DeleteCommand as LockDelete,
  DowngradeCommand as LockDowngrade,
  RaiseCommand as LockRaise,
  ReleaseCommand as LockRelease,
  Mode,
  RefusalReason,
  RefusedEffect,
  RequestId,
} from '../shared-lock/commands.ts';

/** The lock of the set itself. */
export const SET_LOCK: LockId = 0;

/** How it is called where locks are listed; no member may have this name. */
export const SET_LOCK_NAME = '[lockset]';

/** `names` null: the set lock first, then every member there is when it is granted. */
export interface AcquireCommand {
  readonly type: 'set.acquire';
  readonly request: RequestId;
  /** Sorted, each once. */
  readonly names: readonly string[] | null;
  readonly mode: Mode;
  readonly priority: number;
  /** Never wait at any lock. */
  readonly try: boolean;
  /** Take what can be had at once, skip the rest. */
  readonly opportunistic: boolean;
  /** There is a timeout, whatever its length. */
  readonly limited: boolean;
}

/** `names` null: everything that the owner has in the set. */
export interface ReleaseCommand {
  readonly type: 'set.release';
  readonly request: RequestId;
  readonly names: readonly string[] | null;
}

export interface DowngradeCommand {
  readonly type: 'set.downgrade';
  readonly request: RequestId;
  readonly names: readonly string[] | null;
}

export interface AddMembersCommand {
  readonly type: 'set.add';
  readonly request: RequestId;
  /** In the order given. */
  readonly names: readonly string[];
  /** Also take the new members, in this mode. */
  readonly acquire: Mode | null;
}

export interface RemoveMembersCommand {
  readonly type: 'set.remove';
  readonly request: RequestId;
  /** In the order given. */
  readonly names: readonly string[];
}

export interface NamesCommand {
  readonly type: 'set.names';
  readonly request: RequestId;
}

/** Gives the request up, wherever it waits. */
export interface CancelSetCommand {
  readonly type: 'set.cancel';
  readonly request: RequestId;
  readonly reason: CancelReason;
}

/** Makes the request more urgent, wherever it waits and will wait. */
export interface RaiseSetCommand {
  readonly type: 'set.raise';
  readonly request: RequestId;
  readonly priority: number;
}

/** An answer of a lock, with the lock that gave it. */
type FromLock<Effect> = Effect & { readonly lock: LockId };

export type LockAnswer = FromLock<GrantedEffect> | FromLock<RefusedEffect> | FromLock<DeletedEffect>;

export type LockSetCommand =
  | AcquireCommand
  | ReleaseCommand
  | DowngradeCommand
  | AddMembersCommand
  | RemoveMembersCommand
  | NamesCommand
  | CancelSetCommand
  | RaiseSetCommand
  | LockAnswer
  | ResolvedEffect
  | ListedEffect
  | AddedEffect
  | DuplicateEffect;

/** The name under which the compiler looks for it. */
export type Command = LockSetCommand;

/** Why an operation got nothing, or not all of it. */
export type SetRefusalReason =
  | Extract<RefusalReason, 'timeout' | 'abort' | 'closed' | 'delete-while-sharing'>
  | 'not-found'
  | 'duplicate-add'
  | 'set-busy'
  | 'set-double-acquire'
  | 'set-release-unowned'
  | 'release-unheld'
  | 'set-downgrade-unowned'
  | 'downgrade-unheld'
  | 'add-partially-owned'
  | 'remove-not-all-owned'
  | 'remove-failed-holding'
  | 'opportunistic-timeout'
  | 'not-waiting'
  | 'not-more-urgent';

/** A command for a lock. */
type ToLock<LockCommand> = LockCommand & { readonly lock: LockId };

export type LockOrder =
  | ToLock<LockAcquire>
  | ToLock<LockRelease>
  | ToLock<LockDowngrade>
  | ToLock<LockDelete>
  | ToLock<LockCancel>
  | ToLock<LockRaise>;

export type CatalogueOrder = ResolveCommand | ListCommand | AddCommand | RemoveCommand;

type DoneType =
  | 'set.acquired'
  | 'set.released'
  | 'set.downgraded'
  | 'set.added'
  | 'set.removed'
  | 'set.names'
  | 'set.raised';

/** What the owner is told: it is done. `names`: acquired, released, removed, or listed. */
export type DoneEffect = {
  [Type in DoneType]: {
    readonly type: Type;
    readonly request: RequestId | null;
    readonly names: readonly string[];
  };
}[DoneType];

/** The operation is refused. `names`: what it had removed all the same, or what stood in its way. */
export interface RefusedSetEffect {
  readonly type: 'set.refused';
  readonly request: RequestId | null;
  readonly reason: SetRefusalReason;
  readonly names: readonly string[];
}

export type SetAnswer = DoneEffect | RefusedSetEffect;

export type LockSetEffect = LockOrder | CatalogueOrder | SetAnswer;
