/**
 * What executes the machine of a lock: the compiled machine, or whatever is handed in instead of it.
 */
import type { SetMachines } from '../core/lock-set/machines.ts';
import type { LockCommand } from '../core/shared-lock/commands.ts';
import * as compiled from '../core/shared-lock/compiled.ts';
import type { Emit, LockContext } from '../core/shared-lock/rules.ts';

/**
 * Executes the machines of locks. The default is the compiled machine; `xstateEngine` from
 * `lockchart/machines` is XState's own interpreter.
 */
export interface LockEngine {
  readonly name: string;
  /** A new machine in its initial state. */
  start(): LiveMachine;
  /**
   * Applies one command, and then tells what happened through `emit`. A request that comes as a `Place` is
   * the place in the lock from then on.
   */
  send<Type extends LockCommand['type']>(
    live: LiveMachine,
    type: Type,
    command: compiled.Body<Type>,
    emit: Emit,
  ): void;
  /** The lock in memory, for reading only. */
  context(live: LiveMachine): LockContext;
  /** A copy of the state, in canonical form. */
  read(live: LiveMachine): compiled.State;
  /** For lock sets; an engine without it executes single locks only. */
  readonly set?: SetMachines | undefined;
}

/** A machine as its engine keeps it. */
export type LiveMachine = object;

export const compiledEngine: LockEngine = {
  name: 'compiled',
  start: () => compiled.start(undefined),
  // The function itself, not one around it: an acquire has just enough room to be inlined as a whole.
  send: compiled.send as LockEngine['send'],
  context: (live) => (live as compiled.Live).context,
  read: (live) => compiled.encode(live as compiled.Live),
};
