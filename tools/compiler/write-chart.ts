/**
 * Writes the chart of a machine as JSON: its configuration as it stands in the source, for inspectors. They
 * look its guards and actions up by name among the rules, so each must be called as the rule that it wraps.
 */
import type { AnyStateMachine } from 'xstate';
import { UnsupportedError } from './subset.ts';

export function writeChart(machine: AnyStateMachine, rules: Readonly<Record<string, unknown>>): string {
  const { guards, actions } = machine.implementations;
  for (const [name, wrapper] of Object.entries({ ...guards, ...actions })) {
    if ((wrapper as { readonly rule?: unknown }).rule !== rules[name]) {
      throw new UnsupportedError(machine.id, `'${name}', which is not called as its rule,`);
    }
  }
  // The first context is made by a rule, which JSON cannot say.
  const { context: _context, ...chart } = machine.config;
  return `${JSON.stringify(chart, undefined, 2)}\n`;
}
