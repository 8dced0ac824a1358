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

/** A running machine: `send` changes it. */
export interface Live {
  value: Value;
  readonly context: Context;
}

/** A machine at rest, as plain JSON. */
export interface State {
  readonly value: Value;
  readonly context: Data;
}

export function start(...input: Parameters<typeof rules.emptyLock>): Live {
  return { value: 'free', context: rules.emptyLock(...input) };
}

export const initialState: State = encode(start(undefined));

export function encode({ value, context }: Live): State {
  return { value, context: rules.encode(context) };
}

export function decode({ value, context }: State): Live {
  return { value, context: rules.decode(context) };
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

function onLockAcquire(live: Live, command: Body<'lock.acquire'>, emit: Emit): void {
  switch (live.value) {
    case 'free':
      if (rules.isClosed(live.context)) {
        rules.refuse(live.context, command, emit, { reason: 'closed' });
        return;
      }
      if (rules.wantsExclusive(live.context, command)) {
        rules.admit(live.context, command, emit);
        live.value = 'exclusive';
        return;
      }
      rules.admit(live.context, command, emit);
      live.value = 'shared';
      return;
    case 'deleted':
      rules.refuse(live.context, command, emit, { reason: 'deleted' });
      return;
  }
  if (rules.isClosed(live.context)) {
    rules.refuse(live.context, command, emit, { reason: 'closed' });
    return;
  }
  if (rules.isInvolved(live.context, command)) {
    rules.refuse(live.context, command, emit, { reason: 'double-acquire' });
    return;
  }
  if (rules.fitsAtOnce(live.context, command)) {
    rules.admit(live.context, command, emit);
    return;
  }
  if (rules.isTry(live.context, command)) {
    rules.refuse(live.context, command, emit, { reason: 'timeout' });
    return;
  }
  rules.enqueue(live.context, command);
}

function onLockCancel(live: Live, command: Body<'lock.cancel'>, emit: Emit): void {
  if (rules.isWaiter(live.context, command)) {
    rules.dropWaiter(live.context, command, emit);
    enterSettling(live, command, emit);
    return;
  }
  rules.refuse(live.context, command, emit, { reason: 'not-waiting' });
}

function onLockClose(live: Live, command: Body<'lock.close'>, emit: Emit): void {
  rules.close(live.context, command, emit);
}

function onLockDelete(live: Live, command: Body<'lock.delete'>, emit: Emit): void {
  switch (live.value) {
    case 'free':
      if (rules.isClosed(live.context)) {
        rules.refuse(live.context, command, emit, { reason: 'closed' });
        return;
      }
      rules.enqueueDelete(live.context, command);
      enterSettling(live, command, emit);
      return;
    case 'exclusive':
      if (rules.isClosed(live.context)) {
        rules.refuse(live.context, command, emit, { reason: 'closed' });
        return;
      }
      if (rules.isOwnHold(live.context, command)) {
        rules.deleteHeld(live.context, command, emit);
        live.value = 'deleted';
        return;
      }
      break;
    case 'deleted':
      rules.refuse(live.context, command, emit, { reason: 'deleted' });
      return;
  }
  if (rules.isClosed(live.context)) {
    rules.refuse(live.context, command, emit, { reason: 'closed' });
    return;
  }
  if (rules.isOwnHold(live.context, command)) {
    rules.refuse(live.context, command, emit, { reason: 'delete-while-sharing' });
    return;
  }
  if (rules.isInvolved(live.context, command)) {
    rules.refuse(live.context, command, emit, { reason: 'double-acquire' });
    return;
  }
  if (rules.isTry(live.context, command)) {
    rules.refuse(live.context, command, emit, { reason: 'timeout' });
    return;
  }
  rules.enqueueDelete(live.context, command);
}

function onLockDowngrade(live: Live, command: Body<'lock.downgrade'>, emit: Emit): void {
  switch (live.value) {
    case 'exclusive':
      if (rules.isHolder(live.context, command)) {
        rules.downgrade(live.context, command, emit);
        enterSettling(live, command, emit);
        return;
      }
      break;
  }
  if (rules.isHolder(live.context, command)) {
    rules.confirmDowngrade(live.context, command, emit);
    return;
  }
  rules.refuse(live.context, command, emit, { reason: 'downgrade-unowned' });
}

function onLockRaise(live: Live, command: Body<'lock.raise'>, emit: Emit): void {
  if (rules.isMoreUrgent(live.context, command)) {
    rules.raise(live.context, command, emit);
    enterSettling(live, command, emit);
    return;
  }
  if (rules.isWaiter(live.context, command)) {
    rules.refuse(live.context, command, emit, { reason: 'not-more-urgent' });
    return;
  }
  rules.refuse(live.context, command, emit, { reason: 'not-waiting' });
}

function onLockRelease(live: Live, command: Body<'lock.release'>, emit: Emit): void {
  if (rules.isHolder(live.context, command)) {
    rules.dropHold(live.context, command, emit);
    enterSettling(live, command, emit);
    return;
  }
  rules.refuse(live.context, command, emit, { reason: 'release-unowned' });
}

function enterSettling(live: Live, command: Body<Command['type']>, emit: Emit): void {
  rules.grantAllThatFit(live.context, command, emit);
  eventlessInSettling(live, command, emit);
}

function eventlessInSettling(live: Live, command: Body<Command['type']>, emit: Emit): void {
  if (rules.isDeleteDue(live.context)) {
    rules.deleteForHead(live.context, command, emit);
    live.value = 'deleted';
    return;
  }
  if (rules.isHeldExclusive(live.context)) {
    live.value = 'exclusive';
    return;
  }
  if (rules.isHeldShared(live.context)) {
    live.value = 'shared';
    return;
  }
  live.value = 'free';
}
