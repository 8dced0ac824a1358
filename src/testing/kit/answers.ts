/**
 * What an adapter gives back, and what it must be. One that gives something else says nothing of its lock:
 * the check is off, and says what the adapter has to give.
 */
import type { KitHold } from './adapter.ts';

/** The adapter does not do as the kit asks. */
export class AdapterError extends TypeError {}

const shown = (given: unknown): string =>
  typeof given === 'object' && given !== null ? 'an object' : `${String(given)}`;

const has = (given: unknown, method: string): boolean =>
  typeof given === 'object' && given !== null && typeof Reflect.get(given, method) === 'function';

export const isPromise = <Value>(given: PromiseLike<Value> | Value): given is PromiseLike<Value> =>
  has(given, 'then');

/** @throws {AdapterError} when it is none. */
export function promiseOf<Value>(method: string, given: PromiseLike<Value> | undefined): PromiseLike<Value> {
  if (given !== undefined && isPromise(given)) return given;
  throw new AdapterError(`${method} gave ${shown(given)}, and must give a promise`);
}

/** @throws {AdapterError} when it is none. */
export function holdOf(method: string, given: KitHold, upgrades: boolean): KitHold {
  const needed = upgrades ? ['release', 'upgrade'] : ['release'];
  const missing = needed.find((name) => !has(given, name));
  if (missing === undefined) return given;
  const instead = method === 'tryAcquire' ? ', or undefined where it fails' : '';
  throw new AdapterError(
    `${method} gave ${shown(given)} without ${missing}(), and must give a hold that has it${instead}`,
  );
}
