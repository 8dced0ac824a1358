/**
 * What executes the machine of a condition: the compiled one, or whatever is handed in instead of it.
 */
import type { Executor } from '../lock-set/machines.ts';
import type { ConditionCommand, ConditionEffect } from './commands.ts';
import * as compiled from './compiled.ts';

/** As much of an executor as a live condition needs. */
export type ConditionMachine = Pick<
  Executor<{ readonly once: boolean }, ConditionCommand, ConditionEffect, compiled.Context, compiled.State>,
  'start' | 'send' | 'context' | 'read'
>;

export const compiledCondition: ConditionMachine = {
  start: (input) => compiled.start(input),
  send: (live, command, tell) => compiled.send(live as compiled.Live, command.type, command, tell),
  context: (live) => live as compiled.Live,
  read: (live) => compiled.encode(live as compiled.Live),
};
