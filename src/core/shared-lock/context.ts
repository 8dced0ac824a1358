/**
 * One lock in memory: its places, and how they come, go and are found. What is decided about them is in
 * ./rules.ts.
 */
import type { Identity, LockEffect, Mode, OwnerId, RefusalReason, RequestId } from './commands.ts';
import type { Place } from './place.ts';
import { WaitQueue } from './queue.ts';
import * as ring from './ring.ts';

/** The lock in memory. `encode` gives its canonical form; what is not in there is derived. */
export interface LockContext {
  /** The state, for whoever executes the machine; '' where that is kept elsewhere. */
  value: string;
  /** The last token given; every grant takes the next. */
  token: number;
  closed: boolean;
  /** The first of the holds, which stand in order of grant. */
  holds: Place | null;
  /** Made when somebody waits or many hold, forgotten when the lock is free again. */
  queue: WaitQueue | null;
}

/**
 * Says what happened to a request, or (`lock.refused`) why a command did nothing. `detail` is the reason of a
 * refusal, or the last token of a lock that was deleted.
 */
export type Emit = (
  type: LockEffect['type'],
  subject: Place | Identity,
  detail?: RefusalReason | number,
) => void;

/** `token`: the last one given elsewhere under the same name, so that tokens grow across a lock's lives. */
export function emptyLock(input: { readonly token?: number } | undefined): LockContext {
  return { value: '', token: input?.token ?? 0, closed: false, holds: null, queue: null };
}

export function hold(context: LockContext, place: Place): void {
  place.standing = 'holder';
  context.holds = ring.append(context.holds, place);
  if (context.queue !== null) context.queue.note(place);
}

export function wait(context: LockContext, place: Place): void {
  place.standing = 'waiter';
  context.queue ??= new WaitQueue();
  context.queue.add(place);
  context.queue.note(place);
}

export function endHold(context: LockContext, place: Place, emit: Emit): void {
  if (context.holds !== null) context.holds = ring.unlink(context.holds, place);
  leave(context, place);
  emit('lock.released', place);
}

export function leaveQueue(context: LockContext, place: Place): void {
  context.queue?.remove(place);
  leave(context, place);
}

function leave(context: LockContext, place: Place): void {
  place.standing = 'none';
  if (context.queue !== null) forget(context, context.queue, place);
}

function forget(context: LockContext, queue: WaitQueue, place: Place): void {
  queue.index?.delete(place.key);
  if (context.holds === null && queue.size === 0) context.queue = null;
}

/**
 * The place that a command speaks of: it may be the place itself. What only looks like one, as a proxy or a
 * copy does, is looked up like a command that came as JSON.
 */
export function find(context: LockContext, command: Identity): Place | undefined {
  return isPlace(command) ? command : search(context, command);
}

/** Only a place is its neighbour's neighbour: a copy of it, or what stands for it, is not. */
export function isPlace(command: object): command is Place {
  return (command as Partial<Place>).next?.previous === command;
}

function search(context: LockContext, { owner, request }: Identity): Place | undefined {
  const key = owner ?? request;
  const place = key === undefined ? undefined : lookUp(context, key);
  return request === undefined || place?.request === request ? place : undefined;
}

/** The place of whoever asks: a delete has a request id of its own, so a known owner is found by its name. */
export function placeOfAsker(context: LockContext, command: Identity): Place | undefined {
  return command.owner === null ? find(context, command) : lookUp(context, command.owner);
}

/** Up to so many places are looked through; more of them are indexed. */
const FEW = 8;

/** The place of a known owner, or of an anonymous request. */
export function lookUp(context: LockContext, key: OwnerId | RequestId): Place | undefined {
  const { queue, holds } = context;
  if (queue?.index != null) return queue.index.get(key);
  let few = FEW - (queue?.size ?? 0);
  let place = holds;
  for (; place !== null && few > 0; few -= 1) {
    if (place.key === key) return place;
    place = ring.after(holds, place);
  }
  if (place === null && few >= 0) return queue?.find(key);
  context.queue ??= new WaitQueue();
  return context.queue.indexWith(holds).get(key);
}

/** In which mode a known owner holds the lock; undefined when it does not. */
export function heldBy(context: LockContext, owner: OwnerId): Mode | undefined {
  const place = lookUp(context, owner);
  return place?.standing === 'holder' ? place.mode : undefined;
}
