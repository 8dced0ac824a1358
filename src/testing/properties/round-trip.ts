/**
 * What is kept in memory, links and indexes, must be worked out again from what is stored, and must make no
 * difference.
 */
import { firstOf, type Machine, type Property } from './property.ts';

/** The property for a machine of one kind; `runsFrom` gives what is worth trying in a state. */
export function roundTrip<State, Command, Effect>(
  runsFrom: (state: State) => Iterable<readonly Command[]>,
): Property<State, Command, Effect> {
  return {
    name: 'round-trip',
    sentence:
      'A machine that lives on, and one that is stored as JSON and restored after each command, answer alike.',
    check: (machine, state) => firstOf(runsFrom(state), (run) => toldApart(machine, state, run)),
  };
}

/**
 * The run up to where a machine that lives through it, and one that is stored and restored at every point of
 * it, differ in an answer, or all of it when they differ in their last state; null when they never do. Then a
 * machine that is stored and restored at some points only differs from neither. An empty run says that the
 * state is not the same once it is restored.
 */
export function toldApart<State, Command, Effect>(
  machine: Machine<State, Command, Effect>,
  state: State,
  run: readonly Command[],
): readonly Command[] | null {
  const living = machine.resume(state);
  let stored = JSON.stringify(state);
  if (JSON.stringify(living.read()) !== stored) return [];
  for (const [place, command] of run.entries()) {
    const restored = machine.resume(JSON.parse(stored) as State);
    const [one, other] = [living.send(command), restored.send(command)];
    if (JSON.stringify(one) !== JSON.stringify(other)) return run.slice(0, place + 1);
    stored = JSON.stringify(restored.read());
  }
  return JSON.stringify(living.read()) === stored ? null : run;
}
