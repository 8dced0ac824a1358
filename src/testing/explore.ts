/**
 * Visits every state that a machine can reach, breadth first, and judges each state and each step.
 *
 * Works on any pure `step` over plain JSON. A bounded model says which commands are tried in a state, and
 * brings numbers that grow for ever (tokens, request ids) back to a small form, so that states which differ
 * in them alone count once.
 */
import { type Exploration, type ExploreOptions, Explorer } from './explorer.ts';
import type { Explorable, StepFunction } from './model.ts';
import { atOnce, withPauses } from './turns.ts';

export type { Broken, Exploration, ExploreOptions, Progress } from './explorer.ts';
export {
  brokenInvariant,
  type Explorable,
  type Invariant,
  type Liveness,
  type Model,
  type Step,
  type StepFunction,
  type StepInvariant,
  type Wait,
  type Witness,
} from './model.ts';

/**
 * Explores a machine, and returns when every state has been seen or a claim has failed.
 *
 * States, commands and effects are plain JSON; `step` must leave what it is given as it was. A state counts
 * once for each normal form (`model.normalise`; itself unless given). Takes 30 to 100 bytes for a state of
 * usual size.
 *
 * @param model where the machine begins, which commands are tried, and what must be true.
 * @param step the machine.
 * @returns how many states and steps there are, which witnesses were missing, and the shortest run to a claim
 *   that fails, if one does.
 * @throws `TypeError` when a state is not plain JSON, or `symmetry` is asked of a model without `symmetric`;
 *   `Error` when `step` throws (a machine must answer every command), with the run that leads there.
 *
 * @example
 * ```ts
 * import { explore } from 'lockchart/testing';
 *
 * // A lock whose release forgets to look who holds it.
 * type State = { readonly holder: string | null };
 * type Command = { readonly type: 'take' | 'give'; readonly who: string };
 * const step = (state: State, { type, who }: Command): [State, string[]] => {
 *   if (type === 'give') return [{ holder: null }, []];
 *   return state.holder === null ? [{ holder: who }, ['taken']] : [state, ['busy']];
 * };
 *
 * const commands = ['ann', 'bob'].flatMap((who): Command[] => [
 *   { type: 'take', who },
 *   { type: 'give', who },
 * ]);
 *
 * const { broken } = explore(
 *   {
 *     initial: { holder: null } as State,
 *     commands: () => commands,
 *     stepInvariants: [
 *       {
 *         name: 'own-release',
 *         sentence: 'Nobody gives back what another holds.',
 *         holds: ({ before, command, after }) =>
 *           command.type === 'take' || before.holder === command.who || before === after,
 *       },
 *     ],
 *   },
 *   step,
 * );
 * console.log(broken?.run.length); // 2
 * console.log(broken?.transcript); // take who=ann
 * ```
 */
export function explore<State, Command, Effect>(
  model: Explorable<State, Command, Effect>,
  step: StepFunction<State, Command, Effect>,
  options: ExploreOptions<State, Command, Effect> = {},
): Exploration<Command> {
  return atOnce(new Explorer(model, step, options).run(), options);
}

/**
 * The same, with pauses now and then, so that a program can show how far it is and stay responsive.
 *
 * @param options as for `explore`; `signal` stops the exploration.
 * @returns as `explore`; rejects as that throws, and with the signal's own reason when it is aborted.
 *
 * @example
 * ```ts
 * import { exploreAsync } from 'lockchart/testing';
 *
 * const clock = { initial: 0, commands: () => [{ type: 'tick' }] };
 * const step = (hour: number) => [(hour + 1) % 24, []] as const;
 * const { states } = await exploreAsync(clock, step, { signal: AbortSignal.timeout(5000) });
 * console.log(states); // 24
 * ```
 */
export function exploreAsync<State, Command, Effect>(
  model: Explorable<State, Command, Effect>,
  step: StepFunction<State, Command, Effect>,
  options: ExploreOptions<State, Command, Effect> & { readonly signal?: AbortSignal } = {},
): Promise<Exploration<Command>> {
  return withPauses(new Explorer(model, step, options).run(), options);
}
