// GENERATED from models/lock-set.machine.ts by `npm run compile`. Do not edit: change the machine, and compile it again.
import type { Command } from './commands.ts';
import * as rules from './rules.ts';

export type Value = 'idle' | 'owning' | 'settling' | 'resolving' | 'acquiringSetLock' | 'listing' | 'choosing' | 'acquiringMember' | 'rollingBack' | 'openingToAdd' | 'adding' | 'adopting' | 'countingAdopted' | 'openingToRead' | 'reading' | 'choosingRemoval' | 'lookingUp' | 'deleting';
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

export function start(...input: Parameters<typeof rules.emptySet>): Live {
  return { value: 'idle', context: rules.emptySet(...input) };
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
    case 'catalogue.added':
      return onCatalogueAdded(live, command as Body<'catalogue.added'>, emit);
    case 'catalogue.duplicate':
      return onCatalogueDuplicate(live, command as Body<'catalogue.duplicate'>, emit);
    case 'catalogue.listed':
      return onCatalogueListed(live, command as Body<'catalogue.listed'>, emit);
    case 'catalogue.resolved':
      return onCatalogueResolved(live, command as Body<'catalogue.resolved'>, emit);
    case 'lock.deleted':
      return onLockDeleted(live, command as Body<'lock.deleted'>, emit);
    case 'lock.granted':
      return onLockGranted(live, command as Body<'lock.granted'>, emit);
    case 'lock.refused':
      return onLockRefused(live, command as Body<'lock.refused'>, emit);
    case 'set.acquire':
      return onSetAcquire(live, command as Body<'set.acquire'>, emit);
    case 'set.add':
      return onSetAdd(live, command as Body<'set.add'>, emit);
    case 'set.cancel':
      return onSetCancel(live, command as Body<'set.cancel'>, emit);
    case 'set.downgrade':
      return onSetDowngrade(live, command as Body<'set.downgrade'>, emit);
    case 'set.names':
      return onSetNames(live, command as Body<'set.names'>, emit);
    case 'set.raise':
      return onSetRaise(live, command as Body<'set.raise'>, emit);
    case 'set.release':
      return onSetRelease(live, command as Body<'set.release'>, emit);
    case 'set.remove':
      return onSetRemove(live, command as Body<'set.remove'>, emit);
  }
}

function onCatalogueAdded(live: Live, command: Body<'catalogue.added'>, emit: Emit): void {
  switch (live.value) {
    case 'adding':
      if (rules.wantsHolds(live.context)) {
        rules.take(live.context, command);
        rules.askForAll(live.context, command, emit);
        enterCountingAdopted(live, command, emit);
        return;
      }
      rules.finishAdd(live.context, command, emit);
      enterSettling(live, command, emit);
      return;
  }
}

function onCatalogueDuplicate(live: Live, command: Body<'catalogue.duplicate'>, emit: Emit): void {
  switch (live.value) {
    case 'adding':
      rules.refuseAdd(live.context, command, emit);
      enterSettling(live, command, emit);
      return;
  }
}

function onCatalogueListed(live: Live, command: Body<'catalogue.listed'>, emit: Emit): void {
  switch (live.value) {
    case 'listing':
      rules.take(live.context, command);
      enterChoosing(live, command, emit);
      return;
    case 'reading':
      rules.tellNames(live.context, command, emit);
      enterSettling(live, command, emit);
      return;
  }
}

function onCatalogueResolved(live: Live, command: Body<'catalogue.resolved'>, emit: Emit): void {
  switch (live.value) {
    case 'resolving':
      if (rules.isMissing(live.context, command)) {
        rules.refuseMissing(live.context, command, emit);
        live.value = 'idle';
        return;
      }
      rules.take(live.context, command);
      enterChoosing(live, command, emit);
      return;
    case 'lookingUp':
      if (rules.isGone(live.context, command)) {
        enterChoosingRemoval(live, command, emit);
        return;
      }
      rules.askToDelete(live.context, command, emit);
      live.value = 'deleting';
      return;
  }
}

function onLockDeleted(live: Live, command: Body<'lock.deleted'>, emit: Emit): void {
  switch (live.value) {
    case 'deleting':
      rules.noteRemoved(live.context, command, emit);
      enterChoosingRemoval(live, command, emit);
      return;
  }
}

function onLockGranted(live: Live, command: Body<'lock.granted'>, emit: Emit): void {
  switch (live.value) {
    case 'acquiringSetLock':
      rules.holdSetLock(live.context, command);
      rules.askForNames(live.context, command, emit);
      live.value = 'listing';
      return;
    case 'acquiringMember':
      rules.holdMember(live.context, command);
      enterChoosing(live, command, emit);
      return;
    case 'openingToAdd':
      rules.holdSetLock(live.context, command);
      rules.askToAdd(live.context, command, emit);
      live.value = 'adding';
      return;
    case 'adopting':
      rules.adopt(live.context, command);
      enterCountingAdopted(live, command, emit);
      return;
    case 'openingToRead':
      rules.holdSetLock(live.context, command);
      rules.askForNames(live.context, command, emit);
      live.value = 'reading';
      return;
  }
}

function onLockRefused(live: Live, command: Body<'lock.refused'>, emit: Emit): void {
  switch (live.value) {
    case 'acquiringSetLock':
      rules.noteRefusal(live.context, command);
      enterRollingBack(live, command, emit);
      return;
    case 'acquiringMember':
      if (rules.isSkippable(live.context, command)) {
        enterChoosing(live, command, emit);
        return;
      }
      rules.noteRefusal(live.context, command);
      enterRollingBack(live, command, emit);
      return;
    case 'openingToAdd':
      rules.noteRefusal(live.context, command);
      enterRollingBack(live, command, emit);
      return;
    case 'openingToRead':
      rules.noteRefusal(live.context, command);
      rules.giveUpReading(live.context, command, emit);
      enterSettling(live, command, emit);
      return;
    case 'deleting':
      if (rules.isSkippable(live.context, command)) {
        enterChoosingRemoval(live, command, emit);
        return;
      }
      rules.noteRefusal(live.context, command);
      rules.finishRemove(live.context, command, emit);
      live.value = 'idle';
      return;
  }
}

function onSetAcquire(live: Live, command: Body<'set.acquire'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      if (rules.isLimitedForNothing(live.context, command)) {
        rules.refuse(live.context, command, emit, { reason: 'opportunistic-timeout' });
        return;
      }
      if (rules.wantsAll(live.context, command)) {
        rules.beginAcquire(live.context, command, emit);
        live.value = 'acquiringSetLock';
        return;
      }
      rules.beginAcquire(live.context, command, emit);
      live.value = 'resolving';
      return;
  }
  rules.refuse(live.context, command, emit, { reason: 'set-double-acquire' });
}

function onSetAdd(live: Live, command: Body<'set.add'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      rules.beginAdd(live.context, command);
      rules.openSet(live.context, command, emit);
      live.value = 'openingToAdd';
      return;
    case 'owning':
      if (rules.holdsSetLockExclusive(live.context)) {
        rules.beginAdd(live.context, command);
        rules.askToAdd(live.context, command, emit);
        live.value = 'adding';
        return;
      }
      rules.refuse(live.context, command, emit, { reason: 'add-partially-owned' });
      return;
  }
  rules.refuse(live.context, command, emit, { reason: 'set-busy' });
}

function onSetCancel(live: Live, command: Body<'set.cancel'>, emit: Emit): void {
  if (rules.isCurrent(live.context, command)) {
    rules.cancelWait(live.context, command, emit);
    return;
  }
  rules.refuse(live.context, command, emit, { reason: 'not-waiting' });
}

function onSetDowngrade(live: Live, command: Body<'set.downgrade'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      rules.refuse(live.context, command, emit, { reason: 'set-downgrade-unowned' });
      return;
    case 'owning':
      if (rules.isUnheld(live.context, command)) {
        rules.refuse(live.context, command, emit, { reason: 'downgrade-unheld' });
        return;
      }
      rules.downgrade(live.context, command, emit);
      return;
  }
  rules.refuse(live.context, command, emit, { reason: 'set-busy' });
}

function onSetNames(live: Live, command: Body<'set.names'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      rules.beginNames(live.context, command);
      rules.openSet(live.context, command, emit);
      live.value = 'openingToRead';
      return;
    case 'owning':
      if (rules.holdsSetLock(live.context)) {
        rules.beginNames(live.context, command);
        rules.askForNames(live.context, command, emit);
        live.value = 'reading';
        return;
      }
      rules.beginNames(live.context, command);
      rules.openSet(live.context, command, emit);
      live.value = 'openingToRead';
      return;
  }
  rules.refuse(live.context, command, emit, { reason: 'set-busy' });
}

function onSetRaise(live: Live, command: Body<'set.raise'>, emit: Emit): void {
  if (rules.isRaise(live.context, command)) {
    rules.raiseWait(live.context, command, emit);
    return;
  }
  if (rules.isCurrent(live.context, command)) {
    rules.refuse(live.context, command, emit, { reason: 'not-more-urgent' });
    return;
  }
  rules.refuse(live.context, command, emit, { reason: 'not-waiting' });
}

function onSetRelease(live: Live, command: Body<'set.release'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      rules.refuse(live.context, command, emit, { reason: 'set-release-unowned' });
      return;
    case 'owning':
      if (rules.isUnheld(live.context, command)) {
        rules.refuse(live.context, command, emit, { reason: 'release-unheld' });
        return;
      }
      rules.release(live.context, command, emit);
      enterSettling(live, command, emit);
      return;
  }
  rules.refuse(live.context, command, emit, { reason: 'set-busy' });
}

function onSetRemove(live: Live, command: Body<'set.remove'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      rules.beginRemove(live.context, command);
      enterChoosingRemoval(live, command, emit);
      return;
    case 'owning':
      if (rules.isNotAllOwned(live.context, command)) {
        rules.refuse(live.context, command, emit, { reason: 'remove-not-all-owned' });
        return;
      }
      rules.removeOwned(live.context, command, emit);
      enterSettling(live, command, emit);
      return;
  }
  rules.refuse(live.context, command, emit, { reason: 'set-busy' });
}

function enterSettling(live: Live, command: Body<Command['type']>, emit: Emit): void {
  eventlessInSettling(live, command, emit);
}

function enterChoosing(live: Live, command: Body<Command['type']>, emit: Emit): void {
  eventlessInChoosing(live, command, emit);
}

function enterRollingBack(live: Live, command: Body<Command['type']>, emit: Emit): void {
  rules.giveBack(live.context, command, emit);
  eventlessInRollingBack(live, command, emit);
}

function enterCountingAdopted(live: Live, command: Body<Command['type']>, emit: Emit): void {
  eventlessInCountingAdopted(live, command, emit);
}

function enterChoosingRemoval(live: Live, command: Body<Command['type']>, emit: Emit): void {
  eventlessInChoosingRemoval(live, command, emit);
}

function eventlessInSettling(live: Live, _command: Body<Command['type']>, _emit: Emit): void {
  if (rules.ownsAny(live.context)) {
    live.value = 'owning';
    return;
  }
  live.value = 'idle';
}

function eventlessInChoosing(live: Live, command: Body<Command['type']>, emit: Emit): void {
  if (rules.isDone(live.context)) {
    rules.finishAcquire(live.context, command, emit);
    enterSettling(live, command, emit);
    return;
  }
  rules.askNext(live.context, command, emit);
  live.value = 'acquiringMember';
}

function eventlessInRollingBack(live: Live, _command: Body<Command['type']>, _emit: Emit): void {
  live.value = 'idle';
}

function eventlessInCountingAdopted(live: Live, command: Body<Command['type']>, emit: Emit): void {
  if (rules.isDone(live.context)) {
    rules.finishAdd(live.context, command, emit);
    enterSettling(live, command, emit);
    return;
  }
  live.value = 'adopting';
}

function eventlessInChoosingRemoval(live: Live, command: Body<Command['type']>, emit: Emit): void {
  if (rules.isDone(live.context)) {
    rules.finishRemove(live.context, command, emit);
    live.value = 'idle';
    return;
  }
  rules.lookUpNext(live.context, command, emit);
  live.value = 'lookingUp';
}
