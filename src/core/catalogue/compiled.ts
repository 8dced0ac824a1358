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

/** A running machine, its state beside its data: `send` changes it. */
export interface Live extends Context {
  value: Value;
}

/** A machine at rest, as plain JSON. */
export interface State {
  readonly value: Value;
  readonly context: Data;
}

export function start(...input: Parameters<typeof rules.emptyCatalogue>): Live {
  return inState('open', rules.emptyCatalogue(...input));
}

export const initialState: State = /* @__PURE__ */ encode(/* @__PURE__ */ start());

export function encode(live: Live): State {
  return { value: live.value, context: rules.encode(live) };
}

export function decode({ value, context }: State): Live {
  return inState(value, rules.decode(context));
}

function inState(value: Value, context: Context): Live {
  const live = context as Live;
  live.value = value;
  return live;
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

export function onCatalogueAdd(live: Live, command: Body<'catalogue.add'>, emit: Emit): void {
  switch (live.value) {
    case 'open':
      return onCatalogueAddInOpen(live, command, emit);
  }
}

function onCatalogueAddInOpen(live: Live, command: Body<'catalogue.add'>, emit: Emit): void {
  if (rules.hasAny(live, command)) {
    rules.refuseDuplicates(live, command, emit);
    return;
  }
  rules.add(live, command, emit);
}

export function onCatalogueList(live: Live, command: Body<'catalogue.list'>, emit: Emit): void {
  switch (live.value) {
    case 'open':
      return onCatalogueListInOpen(live, command, emit);
  }
}

function onCatalogueListInOpen(live: Live, command: Body<'catalogue.list'>, emit: Emit): void {
  rules.list(live, command, emit);
}

export function onCatalogueRemove(live: Live, command: Body<'catalogue.remove'>, emit: Emit): void {
  switch (live.value) {
    case 'open':
      return onCatalogueRemoveInOpen(live, command, emit);
  }
}

function onCatalogueRemoveInOpen(live: Live, command: Body<'catalogue.remove'>, emit: Emit): void {
  rules.remove(live, command, emit);
}

export function onCatalogueResolve(live: Live, command: Body<'catalogue.resolve'>, emit: Emit): void {
  switch (live.value) {
    case 'open':
      return onCatalogueResolveInOpen(live, command, emit);
  }
}

function onCatalogueResolveInOpen(live: Live, command: Body<'catalogue.resolve'>, emit: Emit): void {
  rules.resolve(live, command, emit);
}
