/**
 * What one owner's dealings order of the locks of a set, and the beginning and end of an operation.
 */
import type { LockId, Member } from '../catalogue/commands.ts';
import type { Mode, RequestId } from '../shared-lock/commands.ts';
import { type LockAnswer, SET_LOCK } from './commands.ts';
import type { Emit, Held, Operation, SetContext } from './context.ts';

/** The set lock, as something to be taken. */
export const SET_MEMBER: Member = { name: '', lock: SET_LOCK };

/** How locks are asked for. */
type How = Pick<Operation, 'mode' | 'priority' | 'try' | 'opportunistic'>;

const NOT_AT_ALL: How = { mode: null, priority: 0, try: false, opportunistic: false };

/** `names`: null for every member there is. */
export function operationOf(
  type: Operation['type'],
  request: RequestId,
  names: readonly string[] | null,
  how: How = NOT_AT_ALL,
): Operation {
  return {
    type,
    request,
    mode: how.mode,
    priority: how.priority,
    try: how.try,
    opportunistic: how.opportunistic,
    all: names === null,
    names: names ?? [],
    todo: [],
    next: 0,
    at: null,
    briefly: false,
    removed: [],
    refusal: null,
  };
}

/** The id by which a lock knows what is asked of it now. */
export function requestOf({ alias, operation }: SetContext): RequestId {
  return alias ?? operation?.request ?? 0;
}

/** Whatever operation it was is over; returns its request. */
export function endOperation(context: SetContext): RequestId | null {
  const request = context.operation?.request ?? null;
  context.operation = null;
  return request;
}

export function askLock(context: SetContext, member: Member, mode: Mode, isTry: boolean, emit: Emit): void {
  const { operation, owner } = context;
  if (operation === null) return;
  const { priority } = operation;
  operation.at = member;
  const request = requestOf(context);
  emit({ type: 'lock.acquire', lock: member.lock, owner, request, mode, priority, try: isTry });
}

export function releaseLock({ owner }: SetContext, { lock, request }: Held, emit: Emit): void {
  emit({ type: 'lock.release', lock, owner, request });
}

export function releaseSetLock(context: SetContext, emit: Emit): void {
  if (context.setLock !== null) releaseLock(context, context.setLock, emit);
  context.setLock = null;
}

/** Gives the set lock back, if it was taken for the operation alone. */
export function closeSet(context: SetContext, emit: Emit): void {
  if (context.operation?.briefly === true) releaseSetLock(context, emit);
}

export function deleteLock(
  { owner, operation }: SetContext,
  { lock }: { lock: LockId },
  request: RequestId,
  emit: Emit,
): void {
  emit({ type: 'lock.delete', lock, owner, request, priority: operation?.priority ?? 0, try: false });
}

export function heldOf(
  { name, lock }: Member,
  { request, mode, token }: Omit<Extract<LockAnswer, { type: 'lock.granted' }>, 'type'>,
): Held {
  return { name, lock, request, mode, token };
}
