/**
 * The state of a lock for people and monitors.
 */
import type { Mode, OwnerId } from '../core/shared-lock/commands.ts';
import type { State } from '../core/shared-lock/compiled.ts';

export interface LockSnapshot {
  readonly name: string;
  readonly state: 'free' | Mode | 'deleted';
  /** Takes no more requests. */
  readonly closed: boolean;
  /** In order of grant. */
  readonly holders: readonly HolderSnapshot[];
  /** Groups that will be granted together, the next one first. */
  readonly queue: readonly GroupSnapshot[];
}

export interface HolderSnapshot {
  /** Null for an anonymous owner. */
  readonly owner: OwnerId | null;
  readonly mode: Mode;
  readonly token: number;
}

export interface GroupSnapshot {
  readonly mode: Mode;
  readonly priority: number;
  /** In order of arrival; null for an anonymous owner. */
  readonly owners: readonly (OwnerId | null)[];
  /** Waits to end the lock, not to hold it. */
  readonly deletes: boolean;
}

/** The state of a set: its own lock, and its members sorted by name. */
export interface LockSetSnapshot {
  readonly name: string;
  readonly setLock: LockSnapshot;
  readonly members: readonly LockSnapshot[];
}

export function snapshotOf(name: string, { value, context }: State): LockSnapshot {
  return {
    name,
    // A lock that is asked is at rest, and `settling` never is.
    state: value as LockSnapshot['state'],
    closed: context.closed,
    holders: context.holds.map(({ owner, mode, token }) => ({ owner, mode, token })),
    queue: context.queue.map(({ mode, priority, deletes, waiters }) => ({
      mode,
      priority,
      owners: waiters.map(({ owner }) => owner),
      deletes,
    })),
  };
}

/** In one line: `shared:ann,bob|exclusive@0:cy`, or `free, closed`. An anonymous owner is a question mark. */
export function textOf({ state, closed, holders, queue }: LockSnapshot): string {
  const held = holders.length > 0 ? `${state}:${holders.map(({ owner }) => owner ?? '?').join(',')}` : state;
  const groups = queue.map(
    ({ mode, priority, owners }) => `|${mode}@${priority}:${owners.map((owner) => owner ?? '?').join(',')}`,
  );
  return held + groups.join('') + (closed ? ', closed' : '');
}
