// GENERATED from models/level-order.machine.ts by `npm run compile`. Do not edit: change the machine, and compile it again.
import type { Command } from './commands.ts';
import * as rules from './rules.ts';

export type Value = 'idle' | 'busy' | 'settling' | 'closing' | 'settlingClose';
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

export function start(...input: Parameters<typeof rules.emptyKeyring>): Live {
  return { value: 'idle', context: rules.emptyKeyring(...input) };
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
    case 'keyring.acquire':
      return onKeyringAcquire(live, command as Body<'keyring.acquire'>, emit);
    case 'keyring.add':
      return onKeyringAdd(live, command as Body<'keyring.add'>, emit);
    case 'keyring.cancel':
      return onKeyringCancel(live, command as Body<'keyring.cancel'>, emit);
    case 'keyring.downgrade':
      return onKeyringDowngrade(live, command as Body<'keyring.downgrade'>, emit);
    case 'keyring.names':
      return onKeyringNames(live, command as Body<'keyring.names'>, emit);
    case 'keyring.raise':
      return onKeyringRaise(live, command as Body<'keyring.raise'>, emit);
    case 'keyring.release':
      return onKeyringRelease(live, command as Body<'keyring.release'>, emit);
    case 'keyring.releaseAll':
      return onKeyringReleaseAll(live, command as Body<'keyring.releaseAll'>, emit);
    case 'keyring.remove':
      return onKeyringRemove(live, command as Body<'keyring.remove'>, emit);
    case 'set.acquired':
      return onSetAcquired(live, command as Body<'set.acquired'>, emit);
    case 'set.added':
      return onSetAdded(live, command as Body<'set.added'>, emit);
    case 'set.downgraded':
      return onSetDowngraded(live, command as Body<'set.downgraded'>, emit);
    case 'set.names':
      return onSetNames(live, command as Body<'set.names'>, emit);
    case 'set.raised':
      return onSetRaised(live, command as Body<'set.raised'>, emit);
    case 'set.refused':
      return onSetRefused(live, command as Body<'set.refused'>, emit);
    case 'set.released':
      return onSetReleased(live, command as Body<'set.released'>, emit);
    case 'set.removed':
      return onSetRemoved(live, command as Body<'set.removed'>, emit);
  }
}

function onKeyringAcquire(live: Live, command: Body<'keyring.acquire'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      if (rules.isUnknownLevel(live.context, command)) {
        rules.refuse(live.context, command, emit, { reason: 'invalid-level' });
        return;
      }
      if (rules.lacksBigLockFor(live.context, command)) {
        rules.refuse(live.context, command, emit, { reason: 'bgl-required' });
        return;
      }
      if (rules.holdsGreater(live.context, command)) {
        rules.refuse(live.context, command, emit, { reason: 'level-order' });
        return;
      }
      rules.begin(live.context, command, emit, { type: 'keyring.acquire' });
      rules.forward(live.context, command, emit, { as: 'set.acquire' });
      live.value = 'busy';
      return;
  }
  rules.refuse(live.context, command, emit, { reason: 'keyring-busy' });
}

function onKeyringAdd(live: Live, command: Body<'keyring.add'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      if (rules.isImmutable(live.context, command)) {
        rules.refuse(live.context, command, emit, { reason: 'immutable-level' });
        return;
      }
      if (rules.lacksBigLock(live.context)) {
        rules.refuse(live.context, command, emit, { reason: 'bgl-required' });
        return;
      }
      if (rules.holdsGreater(live.context, command)) {
        rules.refuse(live.context, command, emit, { reason: 'level-order' });
        return;
      }
      rules.begin(live.context, command, emit, { type: 'keyring.add' });
      rules.forward(live.context, command, emit, { as: 'set.add' });
      live.value = 'busy';
      return;
  }
  rules.refuse(live.context, command, emit, { reason: 'keyring-busy' });
}

function onKeyringCancel(live: Live, command: Body<'keyring.cancel'>, emit: Emit): void {
  if (rules.isCurrent(live.context, command)) {
    rules.forwardToLevel(live.context, command, emit, { as: 'set.cancel' });
    return;
  }
  rules.refuse(live.context, command, emit, { reason: 'not-waiting' });
}

function onKeyringDowngrade(live: Live, command: Body<'keyring.downgrade'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      if (rules.isUnknownLevel(live.context, command)) {
        rules.refuse(live.context, command, emit, { reason: 'invalid-level' });
        return;
      }
      rules.begin(live.context, command, emit, { type: 'keyring.downgrade' });
      rules.forward(live.context, command, emit, { as: 'set.downgrade' });
      live.value = 'busy';
      return;
  }
  rules.refuse(live.context, command, emit, { reason: 'keyring-busy' });
}

function onKeyringNames(live: Live, command: Body<'keyring.names'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      if (rules.isUnknownLevel(live.context, command)) {
        rules.refuse(live.context, command, emit, { reason: 'invalid-level' });
        return;
      }
      if (rules.couldWaitInACircle(live.context, command)) {
        rules.refuse(live.context, command, emit, { reason: 'level-order' });
        return;
      }
      rules.begin(live.context, command, emit, { type: 'keyring.names' });
      rules.forward(live.context, command, emit, { as: 'set.names' });
      live.value = 'busy';
      return;
  }
  rules.refuse(live.context, command, emit, { reason: 'keyring-busy' });
}

function onKeyringRaise(live: Live, command: Body<'keyring.raise'>, emit: Emit): void {
  if (rules.isCurrent(live.context, command)) {
    rules.forwardToLevel(live.context, command, emit, { as: 'set.raise' });
    return;
  }
  rules.refuse(live.context, command, emit, { reason: 'not-waiting' });
}

function onKeyringRelease(live: Live, command: Body<'keyring.release'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      if (rules.isUnknownLevel(live.context, command)) {
        rules.refuse(live.context, command, emit, { reason: 'invalid-level' });
        return;
      }
      if (rules.losesBigLock(live.context, command)) {
        rules.refuse(live.context, command, emit, { reason: 'bgl-release' });
        return;
      }
      rules.begin(live.context, command, emit, { type: 'keyring.release' });
      rules.forward(live.context, command, emit, { as: 'set.release' });
      live.value = 'busy';
      return;
  }
  rules.refuse(live.context, command, emit, { reason: 'keyring-busy' });
}

function onKeyringReleaseAll(live: Live, command: Body<'keyring.releaseAll'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      rules.beginClosing(live.context, command);
      rules.releaseAll(live.context, command, emit);
      enterSettlingClose(live, command, emit);
      return;
    case 'busy':
      rules.beginClosing(live.context, command);
      rules.giveUp(live.context, command, emit);
      return;
  }
  rules.refuse(live.context, command, emit, { reason: 'keyring-busy' });
}

function onKeyringRemove(live: Live, command: Body<'keyring.remove'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      if (rules.isImmutable(live.context, command)) {
        rules.refuse(live.context, command, emit, { reason: 'immutable-level' });
        return;
      }
      if (rules.lacksBigLock(live.context)) {
        rules.refuse(live.context, command, emit, { reason: 'bgl-required' });
        return;
      }
      if (rules.holdsHere(live.context, command)) {
        rules.begin(live.context, command, emit, { type: 'keyring.remove' });
        rules.forward(live.context, command, emit, { as: 'set.remove' });
        live.value = 'busy';
        return;
      }
      if (rules.holdsGreater(live.context, command)) {
        rules.refuse(live.context, command, emit, { reason: 'level-order' });
        return;
      }
      rules.begin(live.context, command, emit, { type: 'keyring.remove' });
      rules.forward(live.context, command, emit, { as: 'set.remove' });
      live.value = 'busy';
      return;
  }
  rules.refuse(live.context, command, emit, { reason: 'keyring-busy' });
}

function onSetAcquired(live: Live, command: Body<'set.acquired'>, emit: Emit): void {
  switch (live.value) {
    case 'busy':
      rules.noteAcquired(live.context, command);
      rules.answer(live.context, command, emit, { as: 'keyring.acquired' });
      enterSettling(live, command, emit);
      return;
  }
}

function onSetAdded(live: Live, command: Body<'set.added'>, emit: Emit): void {
  switch (live.value) {
    case 'busy':
      rules.noteAdded(live.context, command);
      rules.answer(live.context, command, emit, { as: 'keyring.added' });
      enterSettling(live, command, emit);
      return;
  }
}

function onSetDowngraded(live: Live, command: Body<'set.downgraded'>, emit: Emit): void {
  switch (live.value) {
    case 'busy':
      rules.answer(live.context, command, emit, { as: 'keyring.downgraded' });
      enterSettling(live, command, emit);
      return;
  }
}

function onSetNames(live: Live, command: Body<'set.names'>, emit: Emit): void {
  switch (live.value) {
    case 'busy':
      rules.answer(live.context, command, emit, { as: 'keyring.names' });
      enterSettling(live, command, emit);
      return;
  }
}

function onSetRaised(live: Live, command: Body<'set.raised'>, emit: Emit): void {
  switch (live.value) {
    case 'busy':
      rules.tellRaised(live.context, command, emit);
      return;
  }
}

function onSetRefused(live: Live, command: Body<'set.refused'>, emit: Emit): void {
  switch (live.value) {
    case 'busy':
      if (rules.isOfRaise(live.context, command)) {
        rules.refuse(live.context, command, emit, { reason: 'not-more-urgent' });
        return;
      }
      rules.noteRemoved(live.context, command);
      rules.answerRefused(live.context, command, emit);
      enterSettling(live, command, emit);
      return;
  }
}

function onSetReleased(live: Live, command: Body<'set.released'>, emit: Emit): void {
  switch (live.value) {
    case 'busy':
      rules.noteReleased(live.context, command);
      rules.answer(live.context, command, emit, { as: 'keyring.released' });
      enterSettling(live, command, emit);
      return;
    case 'closing':
      rules.noteReleased(live.context, command);
      enterSettlingClose(live, command, emit);
      return;
  }
}

function onSetRemoved(live: Live, command: Body<'set.removed'>, emit: Emit): void {
  switch (live.value) {
    case 'busy':
      rules.noteRemoved(live.context, command);
      rules.answer(live.context, command, emit, { as: 'keyring.removed' });
      enterSettling(live, command, emit);
      return;
  }
}

function enterSettling(live: Live, command: Body<Command['type']>, emit: Emit): void {
  eventlessInSettling(live, command, emit);
}

function enterSettlingClose(live: Live, command: Body<Command['type']>, emit: Emit): void {
  eventlessInSettlingClose(live, command, emit);
}

function eventlessInSettling(live: Live, command: Body<Command['type']>, emit: Emit): void {
  if (rules.isClosing(live.context)) {
    rules.releaseAll(live.context, command, emit);
    enterSettlingClose(live, command, emit);
    return;
  }
  live.value = 'idle';
}

function eventlessInSettlingClose(live: Live, command: Body<Command['type']>, emit: Emit): void {
  if (rules.ownsAny(live.context)) {
    live.value = 'closing';
    return;
  }
  rules.finishClosing(live.context, command, emit);
  live.value = 'idle';
}
