/**
 * A keyring that lets its owner acquire at any level at any time: what the level check is for.
 */
import type { ManagerMachines } from '../../src/core/level-order/system.ts';
import { withoutLevelCheck as mutant } from '../mutants/level-order.mutants.ts';
import { systemsWith } from '../mutants/systems.ts';

export function withoutLevelCheck(): ManagerMachines['keyring'] {
  return systemsWith(mutant).machines.keyring;
}
