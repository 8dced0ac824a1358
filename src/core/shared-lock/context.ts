/**
 * One lock in memory: its places, and how they come, go and are found. What is decided about them is in
 * ./rules.ts.
 */
import type { Identity, LockEffect, OwnerId, RefusalReason, RequestId } from './commands.ts';
import { Place } from './place.ts';
import { WaitQueue } from './queue.ts';
import * as ring from './ring.ts';

/** The lock in memory. `encode` gives its canonical form; what is not in there is derived. */
export interface LockContext {
  /** The last token given; every grant takes the next. */
  token: number;
  closed: boolean;
  /** The first of the holds, which stand in order of grant. */
  holds: Place | null;
  /** Made when somebody waits, forgotten when the lock is free again. */
  queue: WaitQueue | null;
  /** Places by owner; made for the first look-up among many, forgotten like the queue. */
  index: Map<OwnerId | RequestId, Place> | null;
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
  return { token: input?.token ?? 0, closed: false, holds: null, queue: null, index: null };
}

export function hold(context: LockContext, place: Place): void {
  place.standing = 'holder';
  context.holds = ring.append(context.holds, place);
  context.index?.set(place.key, place);
}

export function wait(context: LockContext, place: Place): void {
  place.standing = 'waiter';
  context.queue ??= new WaitQueue();
  context.queue.add(place);
  context.index?.set(place.key, place);
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
  context.index?.delete(place.key);
  if (context.holds !== null || (context.queue !== null && context.queue.size > 0)) return;
  context.queue = null;
  context.index = null;
}

/**
 * The place that a command speaks of: it may be the place itself. What only looks like one, as a proxy or a
 * copy does, is not in any line, and is looked up like a command that came as JSON.
 */
export function find(context: LockContext, command: Identity): Place | undefined {
  if (command instanceof Place && command.next.previous === command) return command;
  const { owner, request } = command;
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
  if (context.index === null) {
    let few = FEW - (context.queue?.size ?? 0);
    let place = context.holds;
    for (; place !== null && few > 0; few -= 1) {
      if (place.key === key) return place;
      place = ring.after(context.holds, place);
    }
    if (place === null && few >= 0) return context.queue?.find(key);
    context.index = indexOf(context);
  }
  return context.index.get(key);
}

function indexOf(context: LockContext): Map<OwnerId | RequestId, Place> {
  const index = new Map<OwnerId | RequestId, Place>();
  for (const place of ring.each(context.holds)) index.set(place.key, place);
  for (const place of context.queue ?? []) index.set(place.key, place);
  return index;
}
