/**
 * The main entry where there is Node: the same, and owners that follow the flow of asynchronous code.
 */
export * from './index.ts';
export { withOwner } from './locks/ambient-owner.ts';
