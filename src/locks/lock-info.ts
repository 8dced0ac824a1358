/**
 * A lock as monitors (./monitor.ts) see it.
 */
import { groupsOf } from '../core/shared-lock/canonical.ts';
import type { Mode } from '../core/shared-lock/commands.ts';
import type { LockContext } from '../core/shared-lock/context.ts';
import type { Place } from '../core/shared-lock/place.ts';
import * as ring from '../core/shared-lock/ring.ts';
import type { LiveMachine, LockEngine } from './engine.ts';

/** One lock. A field is read only when it was asked for, so what costs something can be a getter. */
export interface LockInfo {
  readonly name: string;
  /** How it is held; null when nobody holds it. */
  readonly mode: Mode | 'deleted' | null;
  /** Who holds it; null when nobody does. An anonymous owner is called `anonymous-` and a number. */
  readonly owner: readonly string[] | null;
  /** Groups that will be granted together, the next one first; empty when nobody waits. */
  readonly pending: readonly PendingGroup[];
}

/** What is waited for, and who waits. A waiting delete looks like any exclusive request. */
export type PendingGroup = readonly [mode: Mode, owners: readonly string[]];

/** Whatever a monitor can list: something that is one lock, or has several. */
export interface LockInfoProvider {
  /** A look at the locks as they are now; it is read at once. */
  lockInfo(): Iterable<LockInfo>;
}

/** Nothing is copied before it is asked for. */
export class LiveLockInfo implements LockInfo {
  readonly name: string;
  readonly #read: () => LockContext | undefined;

  /** `read` gives the lock in memory; undefined once the lock has ended. */
  constructor(name: string, read: () => LockContext | undefined) {
    this.name = name;
    this.#read = read;
  }

  get mode(): LockInfo['mode'] {
    const lock = this.#read();
    return lock === undefined ? 'deleted' : (lock.holds?.mode ?? null);
  }

  get owner(): LockInfo['owner'] {
    const owners = Array.from(ring.each(this.#read()?.holds ?? null), nameOf);
    return owners.length > 0 ? owners : null;
  }

  get pending(): LockInfo['pending'] {
    const lock = this.#read();
    if (lock === undefined) return [];
    return groupsOf(lock).map((group) => [group[0].mode, group.map(nameOf)]);
  }
}

/**
 * A single lock. One that was deleted is not held, so its state is looked at only where there are no holds.
 */
export function lockInfo(name: string, engine: LockEngine, machine: LiveMachine): Iterable<LockInfo> {
  const read = (): LockContext | undefined => {
    const context = engine.context(machine);
    return context.holds === null && engine.read(machine).value === 'deleted' ? undefined : context;
  };
  return [new LiveLockInfo(name, read)];
}

/** By its request an anonymous owner is the same in every query, and at every lock of a set. */
const nameOf = ({ owner, request }: Place): string => owner ?? `anonymous-${request}`;
