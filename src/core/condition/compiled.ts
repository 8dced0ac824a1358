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

export function start(...input: Parameters<typeof rules.emptyCondition>): Live {
  return { value: 'open', context: rules.emptyCondition(...input) };
}

export const initialState: State = encode(start(undefined));

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
    case 'condition.cancel':
      return onConditionCancel(live, command as Body<'condition.cancel'>, emit);
    case 'condition.notify':
      return onConditionNotify(live, command as Body<'condition.notify'>, emit);
    case 'condition.wait':
      return onConditionWait(live, command as Body<'condition.wait'>, emit);
  }
}

function onConditionCancel(live: Live, command: Body<'condition.cancel'>, emit: Emit): void {
  if (rules.isWaiter(live.context, command)) {
    rules.dropWaiter(live.context, command, emit);
    return;
  }
  rules.refuse(live.context, command, emit, { reason: 'not-waiting' });
}

function onConditionNotify(live: Live, command: Body<'condition.notify'>, emit: Emit): void {
  switch (live.value) {
    case 'open':
      if (rules.isOnce(live.context)) {
        rules.wakeAll(live.context, command, emit);
        live.value = 'notified';
        return;
      }
      rules.wakeAll(live.context, command, emit);
      return;
    case 'notified':
      rules.refuse(live.context, command, emit, { reason: 'already-notified' });
      return;
  }
}

function onConditionWait(live: Live, command: Body<'condition.wait'>, emit: Emit): void {
  switch (live.value) {
    case 'open':
      if (rules.isInvolved(live.context, command)) {
        rules.refuse(live.context, command, emit, { reason: 'already-waiting' });
        return;
      }
      if (rules.isTry(live.context, command)) {
        rules.refuse(live.context, command, emit, { reason: 'timeout' });
        return;
      }
      rules.enqueue(live.context, command, emit);
      return;
    case 'notified':
      rules.refuse(live.context, command, emit, { reason: 'already-notified' });
      return;
  }
}
