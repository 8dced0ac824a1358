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

/** A name that is made when it is needed: machines of owners come and go, and most are never watched. */
export type Named = () => string;

/** Executes machines of one kind. A live machine is whatever `start` gave. */
export interface Executor<Input, Command, Effect, Context, State> {
  /** `id` is for people: how the machine is called where machines are watched. */
  start(input: Input, id: Named): object;
  /** The other way round of `read`. */
  restore(state: State, id: string): object;
  /**
   * Applies one command, and then tells its effects. `from`: the live machine that the command comes from,
   * where it comes from one.
   */
  send(live: object, command: Command, tell: (effect: Effect) => void, from?: object): void;
  /** The machine is needed no more. */
  stop(live: object): void;
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
    restore: lock.decode,
    send: (live, command, tell) =>
      lock.send(live as lock.Live, command.type, command, (type, subject, detail) =>
        tell(effectOf(type, subject, detail)),
      ),
    stop: () => {},
    context: (live) => live as lock.Live,
    read: (live) => lock.encode(live as lock.Live),
  },
  set: executorOf({ start: set.start, decode: set.decode, encode: set.encode, send: set.send }),
  catalogue: executorOf({
    start: catalogue.start,
    decode: catalogue.decode,
    encode: catalogue.encode,
    send: catalogue.send,
  }),
};

/**
 * As much of a compiled module as executes it, where its rules emit whole effects. Bundlers keep all of a
 * module that is given whole.
 */
interface Compiled<Live, Input, Effect, State> {
  start(input: Input): Live;
  decode(state: State): Live;
  encode(live: Live): State;
  send(live: Live, type: never, command: never, emit: (effect: Effect) => void): void;
}

export function executorOf<
  Live extends object,
  Input,
  Command extends { readonly type: string },
  Effect,
  State,
>(compiled: Compiled<Live, Input, Effect, State>): Executor<Input, Command, Effect, Live, State> {
  return {
    start: (input) => compiled.start(input),
    restore: compiled.decode,
    send: (live, command, tell) => compiled.send(live as Live, command.type as never, command as never, tell),
    stop: () => {},
    context: (live) => live as Live,
    read: (live) => compiled.encode(live as Live),
  };
}
