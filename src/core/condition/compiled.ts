// GENERATED from models/condition.machine.ts by `npm run compile`. Do not edit: change the machine, and compile it again.
import type { Command } from './commands.ts';
import * as rules from './rules.ts';

export type Value = 'open' | 'notified';
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

export function start(...input: Parameters<typeof rules.emptyCondition>): Live {
  return inState('open', rules.emptyCondition(...input));
}

export const initialState: State = /* @__PURE__ */ encode(/* @__PURE__ */ start(undefined));

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
    case 'condition.cancel':
      return onConditionCancel(live, command as Body<'condition.cancel'>, emit);
    case 'condition.notify':
      return onConditionNotify(live, command as Body<'condition.notify'>, emit);
    case 'condition.wait':
      return onConditionWait(live, command as Body<'condition.wait'>, emit);
  }
}

export function onConditionCancel(live: Live, command: Body<'condition.cancel'>, emit: Emit): void {
  if (rules.isWaiter(live, command)) {
    rules.dropWaiter(live, command, emit);
    return;
  }
  rules.refuse(live, command, emit, { reason: 'not-waiting' });
}

export function onConditionNotify(live: Live, command: Body<'condition.notify'>, emit: Emit): void {
  switch (live.value) {
    case 'open':
      return onConditionNotifyInOpen(live, command, emit);
    case 'notified':
      return onConditionNotifyInNotified(live, command, emit);
  }
}

function onConditionNotifyInOpen(live: Live, command: Body<'condition.notify'>, emit: Emit): void {
  if (rules.isOnce(live)) {
    rules.wakeAll(live, command, emit);
    live.value = 'notified';
    return;
  }
  rules.wakeAll(live, command, emit);
}

function onConditionNotifyInNotified(live: Live, command: Body<'condition.notify'>, emit: Emit): void {
  rules.refuse(live, command, emit, { reason: 'already-notified' });
}

export function onConditionWait(live: Live, command: Body<'condition.wait'>, emit: Emit): void {
  switch (live.value) {
    case 'open':
      return onConditionWaitInOpen(live, command, emit);
    case 'notified':
      return onConditionWaitInNotified(live, command, emit);
  }
}

function onConditionWaitInOpen(live: Live, command: Body<'condition.wait'>, emit: Emit): void {
  if (rules.isInvolved(live, command)) {
    rules.refuse(live, command, emit, { reason: 'already-waiting' });
    return;
  }
  if (rules.isTry(live, command)) {
    rules.refuse(live, command, emit, { reason: 'timeout' });
    return;
  }
  rules.enqueue(live, command, emit);
}

function onConditionWaitInNotified(live: Live, command: Body<'condition.wait'>, emit: Emit): void {
  rules.refuse(live, command, emit, { reason: 'already-notified' });
}
