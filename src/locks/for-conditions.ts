/**
 * What conditions need of a lock, beside what everybody can see of it: its parts, and word of its end.
 *
 * Whoever waits for a condition has let go of the lock and means to take it back. It is told when there is
 * nothing to take back any more, because the lock has ended or the hold was given up meanwhile.
 */
import type { Clock } from './clock.ts';
import type { LiveMachine, LockEngine } from './engine.ts';

export const inside: unique symbol = Symbol('inside');

/** What a lock works with. */
export interface Means {
  readonly engine: LockEngine;
  readonly clock: Clock;
}

export interface Inside extends Means {
  readonly machine: LiveMachine;
}

/** By lock, and by hold. */
const sleepers = new WeakMap<object, Set<() => void>>();

/** Calls `callback` when `subject` is over. */
export function whenOver(subject: object, callback: () => void): void {
  const known = sleepers.get(subject);
  if (known === undefined) sleepers.set(subject, new Set([callback]));
  else known.add(callback);
}

/** Takes the callback back. */
export function forget(subject: object, callback: () => void): void {
  const known = sleepers.get(subject);
  if (known?.delete(callback) && known.size === 0) sleepers.delete(subject);
}

/** For whoever ends a lock or gives a hold up; tells each sleeper, in the order in which they came. */
export function over(subject: object): void {
  for (const callback of sleepers.get(subject) ?? []) callback();
}
