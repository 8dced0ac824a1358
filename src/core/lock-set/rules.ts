/**
 * The rules that the guards and actions of models/lock-set.machine.ts name.
 *
 * An action orders what has to be done, from the locks and from the catalogue, through `emit`; what they
 * answer comes back as a command. Locks are spoken of by id, and every request to one of them carries the id
 * of the operation.
 */
import type { ListedEffect, ResolvedEffect } from '../catalogue/commands.ts';
import type {
  AcquireCommand,
  CancelSetCommand,
  LockAnswer,
  LockSetEffect,
  RaiseSetCommand,
  ReleaseCommand,
  SetRefusalReason,
} from './commands.ts';
import { SET_LOCK, SET_LOCK_NAME } from './commands.ts';
import { type Emit, type Held, heldMembers, holdsExclusive, type SetContext } from './context.ts';
import { sortedByName } from './held-members.ts';
import {
  askLock,
  endOperation,
  heldOf,
  operationOf,
  releaseLock,
  releaseSetLock,
  requestOf,
  SET_MEMBER,
} from './orders.ts';

export {
  decode,
  emptySet,
  encode,
  ownsAny,
  type SetContext,
  type SetData,
  type SetInput,
} from './context.ts';
export * from './membership.ts';

export const effectOf = (effect: LockSetEffect): LockSetEffect => effect;

type Body<Command> = Omit<Command, 'type'>;
type Granted = Body<Extract<LockAnswer, { type: 'lock.granted' }>>;
type Refused = Body<Extract<LockAnswer, { type: 'lock.refused' }>>;

// ---- guards: what is asked ----

export function wantsAll(_context: SetContext, { names }: Body<AcquireCommand>): boolean {
  return names === null;
}

/** Names are taken at once or skipped, so there is nothing that a timeout could limit. */
export function isLimitedForNothing(_context: SetContext, command: Body<AcquireCommand>): boolean {
  return command.opportunistic && command.names !== null && command.limited;
}

export function isUnheld(context: SetContext, { names }: Body<ReleaseCommand>): boolean {
  return names?.some((name) => !context.members.has(name)) === true;
}

export function isCurrent({ operation }: SetContext, { request }: { readonly request: number }): boolean {
  return operation?.request === request;
}

export function isRaise({ operation }: SetContext, { request, priority }: Body<RaiseSetCommand>): boolean {
  return operation?.request === request && priority < operation.priority;
}

// ---- guards: how far it is ----

export function isDone({ operation }: SetContext): boolean {
  return operation === null || operation.next >= operation.todo.length;
}

/** Exact names must all be there. */
export function isMissing({ operation }: SetContext, { missing }: Body<ResolvedEffect>): boolean {
  return missing.length > 0 && operation?.opportunistic === false;
}

/** The operation goes on without the member that refused. */
export function isSkippable({ operation }: SetContext, { reason }: Refused): boolean {
  if (operation?.type === 'set.remove') return reason === 'deleted';
  return operation?.opportunistic === true || (operation?.all === true && reason === 'deleted');
}

// ---- actions: acquire ----

export function beginAcquire(context: SetContext, command: Body<AcquireCommand>, emit: Emit): void {
  const { request, names, mode } = command;
  context.operation = operationOf('set.acquire', request, names, command);
  if (names === null) askLock(context, SET_MEMBER, mode, command.try, emit);
  else emit({ type: 'catalogue.resolve', names });
}

/** What the catalogue knows is what will be taken, in the order of names. */
export function take(context: SetContext, { members }: Body<ResolvedEffect | ListedEffect>): void {
  if (context.operation === null) return;
  context.operation.todo = members;
  context.operation.next = 0;
}

export function askNext(context: SetContext, _command: unknown, emit: Emit): void {
  const { operation } = context;
  const member = operation?.todo[operation.next];
  if (operation === null || member === undefined) return;
  operation.next += 1;
  askLock(context, member, operation.mode ?? 'exclusive', operation.try || operation.opportunistic, emit);
}

export function holdMember(context: SetContext, command: Granted): void {
  const { operation } = context;
  const member = operation?.at;
  if (operation === null || member == null) return;
  context.members.set(member.name, heldOf(member, command));
  operation.at = null;
}

export function holdSetLock(context: SetContext, command: Granted): void {
  context.setLock = heldOf(SET_MEMBER, command);
  if (context.operation !== null) context.operation.at = null;
}

export function finishAcquire(context: SetContext, _command: unknown, emit: Emit): void {
  const names = heldMembers(context).map(({ name }) => name);
  emit({ type: 'set.acquired', request: endOperation(context), names });
}

/** The reason of a lock, as a reason of the set: a member that is deleted on the way is not there. */
export function noteRefusal({ operation }: SetContext, { reason }: Refused): void {
  if (operation !== null)
    operation.refusal = reason === 'deleted' ? 'not-found' : (reason as SetRefusalReason);
}

/** Members first, then the set lock. Tells what stood in the way, but of an abort nothing did. */
export function giveBack(context: SetContext, _command: unknown, emit: Emit): void {
  for (const held of heldMembers(context)) releaseLock(context, held, emit);
  context.members.clear();
  releaseSetLock(context, emit);
  const { at = null, refusal } = context.operation ?? {};
  const reason = refusal ?? 'abort';
  const names = at === null || reason === 'abort' ? [] : [at.lock === SET_LOCK ? SET_LOCK_NAME : at.name];
  emit({ type: 'set.refused', request: endOperation(context), reason, names });
}

export function cancelWait(context: SetContext, { reason }: Body<CancelSetCommand>, emit: Emit): void {
  const { operation, owner } = context;
  if (operation?.at == null) return;
  const request = requestOf(context);
  emit({ type: 'lock.cancel', lock: operation.at.lock, owner, request, reason });
}

/** Where it waits now, and wherever it comes to wait. */
export function raiseWait(context: SetContext, { priority }: Body<RaiseSetCommand>, emit: Emit): void {
  const { operation, owner } = context;
  if (operation === null) return;
  operation.priority = priority;
  if (operation.at !== null) {
    emit({ type: 'lock.raise', lock: operation.at.lock, owner, request: requestOf(context), priority });
  }
  emit({ type: 'set.raised', request: operation.request, names: [] });
}

// ---- actions: release, downgrade ----

/** The set lock first: releasing any part gives it up. */
export function release(context: SetContext, { request, names }: Body<ReleaseCommand>, emit: Emit): void {
  releaseSetLock(context, emit);
  const released = chosen(context, names);
  for (const held of released) releaseLock(context, held, emit);
  // One by one, a map of many would be made anew again and again while it shrinks.
  if (released.length === context.members.size) context.members.clear();
  else for (const { name } of released) context.members.delete(name);
  emit({ type: 'set.released', request, names: released.map(({ name }) => name) });
}

/** The set lock follows when no member is held exclusively any more. */
export function downgrade(context: SetContext, { request, names }: Body<ReleaseCommand>, emit: Emit): void {
  const downgraded = chosen(context, names);
  for (const held of downgraded) {
    context.members.set(held.name, { ...held, mode: 'shared' });
    emit({ type: 'lock.downgrade', lock: held.lock, owner: context.owner, request: held.request });
  }
  const { setLock } = context;
  if (setLock !== null && !holdsExclusive(context)) {
    context.setLock = { ...setLock, mode: 'shared' };
    emit({ type: 'lock.downgrade', lock: SET_LOCK, owner: context.owner, request: setLock.request });
  }
  emit({ type: 'set.downgraded', request, names: downgraded.map(({ name }) => name) });
}

// ---- actions: refusals ----

export function refuse(
  _context: SetContext,
  { request }: { readonly request: number },
  emit: Emit,
  { reason }: { readonly reason: SetRefusalReason },
): void {
  emit({ type: 'set.refused', request, reason, names: [] });
}

export function refuseMissing(context: SetContext, { missing }: Body<ResolvedEffect>, emit: Emit): void {
  emit({ type: 'set.refused', request: endOperation(context), reason: 'not-found', names: missing });
}

/** What is held under these names, sorted by name; null: all of it. */
function chosen(context: SetContext, names: readonly string[] | null): readonly Held[] {
  if (names === null) return heldMembers(context);
  return sortedByName([...new Set(names)].flatMap((name) => context.members.get(name) ?? []));
}
