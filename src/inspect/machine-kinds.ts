/**
 * The kinds of machines there are, each with its chart and its rules.
 */
import * as catalogueRules from '../core/catalogue/rules.ts';
import * as conditionRules from '../core/condition/rules.ts';
import * as levelOrderRules from '../core/level-order/rules.ts';
import * as lockSetRules from '../core/lock-set/rules.ts';
import * as sharedLockRules from '../core/shared-lock/rules.ts';
import { Chart } from './chart.ts';
import catalogueChart from './charts/catalogue.json' with { type: 'json' };
import conditionChart from './charts/condition.json' with { type: 'json' };
import levelOrderChart from './charts/level-order.json' with { type: 'json' };
import lockSetChart from './charts/lock-set.json' with { type: 'json' };
import sharedLockChart from './charts/shared-lock.json' with { type: 'json' };
import { Tracer } from './trace.ts';

/** Under the names of what executes them in a set or manager. */
export const tracers = {
  lock: new Tracer(new Chart(sharedLockChart, sharedLockRules.emptyLock), sharedLockRules),
  set: new Tracer(new Chart(lockSetChart, lockSetRules.emptySet), lockSetRules),
  catalogue: new Tracer(new Chart(catalogueChart, catalogueRules.emptyCatalogue), catalogueRules),
  keyring: new Tracer(new Chart(levelOrderChart, levelOrderRules.emptyKeyring), levelOrderRules),
  condition: new Tracer(new Chart(conditionChart, conditionRules.emptyCondition), conditionRules),
} as const;
