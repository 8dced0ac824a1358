/**
 * The executors on which every behaviour suite runs: what a lock does must not depend on what executes its
 * machine.
 */
import { xstateEngine } from '../../src/machines.ts';

const both = [
  ['compiled', undefined],
  ['xstate', xstateEngine],
] as const;

export type Engine = (typeof both)[number][1];

const only = process.env['LOCKCHART_ENGINE'];

/**
 * For `describe.each`. `undefined` is what a user gets who says nothing: the compiled machine. Stryker asks
 * for that one only.
 */
export const engines = both.filter(([name]) => only === undefined || name === only);
