/**
 * Who waits for something of a lock manager, who holds what, and which grants pass a waiter.
 */

import type { ManagerSetup, ManagerState } from '../src/core/level-order/system.ts';
import type { ManagerAnswer, ManagerCommand } from '../src/core/level-order/system-step.ts';
import { SET_LOCK_NAME } from '../src/core/lock-set/commands.ts';
import type { Liveness } from '../src/testing/model.ts';
import { heldIn, passesIn, waitsIn } from './lock-set.liveness.ts';

export function levelOrderLiveness(
  owners: readonly string[],
  { levels }: ManagerSetup,
): Liveness<ManagerState, ManagerCommand, ManagerAnswer> {
  const at = (level: number, lock: string): string => `${levels[level]?.name}/${lock}`;
  return {
    owners,
    locks: levels.flatMap(({ members }, level) => [SET_LOCK_NAME, ...members].map((name) => at(level, name))),
    waits: ({ sets }) =>
      sets.flatMap((set, level) => waitsIn(set).map((wait) => ({ ...wait, lock: at(level, wait.lock) }))),
    holds: ({ sets }) =>
      sets.flatMap((set, level) => heldIn(set).map(({ owner, lock }) => ({ owner, lock: at(level, lock) }))),
    asks: ({ key, command }) => ({
      owner: String(key),
      priority: 'priority' in command ? command.priority : null,
    }),
    passes: ({ before, after }, { owner }) =>
      before.sets.reduce((sum, set, level) => {
        const since = after.sets[level];
        return since === undefined ? sum : sum + passesIn(set, since, owner);
      }, 0),
  };
}
