/**
 * The rules that the guards and actions of models/level-order.machine.ts name.
 *
 * A keyring keeps no list of what it holds, the lock sets have that: it counts, level by level, as much as
 * the order of levels and the big lock have to know.
 */
import type { SetAnswer } from '../lock-set/commands.ts';
import type { RequestId } from '../shared-lock/commands.ts';
import type {
  KeyringAnswer,
  KeyringCommand,
  KeyringRefusalReason,
  LevelOrderEffect,
  SetOrder,
} from './commands.ts';
import type { Held, KeyringContext } from './context.ts';

export {
  decode,
  emptyKeyring,
  encode,
  type KeyringContext,
  type KeyringData,
  type KeyringInput,
} from './context.ts';

type Emit = (effect: LevelOrderEffect) => void;
type Body<Type extends KeyringCommand['type']> = Omit<Extract<KeyringCommand, { type: Type }>, 'type'>;
type Answer = Omit<Extract<SetAnswer, { type: 'set.acquired' }>, 'type'>;
type Refusal = Omit<Extract<SetAnswer, { type: 'set.refused' }>, 'type'>;
interface AtLevel {
  readonly level: string;
}

// ---- guards: what is asked ----

export function isUnknownLevel(context: KeyringContext, { level }: AtLevel): boolean {
  return indexOf(context, level) < 0;
}

/** An unknown level is none that could be changed. */
export function isImmutable({ levels }: KeyringContext, { level }: AtLevel): boolean {
  return levels.find(({ name }) => name === level)?.modifiable !== true;
}

export function lacksBigLock({ bigLock, holdsBigLock }: KeyringContext): boolean {
  return bigLock !== null && !holdsBigLock;
}

/** Nor is it what is asked for. */
export function lacksBigLockFor(context: KeyringContext, { level, names }: Body<'keyring.acquire'>): boolean {
  return lacksBigLock(context) && !concernsBigLock(context, level, names);
}

/** The big lock would go while something is held under it. */
export function losesBigLock(context: KeyringContext, { level, names }: Body<'keyring.release'>): boolean {
  return concernsBigLock(context, level, names) && holdsGreater(context, { level });
}

export function holdsGreater(context: KeyringContext, { level }: AtLevel): boolean {
  return context.held.slice(indexOf(context, level) + 1).some(isSome);
}

export function holdsHere(context: KeyringContext, { level }: AtLevel): boolean {
  return isSome(heldAt(context, level));
}

/**
 * Listing the names waits for the set lock, unless it is held, and what is held already may be in the way.
 */
export function couldWaitInACircle(context: KeyringContext, { level }: AtLevel): boolean {
  const here = heldAt(context, level);
  return !here.setLock && (here.members > 0 || holdsGreater(context, { level }));
}

// ---- guards: what is under way ----

export function isCurrent({ operation }: KeyringContext, { request }: { request: RequestId }): boolean {
  return operation?.request === request;
}

/** The answer to a raise, and not to what is under way. */
export function isOfRaise(_context: KeyringContext, { reason }: Refusal): boolean {
  return reason === 'not-more-urgent' || reason === 'not-waiting';
}

export function isClosing({ closing }: KeyringContext): boolean {
  return closing !== null;
}

export function ownsAny({ held }: KeyringContext): boolean {
  return held.some(isSome);
}

// ---- actions ----

export function begin(
  context: KeyringContext,
  {
    request,
    level,
    names,
    acquire,
  }: AtLevel & {
    readonly request: RequestId;
    readonly names?: readonly string[] | null;
    readonly acquire?: string | null;
  },
  _emit: Emit,
  { type }: { readonly type: KeyringCommand['type'] },
): void {
  context.operation = { type, request, level, all: names === null, takes: acquire != null };
}

/** The lock set at the level does it. */
export function forward(
  _context: KeyringContext,
  command: AtLevel,
  emit: Emit,
  { as }: { readonly as: SetOrder['type'] },
): void {
  emit({ ...command, type: as } as SetOrder);
}

/** What stops or speeds what is under way goes to the level where that is. */
export function forwardToLevel(
  { operation }: KeyringContext,
  command: object,
  emit: Emit,
  { as }: { readonly as: SetOrder['type'] },
): void {
  if (operation !== null) emit({ ...command, level: operation.level, type: as } as SetOrder);
}

export function noteAcquired(context: KeyringContext, { names }: Answer): void {
  const { operation } = context;
  if (operation === null) return;
  const here = heldAt(context, operation.level);
  here.members += names.length;
  if (operation.all) here.setLock = true;
  if (isBigLockAmong(context, operation.level, names)) context.holdsBigLock = true;
}

/** Whatever is given back, the set lock goes with it. */
export function noteReleased(context: KeyringContext, { level, names }: Answer & AtLevel): void {
  const here = heldAt(context, level);
  here.members -= names.length;
  here.setLock = false;
  if (isBigLockAmong(context, level, names)) context.holdsBigLock = false;
}

export function noteAdded(context: KeyringContext, { names }: Answer): void {
  const { operation } = context;
  if (operation?.takes === true) heldAt(context, operation.level).members += new Set(names).size;
}

/** Whoever holds members removes those; whoever holds none removes what others had. */
export function noteRemoved(context: KeyringContext, { names }: Answer): void {
  const { operation } = context;
  if (operation?.type !== 'keyring.remove') return;
  const here = heldAt(context, operation.level);
  if (here.members > 0) here.members -= names.length;
}

export function answer(
  context: KeyringContext,
  { names }: Answer,
  emit: Emit,
  { as }: { readonly as: Exclude<KeyringAnswer['type'], 'keyring.refused'> },
): void {
  emit({ type: as, request: endOperation(context), names });
}

/** Whoever gives back everything ends what is under way: that one is told that the keyring is closed. */
export function answerRefused(context: KeyringContext, { reason, names }: Refusal, emit: Emit): void {
  const told = reason === 'abort' && context.closing !== null ? 'closed' : reason;
  emit({ type: 'keyring.refused', request: endOperation(context), reason: told, names });
}

/** A raise ends nothing. */
export function tellRaised(_context: KeyringContext, { request }: Answer, emit: Emit): void {
  emit({ type: 'keyring.raised', request, names: [] });
}

export function beginClosing(context: KeyringContext, { request }: Body<'keyring.releaseAll'>): void {
  context.closing = request;
}

export function giveUp({ operation }: KeyringContext, _command: unknown, emit: Emit): void {
  if (operation === null) return;
  emit({ type: 'set.cancel', level: operation.level, request: operation.request, reason: 'abort' });
}

/** The greatest level first. */
export function releaseAll(context: KeyringContext, _command: unknown, emit: Emit): void {
  const { levels, closing: request } = context;
  if (request === null) return;
  for (const { name: level } of levels.toReversed())
    if (isSome(heldAt(context, level))) emit({ type: 'set.release', level, request, names: null });
}

export function finishClosing(context: KeyringContext, _command: unknown, emit: Emit): void {
  emit({ type: 'keyring.releasedAll', request: context.closing, names: [] });
  context.closing = null;
}

export function refuse(
  _context: KeyringContext,
  { request }: { readonly request: RequestId | null },
  emit: Emit,
  { reason }: { readonly reason: KeyringRefusalReason },
): void {
  emit({ type: 'keyring.refused', request, reason, names: [] });
}

// ---- the parts that rules share ----

const indexOf = ({ levels }: KeyringContext, level: string): number =>
  levels.findIndex(({ name }) => name === level);

const NOTHING: Held = { members: 0, setLock: false };

const heldAt = (context: KeyringContext, level: string): Held =>
  context.held[indexOf(context, level)] ?? NOTHING;

/** A set lock counts, also where it has no members. */
const isSome = ({ members, setLock }: Held): boolean => setLock || members > 0;

const isBigLockAmong = (
  { levels, bigLock }: KeyringContext,
  level: string,
  names: readonly string[],
): boolean => bigLock !== null && level === levels[0]?.name && names.includes(bigLock);

/** `names` null: all of them. */
const concernsBigLock = (context: KeyringContext, level: string, names: readonly string[] | null): boolean =>
  isBigLockAmong(context, level, names ?? [context.bigLock ?? '']);

function endOperation(context: KeyringContext): RequestId | null {
  const request = context.operation?.request ?? null;
  context.operation = null;
  return request;
}

export const effectOf = (effect: LevelOrderEffect): LevelOrderEffect => effect;
