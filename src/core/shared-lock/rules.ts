/**
 * The rules that the guards and actions of models/shared-lock.machine.ts name.
 *
 * A guard answers a question; an action changes the context it is given and tells what happened through
 * `emit`. Neither throws nor looks at a clock: arguments are checked by the shells, and time comes in as a
 * command.
 */
import type { CancelCommand, Identity, Mode, RaiseCommand, RefusalReason, Request } from './commands.ts';
import {
  type Emit,
  endHold,
  find,
  hold,
  isPlace,
  type LockContext,
  leaveQueue,
  lookUp,
  placeOfAsker,
  wait,
} from './context.ts';
import { Place } from './place.ts';
import type { WaitQueue } from './queue.ts';

export { decode, effectOf, encode, type LockData } from './canonical.ts';
export { type Emit, emptyLock, type LockContext } from './context.ts';

type Acquire = Request & { readonly mode: Mode };

// ---- guards ----

export function isClosed(context: LockContext): boolean {
  return context.closed;
}

/** A known owner has a place here already. */
export function isInvolved(context: LockContext, command: Identity): boolean {
  return command.owner !== null && lookUp(context, command.owner) !== undefined;
}

export function isHolder(context: LockContext, command: Identity): boolean {
  return find(context, command)?.standing === 'holder';
}

export function isWaiter(context: LockContext, command: Identity): boolean {
  return find(context, command)?.standing === 'waiter';
}

export function isMoreUrgent(context: LockContext, command: Omit<RaiseCommand, 'type'>): boolean {
  const place = find(context, command);
  return place?.standing === 'waiter' && command.priority < place.priority;
}

export function isTry(_context: LockContext, command: { readonly try: boolean }): boolean {
  return command.try;
}

export function wantsExclusive(_context: LockContext, command: { readonly mode: Mode }): boolean {
  return command.mode === 'exclusive';
}

/** Nobody waits before the newcomer, and its mode fits. A try does not overtake, however urgent it is. */
export function fitsAtOnce(context: LockContext, command: Acquire): boolean {
  if (!fits(context, command.mode)) return false;
  const head = context.queue?.head;
  return head == null || (!command.try && command.priority < head.priority);
}

/** Whoever asks for the delete holds the lock. */
export function isOwnHold(context: LockContext, command: Identity): boolean {
  return placeOfAsker(context, command)?.standing === 'holder';
}

export function isDeleteDue(context: LockContext): boolean {
  return context.queue !== null && context.holds === null && context.queue.head?.deletes === true;
}

export function isHeldExclusive(context: LockContext): boolean {
  return context.holds?.mode === 'exclusive';
}

export function isHeldShared(context: LockContext): boolean {
  return context.holds?.mode === 'shared';
}

// ---- actions ----

/** Grants the command itself: there was nobody to wait for. */
export function admit(context: LockContext, command: Acquire, emit: Emit): void {
  grant(context, isPlace(command) ? command : placeFor(command, command.mode, false), emit);
}

export function enqueue(context: LockContext, command: Acquire): void {
  wait(context, placeFor(command, command.mode, false));
}

export function enqueueDelete(context: LockContext, command: Request): void {
  wait(context, placeFor(command, 'exclusive', true));
}

/**
 * Serves the queue from its head for as long as the head fits. A delete that is due ends the lock instead.
 */
export function grantAllThatFit(context: LockContext, _command: unknown, emit: Emit): void {
  if (context.queue !== null) grantFrom(context, context.queue, emit);
}

function grantFrom(context: LockContext, queue: WaitQueue, emit: Emit): void {
  for (let head = queue.head; head !== null && !head.deletes && fits(context, head.mode); head = queue.head) {
    queue.remove(head);
    grant(context, head, emit);
  }
}

export function dropHold(context: LockContext, command: Identity, emit: Emit): void {
  const place = find(context, command);
  if (place !== undefined) endHold(context, place, emit);
}

export function dropWaiter(context: LockContext, command: Omit<CancelCommand, 'type'>, emit: Emit): void {
  const place = find(context, command);
  if (place !== undefined) evict(context, place, command.reason, emit);
}

/** The waiter comes to its new priority as if it asked only now. */
export function raise(context: LockContext, command: Omit<RaiseCommand, 'type'>, emit: Emit): void {
  const place = find(context, command);
  if (place === undefined) return;
  leaveQueue(context, place);
  place.priority = command.priority;
  wait(context, place);
  emit('lock.raised', place);
}

/**
 * Exclusive to shared with no gap; the shared group of the most urgent priority comes next, whoever was
 * before.
 */
export function downgrade(context: LockContext, command: Identity, emit: Emit): void {
  const place = find(context, command);
  if (place === undefined) return;
  place.mode = 'shared';
  context.queue?.advanceSharers();
  emit('lock.downgraded', place);
}

/** The answer to a downgrade of what is shared already. */
export function confirmDowngrade(context: LockContext, command: Identity, emit: Emit): void {
  const place = find(context, command);
  if (place !== undefined) emit('lock.downgraded', place);
}

/** The exclusive holder ends the lock, and its hold with it. */
export function deleteHeld(context: LockContext, command: Request, emit: Emit): void {
  const place = placeOfAsker(context, command);
  if (place !== undefined) endHold(context, place, emit);
  emit('lock.deleted', command, context.token);
  evictAll(context, 'deleted', emit);
}

/** The waiting delete at the head of the queue ends the lock. */
export function deleteForHead(context: LockContext, _command: unknown, emit: Emit): void {
  const head = context.queue?.head;
  if (head == null) return;
  leaveQueue(context, head);
  emit('lock.deleted', head, context.token);
  evictAll(context, 'deleted', emit);
}

export function close(context: LockContext, _command: unknown, emit: Emit): void {
  context.closed = true;
  evictAll(context, 'closed', emit);
}

export function refuse(
  _context: LockContext,
  command: Identity,
  emit: Emit,
  { reason }: { readonly reason: RefusalReason },
): void {
  emit('lock.refused', command, reason);
}

// ---- the parts that rules share ----

/** Whether a hold of this mode would stand beside the holds there are. */
function fits(context: LockContext, mode: Mode): boolean {
  return context.holds === null || (mode === 'shared' && context.holds.mode === 'shared');
}

function grant(context: LockContext, place: Place, emit: Emit): void {
  context.token += 1;
  place.token = context.token;
  hold(context, place);
  emit('lock.granted', place);
}

function evict(context: LockContext, place: Place, reason: RefusalReason, emit: Emit): void {
  leaveQueue(context, place);
  emit('lock.refused', place, reason);
}

function evictAll(context: LockContext, reason: RefusalReason, emit: Emit): void {
  for (let head = context.queue?.head; head != null; head = context.queue?.head)
    evict(context, head, reason, emit);
}

/** A shell's own object serves as the place; a command that came as JSON is given one. */
function placeFor(request: Request, mode: Mode, deletes: boolean): Place {
  if (isPlace(request)) return request;
  return new Place(request.owner, request.request, request.priority, request.try, mode, deletes);
}
