/**
 * Whether everybody who waits is served some time, and how many may be served before.
 *
 * The assumption is that every holder lets go (see ./fair-cycle.ts). Then two things are claimed:
 *
 *   no-starvation   a waiter is granted or refused some time
 *   progress        a lock that is waited for all the time, even if by one and then another, is granted to a
 *                   waiter some time
 *
 * both unless more urgent ones come again and again;
 * and a waiter is passed by a bounded number of grants. What passes a waiter is a grant, to somebody else, of
 * the very lock that it waits for; what is counted is how many there can be from any moment of the wait on in
 * which nobody more urgent comes. Both claims are about runs without end, so they are looked for as cycles of
 * the graph of all states, which symmetry must not have folded.
 */
import type { Progress } from './explorer.ts';
import { fairComponent, fairCycle } from './fair-cycle.ts';
import type { Part } from './graph.ts';
import type { Explorable, Liveness, StepFunction } from './model.ts';
import { longestWay } from './overtaking.ts';
import { Remark, transcript } from './transcript.ts';
import { atOnce, type Pausing, type Watch, withPauses } from './turns.ts';
import { WaitGraph } from './wait-graph.ts';

/** A run that ends in a cycle, which is gone round for ever. */
export interface Lasso<Command> {
  /** The owner who waits for ever, or the lock that is waited for in vain. */
  readonly of: string;
  readonly run: readonly Command[];
  /** Empty: nothing more happens. */
  readonly cycle: readonly Command[];
  /** The run and once round the cycle, for `replay`. */
  readonly transcript: string;
}

export interface Overtaking<Command> {
  /** How many grants pass a waiter at most; `Infinity` where there is no bound. */
  readonly count: number;
  /** Whom they pass. */
  readonly owner: string;
  /** A run in which they do. */
  readonly run: readonly Command[];
  readonly transcript: string;
}

export interface LivenessReport<Command> {
  readonly states: number;
  /** Steps that change something and differ in what is asked here. */
  readonly edges: number;
  /** Somebody who waits for ever; null when *no-starvation* holds. */
  readonly starvation: Lasso<Command> | null;
  /** A lock that is waited for, and never granted to a waiter; null when *progress* holds. */
  readonly standstill: Lasso<Command> | null;
  /** Null when nobody ever waits. */
  readonly overtaking: Overtaking<Command> | null;
}

/**
 * Looks for somebody who waits for ever, and counts how many grants can pass a waiter.
 *
 * Keeps the whole graph in memory, about a kilobyte for a state: for some hundred thousand states.
 *
 * @param model where the machine begins and which commands are tried. Its claims are not judged: a machine
 *   that breaks them may be looked at too.
 * @param step the machine.
 * @param liveness who waits for what.
 * @returns what was found, each with a run that shows it.
 * @throws as `explore`; `TypeError` when somebody waits, or something is waited for, that
 *   `liveness` does not name.
 *
 * @example
 * ```ts
 * import { checkLiveness } from 'lockchart/testing';
 *
 * // Whoever comes last is served first.
 * interface State {
 *   readonly holder: string | null;
 *   readonly stack: readonly string[];
 * }
 * interface Command {
 *   readonly type: 'take' | 'give';
 *   readonly owner: string;
 * }
 * const step = (state: State, { type, owner }: Command): [State, string[]] => {
 *   const { holder, stack } = state;
 *   if (type === 'give') {
 *     if (holder !== owner) return [state, []];
 *     return [{ holder: stack.at(-1) ?? null, stack: stack.slice(0, -1) }, []];
 *   }
 *   if (holder === owner || stack.includes(owner)) return [state, []];
 *   return [holder === null ? { holder: owner, stack } : { holder, stack: [...stack, owner] }, []];
 * };
 * const owners = ['ann', 'bob', 'cy'];
 * const model = {
 *   initial: { holder: null, stack: [] } as State,
 *   commands: () =>
 *     owners.flatMap((owner): Command[] => [{ type: 'take', owner }, { type: 'give', owner }]),
 * };
 *
 * const { starvation, overtaking } = checkLiveness(model, step, {
 *   owners,
 *   locks: ['lock'],
 *   waits: ({ stack }) => stack.map((owner) => ({ owner, request: 0, priority: 0, lock: 'lock' })),
 *   holds: ({ holder }) => (holder === null ? [] : [{ owner: holder, lock: 'lock' }]),
 *   asks: ({ type, owner }) => ({ owner, priority: type === 'take' ? 0 : null }),
 *   passes: ({ before, after }) => (after.holder !== null && after.holder !== before.holder ? 1 : 0),
 * });
 * console.log(starvation?.of, overtaking?.count); // ann Infinity
 * console.log(starvation?.transcript); // # and again and again: ann waits
 * ```
 */
export function checkLiveness<State, Command, Effect>(
  model: Explorable<State, Command, Effect>,
  step: StepFunction<State, Command, Effect>,
  liveness: Liveness<State, Command, Effect>,
  watch: Watch<Progress> = {},
): LivenessReport<Command> {
  return atOnce(checking(model, step, liveness), watch);
}

/**
 * The same, with pauses while it explores.
 *
 * @returns as `checkLiveness`; rejects as that throws, and with the signal's own reason when it is aborted.
 */
export function checkLivenessAsync<State, Command, Effect>(
  model: Explorable<State, Command, Effect>,
  step: StepFunction<State, Command, Effect>,
  liveness: Liveness<State, Command, Effect>,
  watch: Pausing<Progress> = {},
): Promise<LivenessReport<Command>> {
  return withPauses(checking(model, step, liveness), watch);
}

function* checking<State, Command, Effect>(
  { initial, commands, normalise, show }: Explorable<State, Command, Effect>,
  step: StepFunction<State, Command, Effect>,
  liveness: Liveness<State, Command, Effect>,
): Generator<Progress, LivenessReport<Command>> {
  const model = {
    initial,
    commands,
    ...(normalise === undefined ? {} : { normalise }),
    ...(show === undefined ? {} : { show }),
  };
  const found = new WaitGraph(model, step, liveness);
  yield* found.run();
  const { explorer, graph } = found;

  const lassoOf = (of: string, part: Part, verdict: string): Lasso<Command> | null => {
    const component = fairComponent(graph, part, found.pairs);
    if (component === undefined) return null;
    const way = fairCycle(graph, component, part, found.pairs);
    const stem = explorer.pathTo(way[0] as number);
    const turn = stem.length - 1;
    const taking = explorer.follow([...stem, ...way.slice(1)], (taken, hop) => {
      return hop < turn || found.isIdle(taken, of);
    });
    const run = taking.slice(0, turn);
    const cycle = taking.slice(turn);
    const remark = cycle.length === 0 ? 'and so it stays' : 'and again and again';
    const text = transcript(model, step, [...run, new Remark(`${remark}: ${verdict}`), ...cycle]);
    return { of, run, cycle, transcript: text };
  };

  const overtakingOf = (owner: string): Overtaking<Command> | null => {
    const part = found.waitOf(owner);
    if (part.states.length === 0) return null;
    const way = longestWay(graph, part, (edge) => found.grants(edge, owner));
    const stem = explorer.pathTo(way.states[0] as number);
    const run = explorer.follow([...stem, ...way.states.slice(1)], (taken, hop) => {
      const grants = way.grants[hop - stem.length + 1];
      return grants === undefined || found.meaning(taken, owner) === grants;
    });
    return { count: way.count, owner, run, transcript: transcript(model, step, run) };
  };

  const { owners, locks } = liveness;
  return {
    states: explorer.states.length,
    edges: graph.edges,
    starvation: shortest(owners.map((owner) => lassoOf(owner, found.waitOf(owner), `${owner} waits`))),
    standstill: shortest(locks.map((lock) => lassoOf(lock, found.waitFor(lock), `${lock} is waited for`))),
    overtaking: owners
      .map(overtakingOf)
      .reduce((one, other) => ((other?.count ?? -1) > (one?.count ?? -1) ? other : one), null),
  };
}

function shortest<Command>(lassos: readonly (Lasso<Command> | null)[]): Lasso<Command> | null {
  const length = ({ run, cycle }: Lasso<Command>): number => run.length + cycle.length;
  return (
    lassos.filter((lasso) => lasso !== null).toSorted((one, other) => length(one) - length(other))[0] ?? null
  );
}
