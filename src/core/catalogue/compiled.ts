// GENERATED from models/catalogue.machine.ts by `npm run compile`. Do not edit: change the machine, and compile it again.
import type { Command } from './commands.ts';
import * as rules from './rules.ts';

export type Value = 'open';
export type Context = ReturnType<typeof rules.decode>;
export type Data = ReturnType<typeof rules.encode>;
export type Effect = ReturnType<typeof rules.effectOf>;
export type Emit = (...said: Parameters<typeof rules.effectOf>) => void;

/** A command without its type, which is given beside it. */
export type Body<Type extends Command['type']> = Omit<Extract<Command, { type: Type }>, 'type'>;

/** A running machine: `send` changes it. */
export interface Live {
  value: Value;
  readonly context: Context;
}

/** A machine at rest, as plain JSON. */
export interface State {
  readonly value: Value;
  readonly context: Data;
}

export function start(...input: Parameters<typeof rules.emptyCatalogue>): Live {
  return { value: 'open', context: rules.emptyCatalogue(...input) };
}

export const initialState: State = encode(start());

export function encode({ value, context }: Live): State {
  return { value, context: rules.encode(context) };
}

export function decode({ value, context }: State): Live {
  return { value, context: rules.decode(context) };
}

/** The machine as a function: what it is given stays as it was. */
export function step(state: State, command: Command): [State, Effect[]] {
  const live = decode(state);
  const effects: Effect[] = [];
  send(live, command.type, command, (...said) => {
    effects.push(rules.effectOf(...said));
  });
  return [encode(live), effects];
}

/** Applies one command. What happened is told through `emit`, which must not send. */
export function send<Type extends Command['type']>(live: Live, type: Type, command: Body<Type>, emit: Emit): void;
export function send(live: Live, type: Command['type'], command: Body<Command['type']>, emit: Emit): void {
  switch (type) {
    case 'catalogue.add':
      return onCatalogueAdd(live, command as Body<'catalogue.add'>, emit);
    case 'catalogue.list':
      return onCatalogueList(live, command as Body<'catalogue.list'>, emit);
    case 'catalogue.remove':
      return onCatalogueRemove(live, command as Body<'catalogue.remove'>, emit);
    case 'catalogue.resolve':
      return onCatalogueResolve(live, command as Body<'catalogue.resolve'>, emit);
  }
}

function onCatalogueAdd(live: Live, command: Body<'catalogue.add'>, emit: Emit): void {
  switch (live.value) {
    case 'open':
      if (rules.hasAny(live.context, command)) {
        rules.refuseDuplicates(live.context, command, emit);
        return;
      }
      rules.add(live.context, command, emit);
      return;
  }
}

function onCatalogueList(live: Live, command: Body<'catalogue.list'>, emit: Emit): void {
  switch (live.value) {
    case 'open':
      rules.list(live.context, command, emit);
      return;
  }
}

function onCatalogueRemove(live: Live, command: Body<'catalogue.remove'>, emit: Emit): void {
  switch (live.value) {
    case 'open':
      rules.remove(live.context, command, emit);
      return;
  }
}

function onCatalogueResolve(live: Live, command: Body<'catalogue.resolve'>, emit: Emit): void {
  switch (live.value) {
    case 'open':
      rules.resolve(live.context, command, emit);
      return;
  }
}
