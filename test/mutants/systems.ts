/**
 * Whole lock sets and lock managers with one line of their package changed.
 */
import type * as levelOrder from '../../src/core/level-order/system.ts';
import type * as levelOrderStep from '../../src/core/level-order/system-step.ts';
import type * as machines from '../../src/core/lock-set/machines.ts';
import type * as lockSet from '../../src/core/lock-set/system.ts';
import type * as lockSetStep from '../../src/core/lock-set/system-step.ts';
import type * as router from '../../src/core/router.ts';
import type * as scenarios from '../conformance/scenarios.ts';
import { type Mutant, packageWith } from './load-mutant.ts';

export type Systems = ReturnType<typeof systemsWith>;

/** What the checks of whole systems use of a package; unchanged where the mutant is null. */
export function systemsWith(mutant: Mutant | null) {
  const load = packageWith(mutant);
  const { compiledMachines } = load<typeof machines>('src/core/lock-set/machines.ts');
  const { compiledKeyring, LockManagerSystem } = load<typeof levelOrder>('src/core/level-order/system.ts');
  return {
    machines: { ...compiledMachines, keyring: compiledKeyring },
    LockManagerSystem,
    LockSetSystem: load<typeof lockSet>('src/core/lock-set/system.ts').LockSetSystem,
    Router: load<typeof router>('src/core/router.ts').Router,
    systemStep: load<typeof lockSetStep>('src/core/lock-set/system-step.ts').systemStep,
    managerStep: load<typeof levelOrderStep>('src/core/level-order/system-step.ts').managerStep,
    readScenario: load<typeof scenarios>('test/conformance/scenarios.ts').readScenario,
  };
}
