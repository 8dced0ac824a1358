/**
 * XState's own interpreter as a pure `step`: the reference that the compiled machines are compared with.
 */
import { type AnyStateMachine, transition } from 'xstate';
import type { StepFunction } from './explore.ts';

interface PlainState {
  readonly value: string;
  readonly context: object;
}

/** The effects are what the machine emitted; what `State` says of the machine's context is not checked. */
export function xstateStep<State extends PlainState, Command extends { readonly type: string }, Effect>(
  machine: AnyStateMachine,
): StepFunction<State, Command, Effect> {
  return (state, command) => {
    const before = machine.resolveState({ value: state.value, context: state.context });
    const [after, actions] = transition(machine, before, command);
    const effects = actions
      // XState's type of executable actions leaves `emit` out.
      .filter(({ type }: { type: string }) => type === 'xstate.emit')
      .map(({ params }) => (params as unknown as { event: Effect }).event);
    return [{ value: after.value, context: after.context } as State, effects];
  };
}
