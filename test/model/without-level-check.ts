/**
 * A keyring that lets its owner acquire at any level at any time: what the level check is for.
 */
import type { ManagerMachines } from '../../src/core/level-order/system.ts';
import { executorOf } from '../../src/core/lock-set/machines.ts';
import { loadMutant } from '../mutants/load-mutant.ts';

export function withoutLevelCheck(): ManagerMachines['keyring'] {
  const mutant = {
    name: 'acquires without looking at the order of levels',
    file: 'models/level-order.machine.ts',
    find: "{ guard: 'holdsGreater', actions: { type: 'refuse', params: { reason: 'level-order' } } },\n          {\n            actions: [\n              { type: 'begin', params: { type: 'keyring.acquire' } },",
    replace:
      "{\n            actions: [\n              { type: 'begin', params: { type: 'keyring.acquire' } },",
  };
  return executorOf(loadMutant('level-order', mutant));
}
