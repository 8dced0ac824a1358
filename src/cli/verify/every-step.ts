/**
 * Every step of a machine, breadth first, in the words of its specification.
 */
import type { StepFunction } from '../../testing/explore.ts';
import type { Edge } from './spec-text.ts';

interface Walked<State, Command, Effect> {
  readonly initial: State;
  /** As in a bounded model. */
  readonly normalise: (state: State) => State;
  readonly step: StepFunction<State, Command, Effect>;
  /** What is tried in a state, each under the name that the specification has for it. */
  readonly commands: (state: State) => Iterable<readonly [text: string, command: Command]>;
  readonly textOf: (state: State) => string;
  readonly toldIn: (command: Command, effects: readonly Effect[]) => string;
}

export function* everyStep<State, Command, Effect>({
  initial,
  normalise,
  step,
  commands,
  textOf,
  toldIn,
}: Walked<State, Command, Effect>): Generator<Edge> {
  const first = normalise(initial);
  const states = [{ state: first, before: textOf(first) }];
  const seen = new Set([JSON.stringify(first)]);
  // Most steps lead where another has led: a refusal leaves the state as it was.
  const texts = new Map<string, string>();
  for (const { state, before } of states) {
    for (const [command, asked] of commands(state)) {
      const [after, effects] = step(state, asked);
      const whole = JSON.stringify(after);
      let text = texts.get(whole);
      if (text === undefined) {
        text = textOf(after);
        texts.set(whole, text);
        const next = normalise(after);
        const key = JSON.stringify(next);
        if (!seen.has(key)) {
          seen.add(key);
          states.push({ state: next, before: text });
        }
      }
      yield { before, command, after: text, told: toldIn(asked, effects) };
    }
  }
}
