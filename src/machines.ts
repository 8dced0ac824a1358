/**
 * `lockchart/machines`: the machines themselves, and XState's interpreter as an engine of live locks.
 */
export { catalogueMachine } from '../models/catalogue.machine.ts';
export { conditionMachine } from '../models/condition.machine.ts';
export { levelOrderMachine } from '../models/level-order.machine.ts';
export { lockSetMachine } from '../models/lock-set.machine.ts';
export { sharedLockMachine } from '../models/shared-lock.machine.ts';
export type { Inspect } from './machines/actors.ts';
export { createXstateEngine, type XstateEngineOptions, xstateEngine } from './machines/xstate-engine.ts';
