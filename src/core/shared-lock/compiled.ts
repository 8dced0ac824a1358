// GENERATED from models/shared-lock.machine.ts by `npm run compile`. Do not edit: change the machine, and compile it again.
import type { Command } from './commands.ts';
import * as rules from './rules.ts';

export type Value = 'free' | 'shared' | 'exclusive' | 'settling' | 'deleted';
export type Context = ReturnType<typeof rules.decode>;
export type Data = ReturnType<typeof rules.encode>;
export type Effect = ReturnType<typeof rules.effectOf>;
export type Emit = (...said: Parameters<typeof rules.effectOf>) => void;

/** A command without its type, which is given beside it. */
export type Body<Type extends Command['type']> = Omit<Extract<Command, { type: Type }>, 'type'>;

/** A running machine, its state beside its data: `send` changes it. */
export interface Live extends Context {
  value: Value;
}

/** A machine at rest, as plain JSON. */
export interface State {
  readonly value: Value;
  readonly context: Data;
}

export function start(...input: Parameters<typeof rules.emptyLock>): Live {
  return inState('free', rules.emptyLock(...input));
}

export const initialState: State = /* @__PURE__ */ encode(/* @__PURE__ */ start(undefined));

export function encode(live: Live): State {
  return { value: live.value, context: rules.encode(live) };
}

export function decode({ value, context }: State): Live {
  return inState(value, rules.decode(context));
}

function inState(value: Value, context: Context): Live {
  const live = context as Live;
  live.value = value;
  return live;
}

/** The machine as a function: what it is given stays as it was. */
export function step(state: State, command: Command): [State, Effect[]] {
  const live = decode(state);
  const effects: Effect[] = [];
  send(live, command.type, command, (...said) => {
    effects.push(rules.effectOf(...said));
  });
  return [encode(live), effects];
}

/** Applies one command. What happened is told through `emit`, which must not send. */
export function send<Type extends Command['type']>(live: Live, type: Type, command: Body<Type>, emit: Emit): void;
export function send(live: Live, type: Command['type'], command: Body<Command['type']>, emit: Emit): void {
  switch (type) {
    case 'lock.acquire':
      return onLockAcquire(live, command as Body<'lock.acquire'>, emit);
    case 'lock.cancel':
      return onLockCancel(live, command as Body<'lock.cancel'>, emit);
    case 'lock.close':
      return onLockClose(live, command as Body<'lock.close'>, emit);
    case 'lock.delete':
      return onLockDelete(live, command as Body<'lock.delete'>, emit);
    case 'lock.downgrade':
      return onLockDowngrade(live, command as Body<'lock.downgrade'>, emit);
    case 'lock.raise':
      return onLockRaise(live, command as Body<'lock.raise'>, emit);
    case 'lock.release':
      return onLockRelease(live, command as Body<'lock.release'>, emit);
  }
}

export function onLockAcquire(live: Live, command: Body<'lock.acquire'>, emit: Emit): void {
  switch (live.value) {
    case 'free':
      return onLockAcquireInFree(live, command, emit);
    case 'deleted':
      return onLockAcquireInDeleted(live, command, emit);
  }
  return onLockAcquireElsewhere(live, command, emit);
}

function onLockAcquireInFree(live: Live, command: Body<'lock.acquire'>, emit: Emit): void {
  if (rules.isClosed(live)) {
    rules.refuse(live, command, emit, { reason: 'closed' });
    return;
  }
  if (rules.wantsExclusive(live, command)) {
    rules.admit(live, command, emit);
    live.value = 'exclusive';
    return;
  }
  rules.admit(live, command, emit);
  live.value = 'shared';
}

function onLockAcquireInDeleted(live: Live, command: Body<'lock.acquire'>, emit: Emit): void {
  rules.refuse(live, command, emit, { reason: 'deleted' });
}

function onLockAcquireElsewhere(live: Live, command: Body<'lock.acquire'>, emit: Emit): void {
  if (rules.isClosed(live)) {
    rules.refuse(live, command, emit, { reason: 'closed' });
    return;
  }
  if (rules.isInvolved(live, command)) {
    rules.refuse(live, command, emit, { reason: 'double-acquire' });
    return;
  }
  if (rules.fitsAtOnce(live, command)) {
    rules.admit(live, command, emit);
    return;
  }
  if (rules.isTry(live, command)) {
    rules.refuse(live, command, emit, { reason: 'timeout' });
    return;
  }
  rules.enqueue(live, command);
}

export function onLockCancel(live: Live, command: Body<'lock.cancel'>, emit: Emit): void {
  if (rules.isWaiter(live, command)) {
    rules.dropWaiter(live, command, emit);
    enterSettling(live, command, emit);
    return;
  }
  rules.refuse(live, command, emit, { reason: 'not-waiting' });
}

export function onLockClose(live: Live, command: Body<'lock.close'>, emit: Emit): void {
  rules.close(live, command, emit);
}

export function onLockDelete(live: Live, command: Body<'lock.delete'>, emit: Emit): void {
  switch (live.value) {
    case 'free':
      return onLockDeleteInFree(live, command, emit);
    case 'exclusive':
      return onLockDeleteInExclusive(live, command, emit);
    case 'deleted':
      return onLockDeleteInDeleted(live, command, emit);
  }
  return onLockDeleteElsewhere(live, command, emit);
}

function onLockDeleteInFree(live: Live, command: Body<'lock.delete'>, emit: Emit): void {
  if (rules.isClosed(live)) {
    rules.refuse(live, command, emit, { reason: 'closed' });
    return;
  }
  rules.enqueueDelete(live, command);
  enterSettling(live, command, emit);
}

function onLockDeleteInExclusive(live: Live, command: Body<'lock.delete'>, emit: Emit): void {
  if (rules.isClosed(live)) {
    rules.refuse(live, command, emit, { reason: 'closed' });
    return;
  }
  if (rules.isOwnHold(live, command)) {
    rules.deleteHeld(live, command, emit);
    live.value = 'deleted';
    return;
  }
  return onLockDeleteElsewhere(live, command, emit);
}

function onLockDeleteInDeleted(live: Live, command: Body<'lock.delete'>, emit: Emit): void {
  rules.refuse(live, command, emit, { reason: 'deleted' });
}

function onLockDeleteElsewhere(live: Live, command: Body<'lock.delete'>, emit: Emit): void {
  if (rules.isClosed(live)) {
    rules.refuse(live, command, emit, { reason: 'closed' });
    return;
  }
  if (rules.isOwnHold(live, command)) {
    rules.refuse(live, command, emit, { reason: 'delete-while-sharing' });
    return;
  }
  if (rules.isInvolved(live, command)) {
    rules.refuse(live, command, emit, { reason: 'double-acquire' });
    return;
  }
  if (rules.isTry(live, command)) {
    rules.refuse(live, command, emit, { reason: 'timeout' });
    return;
  }
  rules.enqueueDelete(live, command);
}

export function onLockDowngrade(live: Live, command: Body<'lock.downgrade'>, emit: Emit): void {
  switch (live.value) {
    case 'exclusive':
      return onLockDowngradeInExclusive(live, command, emit);
  }
  return onLockDowngradeElsewhere(live, command, emit);
}

function onLockDowngradeInExclusive(live: Live, command: Body<'lock.downgrade'>, emit: Emit): void {
  if (rules.isHolder(live, command)) {
    rules.downgrade(live, command, emit);
    enterSettling(live, command, emit);
    return;
  }
  return onLockDowngradeElsewhere(live, command, emit);
}

function onLockDowngradeElsewhere(live: Live, command: Body<'lock.downgrade'>, emit: Emit): void {
  if (rules.isHolder(live, command)) {
    rules.confirmDowngrade(live, command, emit);
    return;
  }
  rules.refuse(live, command, emit, { reason: 'downgrade-unowned' });
}

export function onLockRaise(live: Live, command: Body<'lock.raise'>, emit: Emit): void {
  if (rules.isMoreUrgent(live, command)) {
    rules.raise(live, command, emit);
    enterSettling(live, command, emit);
    return;
  }
  if (rules.isWaiter(live, command)) {
    rules.refuse(live, command, emit, { reason: 'not-more-urgent' });
    return;
  }
  rules.refuse(live, command, emit, { reason: 'not-waiting' });
}

export function onLockRelease(live: Live, command: Body<'lock.release'>, emit: Emit): void {
  if (rules.isHolder(live, command)) {
    rules.dropHold(live, command, emit);
    enterSettling(live, command, emit);
    return;
  }
  rules.refuse(live, command, emit, { reason: 'release-unowned' });
}

function enterSettling(live: Live, command: Body<Command['type']>, emit: Emit): void {
  rules.grantAllThatFit(live, command, emit);
  eventlessInSettling(live, command, emit);
}

function eventlessInSettling(live: Live, command: Body<Command['type']>, emit: Emit): void {
  if (rules.isDeleteDue(live)) {
    rules.deleteForHead(live, command, emit);
    live.value = 'deleted';
    return;
  }
  if (rules.isHeldExclusive(live)) {
    live.value = 'exclusive';
    return;
  }
  if (rules.isHeldShared(live)) {
    live.value = 'shared';
    return;
  }
  live.value = 'free';
}
