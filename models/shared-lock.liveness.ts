/**
 * Who waits for one lock, who holds it, and which grants pass a waiter.
 */
import type { LockCommand, LockEffect, OwnerId } from '../src/core/shared-lock/commands.ts';
import type { State } from '../src/core/shared-lock/compiled.ts';
import type { Liveness } from '../src/testing/model.ts';

/** Of owners with names: an anonymous one has nothing that outlasts the renaming of its request. */
export function sharedLockLiveness(owners: readonly OwnerId[]): Liveness<State, LockCommand, LockEffect> {
  return {
    owners,
    locks: ['lock'],
    waits: ({ context: { queue } }) =>
      queue.flatMap(({ priority, waiters }) =>
        waiters.map(({ owner, request }) => ({ owner: String(owner), request, priority, lock: 'lock' })),
      ),
    holds: ({ context: { holds } }) => holds.map(({ owner }) => ({ owner: String(owner), lock: 'lock' })),
    asks: (command) => ({
      owner: 'owner' in command ? command.owner : null,
      priority: 'priority' in command ? command.priority : null,
    }),
    passes: ({ effects }, { owner }) =>
      effects.filter((effect) => effect.type === 'lock.granted' && effect.owner !== owner).length,
  };
}
