/**
 * The canonical form of a lock and of what it says: plain JSON, for comparing, storing and showing.
 */
import type {
  Identity,
  LockCommand,
  LockEffect,
  Mode,
  OwnerId,
  RefusalReason,
  RequestId,
} from './commands.ts';
import { emptyLock, hold, type LockContext, wait } from './context.ts';
import { Place } from './place.ts';
import * as ring from './ring.ts';

/** The canonical form: plain JSON, groups in queue order. */
export interface LockData {
  readonly token: number;
  readonly closed: boolean;
  readonly holds: readonly HoldData[];
  readonly queue: readonly GroupData[];
}

export interface HoldData {
  readonly owner: OwnerId | null;
  readonly request: RequestId;
  readonly mode: Mode;
  readonly token: number;
}

/** Waiters that are granted together. */
export interface GroupData {
  readonly priority: number;
  readonly mode: Mode;
  readonly deletes: boolean;
  readonly waiters: readonly { readonly owner: OwnerId | null; readonly request: RequestId }[];
}

export function encode(context: LockContext): LockData {
  const holds: HoldData[] = [];
  for (const { owner, request, mode, token } of ring.each(context.holds)) {
    holds.push({ owner, request, mode, token });
  }
  const queue = groupsOf(context).map((group) => {
    const [{ priority, mode, deletes }] = group;
    return { priority, mode, deletes, waiters: group.map(({ owner, request }) => ({ owner, request })) };
  });
  return { token: context.token, closed: context.closed, holds, queue };
}

/** The waiters in groups that will be granted together, the next one first. */
export function groupsOf({ queue }: LockContext): readonly (readonly [Place, ...Place[]])[] {
  const groups: [Place, ...Place[]][] = [];
  for (const place of queue ?? []) {
    const group = groups.at(-1);
    const isOpen = group?.[0].mode === 'shared' && group[0].priority === place.priority;
    if (isOpen && place.mode === 'shared') group.push(place);
    else groups.push([place]);
  }
  return groups;
}

export function decode(data: LockData): LockContext {
  const context = emptyLock(data);
  context.closed = data.closed;
  for (const { owner, request, mode, token } of data.holds) {
    const place = new Place(owner, request, 0, false, mode, false);
    place.token = token;
    hold(context, place);
  }
  for (const { priority, mode, deletes, waiters } of data.queue) {
    for (const { owner, request } of waiters) {
      wait(context, new Place(owner, request, priority, false, mode, deletes));
    }
  }
  return context;
}

/** The effect that a call of `emit` stands for. */
export function effectOf(
  type: LockEffect['type'],
  subject: Place | Identity,
  detail?: RefusalReason | number,
): LockEffect {
  const { owner, request: asked = null } = subject;
  if (type === 'lock.refused') return { type, owner, request: asked, reason: detail as RefusalReason };
  // Only a command can lack a request id, and these are about places and requests.
  const request = asked as RequestId;
  if (type === 'lock.deleted') return { type, owner, request, token: detail as number };
  if (type !== 'lock.granted') return { type, owner, request };
  const { mode, token } = subject as Place;
  return { type, owner, request, mode, token };
}

/** A place, or a copy of one, or what inherits from one. */
export const isLikePlace = (command: object): command is Place => 'standing' in command;

/** A command as JSON: whoever sends a place means what it says of the request, and not its links. */
export function commandOf(type: LockCommand['type'], command: object): LockCommand {
  if (!isLikePlace(command)) return { type, ...command } as LockCommand;
  const { owner, request, priority, mode, try: isTry } = command;
  if (type === 'lock.acquire') return { type, owner, request, priority, try: isTry, mode };
  if (type === 'lock.delete') return { type, owner, request, priority, try: isTry };
  return { type, owner, request } as LockCommand;
}
