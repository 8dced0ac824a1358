/**
 * Who waits for something of a lock set, who holds what, and which grants pass a waiter.
 */
import { SET_LOCK, SET_LOCK_NAME } from '../src/core/lock-set/commands.ts';
import type { SystemState } from '../src/core/lock-set/system.ts';
import type { SystemAnswer, SystemCommand } from '../src/core/lock-set/system-step.ts';
import type { Liveness, Wait } from '../src/testing/model.ts';

/**
 * The wait of an owner is the whole operation, from lock to lock; at each it may be passed.
 *
 * Nobody lists the names who holds members without the set lock: it would wait for the set lock, whose holder
 * may be waiting for those members. (That is what the original does. A lock manager refuses it.)
 */
export function lockSetLiveness(
  owners: readonly string[],
  names: readonly string[],
): Liveness<SystemState, SystemCommand, SystemAnswer> {
  return {
    owners,
    locks: [SET_LOCK_NAME, ...names],
    waits: waitsIn,
    holds: heldIn,
    excludes: (state, { key, command }) => {
      if (command.type !== 'set.names') return false;
      const context = state.owners.find((owner) => owner.key === key)?.state.context;
      return context !== undefined && context.setLock === null && context.members.length > 0;
    },
    asks: ({ key, command }) => ({
      owner: String(key),
      priority: 'priority' in command ? command.priority : null,
    }),
    passes: ({ before, after }, { owner }) => passesIn(before, after, owner),
  };
}

export function waitsIn({ owners }: SystemState): Wait[] {
  return owners.flatMap(({ key, state: { context } }) => {
    const { operation } = context;
    if (operation?.at == null) return [];
    const { request, priority, at } = operation;
    return [{ owner: String(key), request, priority, lock: at.lock === SET_LOCK ? SET_LOCK_NAME : at.name }];
  });
}

/** By the names of locks: their ids do not outlast the renaming. */
export function heldIn({ owners }: SystemState): { owner: string; lock: string }[] {
  return owners.flatMap(({ key, state: { context } }) =>
    [...context.members, ...(context.setLock === null ? [] : [{ name: SET_LOCK_NAME }])].map(({ name }) => ({
      owner: String(key),
      lock: name,
    })),
  );
}

/**
 * How many grants there were, between two states, of the lock at which an owner waited in the first: every
 * grant takes a token.
 */
export function passesIn(before: SystemState, after: SystemState, owner: string): number {
  const lock = before.owners.find(({ key }) => key === owner)?.state.context.operation?.at?.lock;
  const waitedFor = lockIn(before, lock);
  const since = lockIn(after, lock);
  // Where the lock has ended meanwhile, the wait for it is over.
  if (waitedFor === undefined || since === undefined) return 0;
  const isOwn = since.holds.some((hold) => hold.owner === owner);
  return since.token - waitedFor.token - (isOwn ? 1 : 0);
}

const lockIn = ({ locks }: SystemState, id: number = SET_LOCK - 1) =>
  locks.find(({ lock }) => lock === id)?.state.context;
