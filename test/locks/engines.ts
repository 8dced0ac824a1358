/**
 * The executors on which every behaviour suite runs: what a lock does must not depend on what executes its
 * machine.
 */
import { xstateEngine } from '../../src/machines.ts';

/** For `describe.each`. `undefined` is what a user gets who says nothing: the compiled machine. */
export const engines = [
  ['compiled', undefined],
  ['xstate', xstateEngine],
] as const;

export type Engine = (typeof engines)[number][1];
