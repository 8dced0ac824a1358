/**
 * What is watched now.
 */
import type { Audience } from './audience.ts';
import type { WatchedSystem } from './watched-system.ts';

/** Machines that are watched together, and who is told. */
export interface Watch {
  readonly system: WatchedSystem;
  readonly audience: Audience;
  /** Nobody is told any more. A watch that began with its machines does not end before them. */
  end?(): void;
}

/** By the engine or the machines that tell. */
export const watches = new WeakMap<object, Watch>();
