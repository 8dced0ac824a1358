/**
 * A whole that goes on from command to command, as it does behind a shell: a lock set, or a lock manager.
 */
import type { OwnerKey } from '../../src/core/lock-set/system.ts';
import { expectSame } from './twin-agreement.ts';

/** What an owner is told. */
export interface Told<Answer> {
  readonly key: OwnerKey;
  readonly answer: Answer;
}

export interface Living<Command, Answer, State> {
  /** Gives what is told because of it, in order. */
  perform(key: OwnerKey, command: Command): Told<Answer>[];
  encode(): State;
}

/** What has come of runs so far. */
export interface Tally {
  commands: number;
  /** Each kind of answer that was given, with the reason of a refusal. */
  readonly answers: Set<string>;
}

export function counted<Command, Answer extends { readonly type: string; readonly reason?: string }, State>(
  whole: Living<Command, Answer, State>,
  tally: Tally,
): Living<Command, Answer, State> {
  return {
    perform(key, command) {
      const told = whole.perform(key, command);
      tally.commands += 1;
      for (const { answer } of told) tally.answers.add(answer.reason ?? answer.type);
      return told;
    },
    encode: () => whole.encode(),
  };
}

/** Two in one; whatever differs between them is an error. */
export function sideBySide<Command, Answer, State>(
  one: Living<Command, Answer, State>,
  other: Living<Command, Answer, State>,
): Living<Command, Answer, State> {
  return {
    perform(key, command) {
      const told = one.perform(key, command);
      expectSame(told, other.perform(key, command));
      return told;
    },
    encode() {
      const state = one.encode();
      expectSame(state, other.encode());
      return state;
    },
  };
}
