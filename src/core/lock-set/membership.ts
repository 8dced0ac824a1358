/**
 * The rules of adding, removing and listing the members of a set; ./rules.ts has those of acquiring and
 * releasing.
 */
import type { DuplicateEffect, ListedEffect, ResolvedEffect } from '../catalogue/commands.ts';
import {
  type AddMembersCommand,
  type LockAnswer,
  type NamesCommand,
  type RemoveMembersCommand,
  SET_LOCK,
  type SetRefusalReason,
} from './commands.ts';
import { type Emit, ownsAny, type SetContext } from './context.ts';
import {
  askLock,
  closeSet,
  deleteLock,
  endOperation,
  heldOf,
  operationOf,
  requestOf,
  SET_MEMBER,
} from './orders.ts';

type Body<Command> = Omit<Command, 'type'>;
type Granted = Body<Extract<LockAnswer, { type: 'lock.granted' }>>;
type Deleted = Body<Extract<LockAnswer, { type: 'lock.deleted' }>>;

// ---- guards ----

export function holdsSetLock({ setLock }: SetContext): boolean {
  return setLock !== null;
}

export function holdsSetLockExclusive({ setLock }: SetContext): boolean {
  return setLock?.mode === 'exclusive';
}

export function isNotAllOwned(context: SetContext, { names }: Body<RemoveMembersCommand>): boolean {
  return names.some((name) => !context.members.has(name));
}

/** The name to be removed is not, or no longer, there. */
export function isGone(_context: SetContext, { members }: Body<ResolvedEffect>): boolean {
  return members.length === 0;
}

export function wantsHolds({ operation }: SetContext): boolean {
  return operation !== null && operation.mode !== null;
}

// ---- actions: add ----

export function beginAdd(context: SetContext, { request, names, acquire }: Body<AddMembersCommand>): void {
  context.operation = { ...operationOf('set.add', request, names), mode: acquire };
}

/** Takes the set lock for this operation alone. */
export function openSet(context: SetContext, _command: unknown, emit: Emit): void {
  if (context.operation === null) return;
  context.operation.briefly = true;
  askLock(context, SET_MEMBER, context.operation.type === 'set.names' ? 'shared' : 'exclusive', false, emit);
}

export function askToAdd({ operation }: SetContext, _command: unknown, emit: Emit): void {
  if (operation !== null) emit({ type: 'catalogue.add', names: operation.names });
}

/** The new members, which nobody else has found yet. */
export function askForAll(context: SetContext, _command: unknown, emit: Emit): void {
  const { todo, mode } = context.operation ?? { todo: [], mode: null };
  for (const member of todo) askLock(context, member, mode ?? 'exclusive', false, emit);
}

/** They grant in the order in which they were asked. */
export function adopt(context: SetContext, command: Granted): void {
  const { operation } = context;
  const member = operation?.todo[operation.next];
  if (operation === null || member === undefined) return;
  operation.next += 1;
  context.members.set(member.name, heldOf(member, command));
}

export function finishAdd(context: SetContext, _command: unknown, emit: Emit): void {
  const names = context.operation?.names ?? [];
  closeSet(context, emit);
  emit({ type: 'set.added', request: endOperation(context), names });
}

export function refuseAdd(context: SetContext, { names }: Body<DuplicateEffect>, emit: Emit): void {
  closeSet(context, emit);
  emit({ type: 'set.refused', request: endOperation(context), reason: 'duplicate-add', names });
}

// ---- actions: remove ----

/** By an owner of members: all of it happens at once, up to the first that cannot be. */
export function removeOwned(
  context: SetContext,
  { request, names }: Body<RemoveMembersCommand>,
  emit: Emit,
): void {
  const removed: string[] = [];
  const reason = removeInOrder(context, names, removed, emit);
  if (reason === null) emit({ type: 'set.removed', request, names: removed });
  else emit({ type: 'set.refused', request, reason, names: removed });
}

function removeInOrder(
  context: SetContext,
  names: readonly string[],
  removed: string[],
  emit: Emit,
): SetRefusalReason | null {
  for (const name of names) {
    const held = context.members.get(name);
    if (held?.mode === 'shared') return 'delete-while-sharing';
    if (held !== undefined) {
      context.members.delete(name);
      deleteLock(context, held, held.request, emit);
      emit({ type: 'catalogue.remove', name, lock: held.lock, token: held.token });
      removed.push(name);
      // Named before, and gone by now.
    } else if (ownsAny(context)) return 'remove-failed-holding';
  }
  return null;
}

export function beginRemove(context: SetContext, { request, names }: Body<RemoveMembersCommand>): void {
  const todo = names.map((name) => ({ name, lock: SET_LOCK }));
  context.operation = { ...operationOf('set.remove', request, names), todo };
}

/** Names are looked up when their turn comes. */
export function lookUpNext({ operation }: SetContext, _command: unknown, emit: Emit): void {
  const member = operation?.todo[operation.next];
  if (operation === null || member === undefined) return;
  operation.next += 1;
  emit({ type: 'catalogue.resolve', names: [member.name] });
}

export function askToDelete(context: SetContext, { members }: Body<ResolvedEffect>, emit: Emit): void {
  const [member] = members;
  if (context.operation === null || member === undefined) return;
  context.operation.at = member;
  deleteLock(context, member, requestOf(context), emit);
}

export function noteRemoved({ operation }: SetContext, { token }: Deleted, emit: Emit): void {
  if (operation?.at == null) return;
  const { name, lock } = operation.at;
  emit({ type: 'catalogue.remove', name, lock, token });
  operation.removed.push(name);
  operation.at = null;
}

export function finishRemove(context: SetContext, _command: unknown, emit: Emit): void {
  const { removed: names, refusal: reason } = context.operation ?? { removed: [], refusal: null };
  const request = endOperation(context);
  if (reason === null) emit({ type: 'set.removed', request, names });
  else emit({ type: 'set.refused', request, reason, names });
}

// ---- actions: names ----

export function beginNames(context: SetContext, { request }: Body<NamesCommand>): void {
  context.operation = operationOf('set.names', request, []);
}

export function askForNames(_context: SetContext, _command: unknown, emit: Emit): void {
  emit({ type: 'catalogue.list' });
}

export function tellNames(context: SetContext, { members }: Body<ListedEffect>, emit: Emit): void {
  closeSet(context, emit);
  emit({ type: 'set.names', request: endOperation(context), names: members.map(({ name }) => name) });
}

/** Members that the reader owns stay as they are. */
export function giveUpReading(context: SetContext, _command: unknown, emit: Emit): void {
  const reason = context.operation?.refusal ?? 'abort';
  emit({ type: 'set.refused', request: endOperation(context), reason, names: [] });
}
