/**
 * The vocabulary of a condition: who waits for it, and who is told that it has come.
 *
 * A condition knows nothing of the lock that goes with it. Whoever is told `condition.waiting` has to let go
 * of the lock, and whoever is then told `condition.notified` or `condition.refused` has to take it back.
 */
import type { OwnerId, RequestId } from '../shared-lock/commands.ts';

interface Asked {
  /** Who asks; null for an anonymous owner. */
  readonly owner: OwnerId | null;
}

/** Waits for the next notification. */
export interface WaitCommand extends Asked {
  readonly type: 'condition.wait';
  /** Given by whoever sends the command, and never given twice to one condition. */
  readonly request: RequestId;
  /** Never wait: be refused `timeout`. */
  readonly try: boolean;
}

/** Wakes all who wait now. */
export interface NotifyCommand extends Asked {
  readonly type: 'condition.notify';
}

/** A waiter gives up. */
export interface CancelCommand extends Asked {
  readonly type: 'condition.cancel';
  readonly request: RequestId;
  readonly reason: CancelReason;
}

export type ConditionCommand = WaitCommand | NotifyCommand | CancelCommand;

/** The name under which the compiler looks for it. */
export type Command = ConditionCommand;

/** `over`: what is waited for can not come any more, as with a lock that has ended. */
export type CancelReason = 'timeout' | 'abort' | 'over';

/** Why a wait or a command got nothing. The first three end a wait; the others answer wrong use. */
export type RefusalReason = CancelReason | 'already-waiting' | 'already-notified' | 'not-waiting';

/** The wait has begun, or has ended as it should. */
export interface WaitEffect extends Asked {
  readonly type: 'condition.waiting' | 'condition.notified';
  readonly request: RequestId;
}

export interface RefusedEffect extends Asked {
  readonly type: 'condition.refused';
  /** Null when the refused command was no wait and named none. */
  readonly request: RequestId | null;
  readonly reason: RefusalReason;
}

export type ConditionEffect = WaitEffect | RefusedEffect;
