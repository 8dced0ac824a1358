/**
 * Whoever is told of every new lock. Until somebody wants to know, making a lock looks at one variable, and
 * nothing that a lock does not need is loaded.
 */
import type { LockInfoProvider } from './lock-info.ts';

interface Watcher {
  register(lock: LockInfoProvider): void;
}

let watcher: Watcher | undefined;

/** For the end of the constructor of whatever has locks of its own. */
export function announce(lock: LockInfoProvider): void {
  watcher?.register(lock);
}

/** From now on `by` is told. */
export function watch(by: Watcher): void {
  watcher = by;
}
