/**
 * Names of members, as callers write them.
 */
import { SET_LOCK_NAME } from '../core/lock-set/commands.ts';
import { badArgument } from './errors.ts';

/** How the set's own lock is called where locks are listed; no member may have this name. */
export const LOCKSET_NAME: typeof SET_LOCK_NAME = SET_LOCK_NAME;

/** One name or several, as a list of our own: the caller's may have holes, or change later. */
export function namesOf(set: string, names: string | readonly string[]): readonly string[] {
  if (typeof names === 'string') return [names];
  const copy = Array.isArray(names) ? copyOf(names) : [undefined];
  if (copy.every((name) => typeof name === 'string')) return copy;
  throw badArgument(
    set,
    'Names are a string, or an array of strings (or ALL, where all there are can be meant).',
  );
}

/** Several times faster than `Array.from`. */
function copyOf(names: readonly unknown[]): unknown[] {
  const copy: unknown[] = [];
  for (let index = 0; index < names.length; index += 1) copy.push(names[index]);
  return copy;
}

/** In the plain order in which members are taken, each once. */
export function sortedNames(names: readonly string[]): readonly string[] {
  return isSorted(names) ? [...names] : [...new Set(names)].toSorted();
}

function isSorted(names: readonly string[]): boolean {
  return names.every((name, index) => index === 0 || (names[index - 1] as string) < name);
}

/** For a name that a member is to be given. */
export function memberName(set: string, name: string): string {
  if (name !== LOCKSET_NAME) return name;
  throw badArgument(set, `A member cannot be called '${LOCKSET_NAME}': that is the lock of the set.`);
}
