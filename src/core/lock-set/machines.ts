/**
 * What executes the machines of a lock set: the compiled ones, or whatever is handed in instead of them.
 */
import type { CatalogueCommand, CatalogueEffect } from '../catalogue/commands.ts';
import * as catalogue from '../catalogue/compiled.ts';
import { effectOf } from '../shared-lock/canonical.ts';
import type { LockCommand, LockEffect } from '../shared-lock/commands.ts';
import * as lock from '../shared-lock/compiled.ts';
import type { LockSetCommand, LockSetEffect } from './commands.ts';
import * as set from './compiled.ts';
import type { SetInput } from './context.ts';

/** Executes machines of one kind. A live machine is whatever `start` gave. */
export interface Executor<Input, Command, Effect, Context, State> {
  start(input: Input): object;
  /** The other way round of `read`. */
  restore(state: State): object;
  /** Applies one command, and then tells its effects. */
  send(live: object, command: Command, tell: (effect: Effect) => void): void;
  /** The state in memory, for reading only. */
  context(live: object): Context;
  /** A copy of the state, in canonical form. */
  read(live: object): State;
}

export interface SetMachines {
  readonly lock: Executor<{ readonly token: number }, LockCommand, LockEffect, lock.Context, lock.State>;
  readonly set: Executor<SetInput, LockSetCommand, LockSetEffect, set.Context, set.State>;
  readonly catalogue: Executor<
    undefined,
    CatalogueCommand,
    CatalogueEffect,
    catalogue.Context,
    catalogue.State
  >;
}

export const compiledMachines: SetMachines = {
  lock: {
    start: (input) => lock.start(input),
    send: (live, command, tell) =>
      lock.send(live as lock.Live, command.type, command, (...said) => tell(effectOf(...said))),
    context: (live) => (live as lock.Live).context,
    read: (live) => lock.encode(live as lock.Live),
    restore: lock.decode,
  },
  set: {
    start: (input) => set.start(input),
    send: (live, command, tell) => set.send(live as set.Live, command.type, command, tell),
    context: (live) => (live as set.Live).context,
    read: (live) => set.encode(live as set.Live),
    restore: set.decode,
  },
  catalogue: {
    start: () => catalogue.start(),
    send: (live, command, tell) => catalogue.send(live as catalogue.Live, command.type, command, tell),
    context: (live) => (live as catalogue.Live).context,
    read: (live) => catalogue.encode(live as catalogue.Live),
    restore: catalogue.decode,
  },
};
