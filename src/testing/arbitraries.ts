/**
 * `lockchart/testing/arbitraries`: what the kit and our own tests draw from, for properties of your own.
 * Needs the package fast-check.
 */
import type fc from 'fast-check';
import type { Capabilities } from './kit/adapter.ts';
import type { KitCommand } from './kit/commands.ts';
import { scenarios } from './kit/draw.ts';
import { lockProperties } from './kit/properties.ts';

export type { KitCommand } from './kit/commands.ts';
export { lockRuns } from './lock-commands.ts';

/**
 * Scenarios of the kit, at most ten commands each: those that are drawn for a property of `checkLock`.
 *
 * @param offered what the lock offers, so that nothing else is asked of it.
 * @param property its name.
 *
 * @throws {RangeError} when the kit has no such property.
 *
 * @example
 * ```ts
 * import fc from 'fast-check';
 * import { lockScenarios } from 'lockchart/testing/arbitraries';
 *
 * const [scenario = []] = fc.sample(lockScenarios({ shared: true }, 'exclusion'), 1);
 * console.log(scenario.length <= 10); // true
 * ```
 */
export function lockScenarios(offered: Capabilities, property: string): fc.Arbitrary<KitCommand[]> {
  const found = lockProperties.find(({ name }) => name === property);
  if (found === undefined) throw new RangeError(`The kit has no property '${property}'.`);
  return scenarios(found, offered);
}
