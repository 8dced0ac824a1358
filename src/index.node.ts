/**
 * The main entry where there is Node: the same, and owners that follow the flow of asynchronous code.
 */
export * from './index.ts';
// Before the one of the same name that is for everywhere else.
export { withOwner } from './locks/ambient-owner.ts';
