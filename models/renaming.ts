/**
 * Numbers that only grow, brought back to small ones, so that states that differ in them alone count once.
 *
 * Ids of requests and of locks are compared for equality and for nothing else, so any others that differ
 * serve as well: those of the order in which they are met. Tokens matter within their lock alone.
 */
import type { ManagerState } from '../src/core/level-order/system.ts';
import { byKey } from '../src/core/lock-set/messages.ts';
import type { OwnerKey, SystemState } from '../src/core/lock-set/system.ts';
import type { OwnerId } from '../src/core/shared-lock/commands.ts';
import type { State } from '../src/core/shared-lock/compiled.ts';

/** Gives 1, 2, 3 … to numbers in the order in which they are met; 0 stays 0. */
export function renaming(): (number: number) => number {
  const names = new Map([[0, 0]]);
  return (number) => {
    const known = names.get(number);
    if (known !== undefined) return known;
    names.set(number, names.size);
    return names.size - 1;
  };
}

/** Who asks, under which name. */
type Naming = (owner: OwnerId | null) => OwnerId | null;

const keepNames: Naming = (owner) => owner;

/**
 * For owners who may do the same: gives their names in the order in which they are met. States that differ
 * only in who is who become one. Whoever has no name stays without.
 */
export function inOrder(names: readonly OwnerId[]): Naming {
  const given = new Map<OwnerId, OwnerId>();
  return (owner) => {
    if (owner === null || !names.includes(owner)) return owner;
    const known = given.get(owner);
    if (known !== undefined) return known;
    const name = names[given.size] as OwnerId;
    given.set(owner, name);
    return name;
  };
}

/** One lock: holds stand in order of grant, so their places are the ranks of their tokens. */
export function renamedLock(
  { value, context }: State,
  request: (id: number) => number,
  name: Naming = keepNames,
): State {
  return {
    value,
    context: {
      token: context.holds.length,
      closed: context.closed,
      holds: context.holds.map(({ owner, request: id, mode }, place) => ({
        owner: name(owner),
        request: request(id),
        mode,
        token: place + 1,
      })),
      queue: context.queue.map(({ priority, mode, deletes, waiters }) => ({
        priority,
        mode,
        deletes,
        waiters: waiters.map(({ owner, request: id }) => ({ owner: name(owner), request: request(id) })),
      })),
    },
  };
}

/** A lock set; `request` is shared where several sets belong together. */
export function renamedSet(
  { catalogue, locks, owners }: SystemState,
  request: (id: number) => number,
  name: Naming = keepNames,
): SystemState {
  const lockId = renaming();
  const members = catalogue.context.members.map((one) => ({ ...one, lock: lockId(one.lock) }));
  const tokenOf = (lock: number, id: number): number => {
    const state = locks.find((one) => one.lock === lock)?.state;
    return (state?.context.holds.findIndex((hold) => hold.request === id) ?? -1) + 1;
  };
  const held = <Held extends { readonly lock: number; readonly request: number }>(one: Held): Held => ({
    ...one,
    lock: lockId(one.lock),
    request: request(one.request),
    token: tokenOf(one.lock, one.request),
  });
  // Sorted first: whatever is met in them is called after the order in which it is met.
  const shownLocks = locks
    .map(({ lock, state }) => ({ lock: lockId(lock), state }))
    .toSorted((one, other) => one.lock - other.lock)
    .map(({ lock, state }) => ({ lock, state: renamedLock(state, request, name) }));
  return {
    locks: shownLocks,
    owners: renamed(owners, name).map(({ key, state: { value, context } }) => ({
      key,
      state: {
        value,
        context: {
          ...context,
          owner: name(context.owner),
          setLock: context.setLock && held(context.setLock),
          members: context.members.map(held),
          operation: context.operation && {
            ...context.operation,
            request: request(context.operation.request),
            todo: context.operation.todo.map((one) => ({ ...one, lock: lockId(one.lock) })),
            at: context.operation.at && { ...context.operation.at, lock: lockId(context.operation.at.lock) },
          },
        },
      },
    })),
    // Last, when every lock that anybody speaks of has its number.
    catalogue: { ...catalogue, context: { members, lastLock: lockId(-1) - 1, token: 0 } },
  };
}

/** A lock manager: its sets belong together. */
export function renamedManager({ sets, keyrings }: ManagerState, name: Naming = keepNames): ManagerState {
  const request = renaming();
  return {
    sets: sets.map((set) => renamedSet(set, request, name)),
    keyrings: renamed(keyrings, name).map(({ key, state: { value, context } }) => ({
      key,
      state: {
        value,
        context: {
          ...context,
          owner: name(context.owner),
          operation: context.operation && {
            ...context.operation,
            request: request(context.operation.request),
          },
        },
      },
    })),
  };
}

/** Under new names, and sorted by them again. */
function renamed<Entry extends { readonly key: OwnerKey }>(entries: readonly Entry[], name: Naming): Entry[] {
  return entries
    .map((entry) => ({
      ...entry,
      key: typeof entry.key === 'string' ? (name(entry.key) ?? entry.key) : entry.key,
    }))
    .toSorted(byKey);
}
