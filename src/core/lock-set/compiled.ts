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

/** A running machine, its state beside its data: `send` changes it. */
export interface Live extends Context {
  value: Value;
}

/** A machine at rest, as plain JSON. */
export interface State {
  readonly value: Value;
  readonly context: Data;
}

export function start(...input: Parameters<typeof rules.emptySet>): Live {
  return inState('idle', rules.emptySet(...input));
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

export function onCatalogueAdded(live: Live, command: Body<'catalogue.added'>, emit: Emit): void {
  switch (live.value) {
    case 'adding':
      return onCatalogueAddedInAdding(live, command, emit);
  }
}

function onCatalogueAddedInAdding(live: Live, command: Body<'catalogue.added'>, emit: Emit): void {
  if (rules.wantsHolds(live)) {
    rules.take(live, command);
    rules.askForAll(live, command, emit);
    enterCountingAdopted(live, command, emit);
    return;
  }
  rules.finishAdd(live, command, emit);
  enterSettling(live, command, emit);
}

export function onCatalogueDuplicate(live: Live, command: Body<'catalogue.duplicate'>, emit: Emit): void {
  switch (live.value) {
    case 'adding':
      return onCatalogueDuplicateInAdding(live, command, emit);
  }
}

function onCatalogueDuplicateInAdding(live: Live, command: Body<'catalogue.duplicate'>, emit: Emit): void {
  rules.refuseAdd(live, command, emit);
  enterSettling(live, command, emit);
}

export function onCatalogueListed(live: Live, command: Body<'catalogue.listed'>, emit: Emit): void {
  switch (live.value) {
    case 'listing':
      return onCatalogueListedInListing(live, command, emit);
    case 'reading':
      return onCatalogueListedInReading(live, command, emit);
  }
}

function onCatalogueListedInListing(live: Live, command: Body<'catalogue.listed'>, emit: Emit): void {
  rules.take(live, command);
  enterChoosing(live, command, emit);
}

function onCatalogueListedInReading(live: Live, command: Body<'catalogue.listed'>, emit: Emit): void {
  rules.tellNames(live, command, emit);
  enterSettling(live, command, emit);
}

export function onCatalogueResolved(live: Live, command: Body<'catalogue.resolved'>, emit: Emit): void {
  switch (live.value) {
    case 'resolving':
      return onCatalogueResolvedInResolving(live, command, emit);
    case 'lookingUp':
      return onCatalogueResolvedInLookingUp(live, command, emit);
  }
}

function onCatalogueResolvedInResolving(live: Live, command: Body<'catalogue.resolved'>, emit: Emit): void {
  if (rules.isMissing(live, command)) {
    rules.refuseMissing(live, command, emit);
    live.value = 'idle';
    return;
  }
  rules.take(live, command);
  enterChoosing(live, command, emit);
}

function onCatalogueResolvedInLookingUp(live: Live, command: Body<'catalogue.resolved'>, emit: Emit): void {
  if (rules.isGone(live, command)) {
    enterChoosingRemoval(live, command, emit);
    return;
  }
  rules.askToDelete(live, command, emit);
  live.value = 'deleting';
}

export function onLockDeleted(live: Live, command: Body<'lock.deleted'>, emit: Emit): void {
  switch (live.value) {
    case 'deleting':
      return onLockDeletedInDeleting(live, command, emit);
  }
}

function onLockDeletedInDeleting(live: Live, command: Body<'lock.deleted'>, emit: Emit): void {
  rules.noteRemoved(live, command, emit);
  enterChoosingRemoval(live, command, emit);
}

export function onLockGranted(live: Live, command: Body<'lock.granted'>, emit: Emit): void {
  switch (live.value) {
    case 'acquiringSetLock':
      return onLockGrantedInAcquiringSetLock(live, command, emit);
    case 'acquiringMember':
      return onLockGrantedInAcquiringMember(live, command, emit);
    case 'openingToAdd':
      return onLockGrantedInOpeningToAdd(live, command, emit);
    case 'adopting':
      return onLockGrantedInAdopting(live, command, emit);
    case 'openingToRead':
      return onLockGrantedInOpeningToRead(live, command, emit);
  }
}

function onLockGrantedInAcquiringSetLock(live: Live, command: Body<'lock.granted'>, emit: Emit): void {
  rules.holdSetLock(live, command);
  rules.askForNames(live, command, emit);
  live.value = 'listing';
}

function onLockGrantedInAcquiringMember(live: Live, command: Body<'lock.granted'>, emit: Emit): void {
  rules.holdMember(live, command);
  enterChoosing(live, command, emit);
}

function onLockGrantedInOpeningToAdd(live: Live, command: Body<'lock.granted'>, emit: Emit): void {
  rules.holdSetLock(live, command);
  rules.askToAdd(live, command, emit);
  live.value = 'adding';
}

function onLockGrantedInAdopting(live: Live, command: Body<'lock.granted'>, emit: Emit): void {
  rules.adopt(live, command);
  enterCountingAdopted(live, command, emit);
}

function onLockGrantedInOpeningToRead(live: Live, command: Body<'lock.granted'>, emit: Emit): void {
  rules.holdSetLock(live, command);
  rules.askForNames(live, command, emit);
  live.value = 'reading';
}

export function onLockRefused(live: Live, command: Body<'lock.refused'>, emit: Emit): void {
  switch (live.value) {
    case 'acquiringSetLock':
      return onLockRefusedInAcquiringSetLock(live, command, emit);
    case 'acquiringMember':
      return onLockRefusedInAcquiringMember(live, command, emit);
    case 'openingToAdd':
      return onLockRefusedInOpeningToAdd(live, command, emit);
    case 'openingToRead':
      return onLockRefusedInOpeningToRead(live, command, emit);
    case 'deleting':
      return onLockRefusedInDeleting(live, command, emit);
  }
}

function onLockRefusedInAcquiringSetLock(live: Live, command: Body<'lock.refused'>, emit: Emit): void {
  rules.noteRefusal(live, command);
  enterRollingBack(live, command, emit);
}

function onLockRefusedInAcquiringMember(live: Live, command: Body<'lock.refused'>, emit: Emit): void {
  if (rules.isSkippable(live, command)) {
    enterChoosing(live, command, emit);
    return;
  }
  rules.noteRefusal(live, command);
  enterRollingBack(live, command, emit);
}

function onLockRefusedInOpeningToAdd(live: Live, command: Body<'lock.refused'>, emit: Emit): void {
  rules.noteRefusal(live, command);
  enterRollingBack(live, command, emit);
}

function onLockRefusedInOpeningToRead(live: Live, command: Body<'lock.refused'>, emit: Emit): void {
  rules.noteRefusal(live, command);
  rules.giveUpReading(live, command, emit);
  enterSettling(live, command, emit);
}

function onLockRefusedInDeleting(live: Live, command: Body<'lock.refused'>, emit: Emit): void {
  if (rules.isSkippable(live, command)) {
    enterChoosingRemoval(live, command, emit);
    return;
  }
  rules.noteRefusal(live, command);
  rules.finishRemove(live, command, emit);
  live.value = 'idle';
}

export function onSetAcquire(live: Live, command: Body<'set.acquire'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      return onSetAcquireInIdle(live, command, emit);
  }
  return onSetAcquireElsewhere(live, command, emit);
}

function onSetAcquireInIdle(live: Live, command: Body<'set.acquire'>, emit: Emit): void {
  if (rules.isLimitedForNothing(live, command)) {
    rules.refuse(live, command, emit, { reason: 'opportunistic-timeout' });
    return;
  }
  if (rules.wantsAll(live, command)) {
    rules.beginAcquire(live, command, emit);
    live.value = 'acquiringSetLock';
    return;
  }
  rules.beginAcquire(live, command, emit);
  live.value = 'resolving';
}

function onSetAcquireElsewhere(live: Live, command: Body<'set.acquire'>, emit: Emit): void {
  rules.refuse(live, command, emit, { reason: 'set-double-acquire' });
}

export function onSetAdd(live: Live, command: Body<'set.add'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      return onSetAddInIdle(live, command, emit);
    case 'owning':
      return onSetAddInOwning(live, command, emit);
  }
  return onSetAddElsewhere(live, command, emit);
}

function onSetAddInIdle(live: Live, command: Body<'set.add'>, emit: Emit): void {
  rules.beginAdd(live, command);
  rules.openSet(live, command, emit);
  live.value = 'openingToAdd';
}

function onSetAddInOwning(live: Live, command: Body<'set.add'>, emit: Emit): void {
  if (rules.holdsSetLockExclusive(live)) {
    rules.beginAdd(live, command);
    rules.askToAdd(live, command, emit);
    live.value = 'adding';
    return;
  }
  rules.refuse(live, command, emit, { reason: 'add-partially-owned' });
}

function onSetAddElsewhere(live: Live, command: Body<'set.add'>, emit: Emit): void {
  rules.refuse(live, command, emit, { reason: 'set-busy' });
}

export function onSetCancel(live: Live, command: Body<'set.cancel'>, emit: Emit): void {
  if (rules.isCurrent(live, command)) {
    rules.cancelWait(live, command, emit);
    return;
  }
  rules.refuse(live, command, emit, { reason: 'not-waiting' });
}

export function onSetDowngrade(live: Live, command: Body<'set.downgrade'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      return onSetDowngradeInIdle(live, command, emit);
    case 'owning':
      return onSetDowngradeInOwning(live, command, emit);
  }
  return onSetDowngradeElsewhere(live, command, emit);
}

function onSetDowngradeInIdle(live: Live, command: Body<'set.downgrade'>, emit: Emit): void {
  rules.refuse(live, command, emit, { reason: 'set-downgrade-unowned' });
}

function onSetDowngradeInOwning(live: Live, command: Body<'set.downgrade'>, emit: Emit): void {
  if (rules.isUnheld(live, command)) {
    rules.refuse(live, command, emit, { reason: 'downgrade-unheld' });
    return;
  }
  rules.downgrade(live, command, emit);
}

function onSetDowngradeElsewhere(live: Live, command: Body<'set.downgrade'>, emit: Emit): void {
  rules.refuse(live, command, emit, { reason: 'set-busy' });
}

export function onSetNames(live: Live, command: Body<'set.names'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      return onSetNamesInIdle(live, command, emit);
    case 'owning':
      return onSetNamesInOwning(live, command, emit);
  }
  return onSetNamesElsewhere(live, command, emit);
}

function onSetNamesInIdle(live: Live, command: Body<'set.names'>, emit: Emit): void {
  rules.beginNames(live, command);
  rules.openSet(live, command, emit);
  live.value = 'openingToRead';
}

function onSetNamesInOwning(live: Live, command: Body<'set.names'>, emit: Emit): void {
  if (rules.holdsSetLock(live)) {
    rules.beginNames(live, command);
    rules.askForNames(live, command, emit);
    live.value = 'reading';
    return;
  }
  rules.beginNames(live, command);
  rules.openSet(live, command, emit);
  live.value = 'openingToRead';
}

function onSetNamesElsewhere(live: Live, command: Body<'set.names'>, emit: Emit): void {
  rules.refuse(live, command, emit, { reason: 'set-busy' });
}

export function onSetRaise(live: Live, command: Body<'set.raise'>, emit: Emit): void {
  if (rules.isRaise(live, command)) {
    rules.raiseWait(live, command, emit);
    return;
  }
  if (rules.isCurrent(live, command)) {
    rules.refuse(live, command, emit, { reason: 'not-more-urgent' });
    return;
  }
  rules.refuse(live, command, emit, { reason: 'not-waiting' });
}

export function onSetRelease(live: Live, command: Body<'set.release'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      return onSetReleaseInIdle(live, command, emit);
    case 'owning':
      return onSetReleaseInOwning(live, command, emit);
  }
  return onSetReleaseElsewhere(live, command, emit);
}

function onSetReleaseInIdle(live: Live, command: Body<'set.release'>, emit: Emit): void {
  rules.refuse(live, command, emit, { reason: 'set-release-unowned' });
}

function onSetReleaseInOwning(live: Live, command: Body<'set.release'>, emit: Emit): void {
  if (rules.isUnheld(live, command)) {
    rules.refuse(live, command, emit, { reason: 'release-unheld' });
    return;
  }
  rules.release(live, command, emit);
  enterSettling(live, command, emit);
}

function onSetReleaseElsewhere(live: Live, command: Body<'set.release'>, emit: Emit): void {
  rules.refuse(live, command, emit, { reason: 'set-busy' });
}

export function onSetRemove(live: Live, command: Body<'set.remove'>, emit: Emit): void {
  switch (live.value) {
    case 'idle':
      return onSetRemoveInIdle(live, command, emit);
    case 'owning':
      return onSetRemoveInOwning(live, command, emit);
  }
  return onSetRemoveElsewhere(live, command, emit);
}

function onSetRemoveInIdle(live: Live, command: Body<'set.remove'>, emit: Emit): void {
  rules.beginRemove(live, command);
  enterChoosingRemoval(live, command, emit);
}

function onSetRemoveInOwning(live: Live, command: Body<'set.remove'>, emit: Emit): void {
  if (rules.isNotAllOwned(live, command)) {
    rules.refuse(live, command, emit, { reason: 'remove-not-all-owned' });
    return;
  }
  rules.removeOwned(live, command, emit);
  enterSettling(live, command, emit);
}

function onSetRemoveElsewhere(live: Live, command: Body<'set.remove'>, emit: Emit): void {
  rules.refuse(live, command, emit, { reason: 'set-busy' });
}

function enterSettling(live: Live, command: Body<Command['type']>, emit: Emit): void {
  eventlessInSettling(live, command, emit);
}

function enterChoosing(live: Live, command: Body<Command['type']>, emit: Emit): void {
  eventlessInChoosing(live, command, emit);
}

function enterRollingBack(live: Live, command: Body<Command['type']>, emit: Emit): void {
  rules.giveBack(live, command, emit);
  eventlessInRollingBack(live, command, emit);
}

function enterCountingAdopted(live: Live, command: Body<Command['type']>, emit: Emit): void {
  eventlessInCountingAdopted(live, command, emit);
}

function enterChoosingRemoval(live: Live, command: Body<Command['type']>, emit: Emit): void {
  eventlessInChoosingRemoval(live, command, emit);
}

function eventlessInSettling(live: Live, _command: Body<Command['type']>, _emit: Emit): void {
  if (rules.ownsAny(live)) {
    live.value = 'owning';
    return;
  }
  live.value = 'idle';
}

function eventlessInChoosing(live: Live, command: Body<Command['type']>, emit: Emit): void {
  if (rules.isDone(live)) {
    rules.finishAcquire(live, command, emit);
    enterSettling(live, command, emit);
    return;
  }
  rules.askNext(live, command, emit);
  live.value = 'acquiringMember';
}

function eventlessInRollingBack(live: Live, _command: Body<Command['type']>, _emit: Emit): void {
  live.value = 'idle';
}

function eventlessInCountingAdopted(live: Live, command: Body<Command['type']>, emit: Emit): void {
  if (rules.isDone(live)) {
    rules.finishAdd(live, command, emit);
    enterSettling(live, command, emit);
    return;
  }
  live.value = 'adopting';
}

function eventlessInChoosingRemoval(live: Live, command: Body<Command['type']>, emit: Emit): void {
  if (rules.isDone(live)) {
    rules.finishRemove(live, command, emit);
    live.value = 'idle';
    return;
  }
  rules.lookUpNext(live, command, emit);
  live.value = 'lookingUp';
}
