/**
 * XState's own interpreter for the machines of a lock set, or of a lock manager: each of them an actor.
 */
import { catalogueMachine, readCatalogue } from '../../models/catalogue.machine.ts';
import { levelOrderMachine, readLevelOrder } from '../../models/level-order.machine.ts';
import { lockSetMachine, readLockSet } from '../../models/lock-set.machine.ts';
import { readSharedLock, sharedLockMachine } from '../../models/shared-lock.machine.ts';
import type { ManagerMachines } from '../core/level-order/system.ts';
import { ActorSystem, type Inspect } from './actors.ts';

/** `name`: of the set or manager; all its machines are actors of one system. */
export function xstateMachines(name: string, inspect?: Inspect): ManagerMachines {
  const system = new ActorSystem(name, inspect);
  return {
    lock: system.executor(sharedLockMachine, readSharedLock),
    set: system.executor(lockSetMachine, readLockSet),
    catalogue: system.executor(catalogueMachine, readCatalogue),
    keyring: system.executor(levelOrderMachine, readLevelOrder),
  };
}
