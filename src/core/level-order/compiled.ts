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

/** A running machine, its state beside its data: `send` changes it. */
export interface Live extends Context {
  value: Value;
}

/** A machine at rest, as plain JSON. */
export interface State {
  readonly value: Value;
  readonly context: Data;
}

export function start(...input: Parameters<typeof rules.emptyKeyring>): Live {
  return inState('idle', rules.emptyKeyring(...input));
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

export function onKeyringAcquire(live: Live, command: Body<'keyring.acquire'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      return onKeyringAcquireInIdle(live, command, emit);
  }
  return onKeyringAcquireElsewhere(live, command, emit);
}

function onKeyringAcquireInIdle(live: Live, command: Body<'keyring.acquire'>, emit: Emit): void {
  if (rules.isUnknownLevel(live, command)) {
    rules.refuse(live, command, emit, { reason: 'invalid-level' });
    return;
  }
  if (rules.lacksBigLockFor(live, command)) {
    rules.refuse(live, command, emit, { reason: 'bgl-required' });
    return;
  }
  if (rules.holdsGreater(live, command)) {
    rules.refuse(live, command, emit, { reason: 'level-order' });
    return;
  }
  rules.begin(live, command, emit, { type: 'keyring.acquire' });
  rules.forward(live, command, emit, { as: 'set.acquire' });
  live.value = 'busy';
}

function onKeyringAcquireElsewhere(live: Live, command: Body<'keyring.acquire'>, emit: Emit): void {
  rules.refuse(live, command, emit, { reason: 'keyring-busy' });
}

export function onKeyringAdd(live: Live, command: Body<'keyring.add'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      return onKeyringAddInIdle(live, command, emit);
  }
  return onKeyringAddElsewhere(live, command, emit);
}

function onKeyringAddInIdle(live: Live, command: Body<'keyring.add'>, emit: Emit): void {
  if (rules.isImmutable(live, command)) {
    rules.refuse(live, command, emit, { reason: 'immutable-level' });
    return;
  }
  if (rules.lacksBigLock(live)) {
    rules.refuse(live, command, emit, { reason: 'bgl-required' });
    return;
  }
  if (rules.holdsGreater(live, command)) {
    rules.refuse(live, command, emit, { reason: 'level-order' });
    return;
  }
  rules.begin(live, command, emit, { type: 'keyring.add' });
  rules.forward(live, command, emit, { as: 'set.add' });
  live.value = 'busy';
}

function onKeyringAddElsewhere(live: Live, command: Body<'keyring.add'>, emit: Emit): void {
  rules.refuse(live, command, emit, { reason: 'keyring-busy' });
}

export function onKeyringCancel(live: Live, command: Body<'keyring.cancel'>, emit: Emit): void {
  if (rules.isCurrent(live, command)) {
    rules.forwardToLevel(live, command, emit, { as: 'set.cancel' });
    return;
  }
  rules.refuse(live, command, emit, { reason: 'not-waiting' });
}

export function onKeyringDowngrade(live: Live, command: Body<'keyring.downgrade'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      return onKeyringDowngradeInIdle(live, command, emit);
  }
  return onKeyringDowngradeElsewhere(live, command, emit);
}

function onKeyringDowngradeInIdle(live: Live, command: Body<'keyring.downgrade'>, emit: Emit): void {
  if (rules.isUnknownLevel(live, command)) {
    rules.refuse(live, command, emit, { reason: 'invalid-level' });
    return;
  }
  rules.begin(live, command, emit, { type: 'keyring.downgrade' });
  rules.forward(live, command, emit, { as: 'set.downgrade' });
  live.value = 'busy';
}

function onKeyringDowngradeElsewhere(live: Live, command: Body<'keyring.downgrade'>, emit: Emit): void {
  rules.refuse(live, command, emit, { reason: 'keyring-busy' });
}

export function onKeyringNames(live: Live, command: Body<'keyring.names'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      return onKeyringNamesInIdle(live, command, emit);
  }
  return onKeyringNamesElsewhere(live, command, emit);
}

function onKeyringNamesInIdle(live: Live, command: Body<'keyring.names'>, emit: Emit): void {
  if (rules.isUnknownLevel(live, command)) {
    rules.refuse(live, command, emit, { reason: 'invalid-level' });
    return;
  }
  if (rules.couldWaitInACircle(live, command)) {
    rules.refuse(live, command, emit, { reason: 'level-order' });
    return;
  }
  rules.begin(live, command, emit, { type: 'keyring.names' });
  rules.forward(live, command, emit, { as: 'set.names' });
  live.value = 'busy';
}

function onKeyringNamesElsewhere(live: Live, command: Body<'keyring.names'>, emit: Emit): void {
  rules.refuse(live, command, emit, { reason: 'keyring-busy' });
}

export function onKeyringRaise(live: Live, command: Body<'keyring.raise'>, emit: Emit): void {
  if (rules.isCurrent(live, command)) {
    rules.forwardToLevel(live, command, emit, { as: 'set.raise' });
    return;
  }
  rules.refuse(live, command, emit, { reason: 'not-waiting' });
}

export function onKeyringRelease(live: Live, command: Body<'keyring.release'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      return onKeyringReleaseInIdle(live, command, emit);
  }
  return onKeyringReleaseElsewhere(live, command, emit);
}

function onKeyringReleaseInIdle(live: Live, command: Body<'keyring.release'>, emit: Emit): void {
  if (rules.isUnknownLevel(live, command)) {
    rules.refuse(live, command, emit, { reason: 'invalid-level' });
    return;
  }
  if (rules.losesBigLock(live, command)) {
    rules.refuse(live, command, emit, { reason: 'bgl-release' });
    return;
  }
  rules.begin(live, command, emit, { type: 'keyring.release' });
  rules.forward(live, command, emit, { as: 'set.release' });
  live.value = 'busy';
}

function onKeyringReleaseElsewhere(live: Live, command: Body<'keyring.release'>, emit: Emit): void {
  rules.refuse(live, command, emit, { reason: 'keyring-busy' });
}

export function onKeyringReleaseAll(live: Live, command: Body<'keyring.releaseAll'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      return onKeyringReleaseAllInIdle(live, command, emit);
    case 'busy':
      return onKeyringReleaseAllInBusy(live, command, emit);
  }
  return onKeyringReleaseAllElsewhere(live, command, emit);
}

function onKeyringReleaseAllInIdle(live: Live, command: Body<'keyring.releaseAll'>, emit: Emit): void {
  rules.beginClosing(live, command);
  rules.releaseAll(live, command, emit);
  enterSettlingClose(live, command, emit);
}

function onKeyringReleaseAllInBusy(live: Live, command: Body<'keyring.releaseAll'>, emit: Emit): void {
  rules.beginClosing(live, command);
  rules.giveUp(live, command, emit);
}

function onKeyringReleaseAllElsewhere(live: Live, command: Body<'keyring.releaseAll'>, emit: Emit): void {
  rules.refuse(live, command, emit, { reason: 'keyring-busy' });
}

export function onKeyringRemove(live: Live, command: Body<'keyring.remove'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      return onKeyringRemoveInIdle(live, command, emit);
  }
  return onKeyringRemoveElsewhere(live, command, emit);
}

function onKeyringRemoveInIdle(live: Live, command: Body<'keyring.remove'>, emit: Emit): void {
  if (rules.isImmutable(live, command)) {
    rules.refuse(live, command, emit, { reason: 'immutable-level' });
    return;
  }
  if (rules.lacksBigLock(live)) {
    rules.refuse(live, command, emit, { reason: 'bgl-required' });
    return;
  }
  if (rules.holdsHere(live, command)) {
    rules.begin(live, command, emit, { type: 'keyring.remove' });
    rules.forward(live, command, emit, { as: 'set.remove' });
    live.value = 'busy';
    return;
  }
  if (rules.holdsGreater(live, command)) {
    rules.refuse(live, command, emit, { reason: 'level-order' });
    return;
  }
  rules.begin(live, command, emit, { type: 'keyring.remove' });
  rules.forward(live, command, emit, { as: 'set.remove' });
  live.value = 'busy';
}

function onKeyringRemoveElsewhere(live: Live, command: Body<'keyring.remove'>, emit: Emit): void {
  rules.refuse(live, command, emit, { reason: 'keyring-busy' });
}

export function onSetAcquired(live: Live, command: Body<'set.acquired'>, emit: Emit): void {
  switch (live.value) {
    case 'busy':
      return onSetAcquiredInBusy(live, command, emit);
  }
}

function onSetAcquiredInBusy(live: Live, command: Body<'set.acquired'>, emit: Emit): void {
  rules.noteAcquired(live, command);
  rules.answer(live, command, emit, { as: 'keyring.acquired' });
  enterSettling(live, command, emit);
}

export function onSetAdded(live: Live, command: Body<'set.added'>, emit: Emit): void {
  switch (live.value) {
    case 'busy':
      return onSetAddedInBusy(live, command, emit);
  }
}

function onSetAddedInBusy(live: Live, command: Body<'set.added'>, emit: Emit): void {
  rules.noteAdded(live, command);
  rules.answer(live, command, emit, { as: 'keyring.added' });
  enterSettling(live, command, emit);
}

export function onSetDowngraded(live: Live, command: Body<'set.downgraded'>, emit: Emit): void {
  switch (live.value) {
    case 'busy':
      return onSetDowngradedInBusy(live, command, emit);
  }
}

function onSetDowngradedInBusy(live: Live, command: Body<'set.downgraded'>, emit: Emit): void {
  rules.answer(live, command, emit, { as: 'keyring.downgraded' });
  enterSettling(live, command, emit);
}

export function onSetNames(live: Live, command: Body<'set.names'>, emit: Emit): void {
  switch (live.value) {
    case 'busy':
      return onSetNamesInBusy(live, command, emit);
  }
}

function onSetNamesInBusy(live: Live, command: Body<'set.names'>, emit: Emit): void {
  rules.answer(live, command, emit, { as: 'keyring.names' });
  enterSettling(live, command, emit);
}

export function onSetRaised(live: Live, command: Body<'set.raised'>, emit: Emit): void {
  switch (live.value) {
    case 'busy':
      return onSetRaisedInBusy(live, command, emit);
  }
}

function onSetRaisedInBusy(live: Live, command: Body<'set.raised'>, emit: Emit): void {
  rules.tellRaised(live, command, emit);
}

export function onSetRefused(live: Live, command: Body<'set.refused'>, emit: Emit): void {
  switch (live.value) {
    case 'busy':
      return onSetRefusedInBusy(live, command, emit);
  }
}

function onSetRefusedInBusy(live: Live, command: Body<'set.refused'>, emit: Emit): void {
  if (rules.isOfRaise(live, command)) {
    rules.refuse(live, command, emit, { reason: 'not-more-urgent' });
    return;
  }
  rules.noteRemoved(live, command);
  rules.answerRefused(live, command, emit);
  enterSettling(live, command, emit);
}

export function onSetReleased(live: Live, command: Body<'set.released'>, emit: Emit): void {
  switch (live.value) {
    case 'busy':
      return onSetReleasedInBusy(live, command, emit);
    case 'closing':
      return onSetReleasedInClosing(live, command, emit);
  }
}

function onSetReleasedInBusy(live: Live, command: Body<'set.released'>, emit: Emit): void {
  rules.noteReleased(live, command);
  rules.answer(live, command, emit, { as: 'keyring.released' });
  enterSettling(live, command, emit);
}

function onSetReleasedInClosing(live: Live, command: Body<'set.released'>, emit: Emit): void {
  rules.noteReleased(live, command);
  enterSettlingClose(live, command, emit);
}

export function onSetRemoved(live: Live, command: Body<'set.removed'>, emit: Emit): void {
  switch (live.value) {
    case 'busy':
      return onSetRemovedInBusy(live, command, emit);
  }
}

function onSetRemovedInBusy(live: Live, command: Body<'set.removed'>, emit: Emit): void {
  rules.noteRemoved(live, command);
  rules.answer(live, command, emit, { as: 'keyring.removed' });
  enterSettling(live, command, emit);
}

function enterSettling(live: Live, command: Body<Command['type']>, emit: Emit): void {
  eventlessInSettling(live, command, emit);
}

function enterSettlingClose(live: Live, command: Body<Command['type']>, emit: Emit): void {
  eventlessInSettlingClose(live, command, emit);
}

function eventlessInSettling(live: Live, command: Body<Command['type']>, emit: Emit): void {
  if (rules.isClosing(live)) {
    rules.releaseAll(live, command, emit);
    enterSettlingClose(live, command, emit);
    return;
  }
  live.value = 'idle';
}

function eventlessInSettlingClose(live: Live, command: Body<Command['type']>, emit: Emit): void {
  if (rules.ownsAny(live)) {
    live.value = 'closing';
    return;
  }
  rules.finishClosing(live, command, emit);
  live.value = 'idle';
}
