/**
 * What opportunistic acquisitions get.
 */
import type { SystemState } from '../../core/lock-set/system.ts';
import type { SystemAnswer, SystemCommand } from '../../core/lock-set/system-step.ts';
import type { Mode } from '../../core/shared-lock/commands.ts';
import { firstOf, type Machine, type Property, Trial } from './property.ts';
import { acquisition, NEWCOMER, namesIn, ownerIn, releaseBy, withoutTokens } from './set-states.ts';

type SetMachine = Machine<SystemState, SystemCommand, SystemAnswer>;

const MODES: readonly Mode[] = ['shared', 'exclusive'];

export const opportunisticProperties: readonly Property<SystemState, SystemCommand, SystemAnswer>[] = [
  {
    name: 'opportunistic-complete',
    sentence:
      'An opportunistic acquisition takes at once every member that nobody excludes or waits for, and no other.',
    check: (machine, state) =>
      firstOf(MODES, (mode) => {
        const { trial, got } = tried(machine, state, namesIn(state), mode);
        const there = availableIn(state, mode);
        const members = ownerIn(trial.state, NEWCOMER)?.members ?? [];
        const held = members.filter((one) => one.mode === mode).map(({ name }) => name);
        const isAsTold = JSON.stringify(got) === JSON.stringify(there);
        return isAsTold && JSON.stringify(held) === JSON.stringify(there) ? null : trial.run;
      }),
  },
  {
    name: 'opportunistic-monotone',
    sentence:
      'When somebody holds less, and nobody goes on because of it, an opportunistic acquisition gets no less.',
    check: (machine, state) =>
      firstOf(wishes(state), ([names, mode]) => {
        const { got } = tried(machine, state, names, mode);
        return firstOf(releases(state), (command) => {
          const trial = new Trial(machine, state);
          const said = trial.send(command);
          const then = trial.state;
          if (said.length > 1 || others(then, command) !== others(state, command)) return null;
          const later = tried(machine, then, names, mode);
          const isLess = got.some((name) => !later.got.includes(name));
          return isLess ? [...trial.run, ...later.trial.run] : null;
        });
      }),
  },
];

/** What a newcomer gets of these members, or of all, without waiting. */
function tried(machine: SetMachine, state: SystemState, names: readonly string[] | null, mode: Mode) {
  const trial = new Trial(machine, state);
  const said = trial.send(acquisition(state, names, mode, { opportunistic: true, try: names === null }));
  const got = said.find(({ key, answer }) => key === NEWCOMER && answer.type === 'set.acquired')?.answer
    .names;
  return { trial, got: got ?? [] };
}

const wishes = (state: SystemState): (readonly [readonly string[] | null, Mode])[] =>
  MODES.flatMap((mode) => [[null, mode] as const, [namesIn(state), mode] as const]);

/** Members whose lock somebody can have in this mode, as the locks themselves say. */
function availableIn({ catalogue, locks }: SystemState, mode: Mode): string[] {
  const isFree = (lock: number): boolean => {
    const { holds = [], queue = [] } = locks.find((one) => one.lock === lock)?.state.context ?? {};
    const excludes =
      mode === 'exclusive' ? holds.length > 0 : holds.some((hold) => hold.mode === 'exclusive');
    return queue.length === 0 && !excludes;
  };
  return catalogue.context.members.filter(({ lock }) => isFree(lock)).map(({ name }) => name);
}

/** Every way in which somebody can hold less. */
const releases = (state: SystemState): SystemCommand[] =>
  state.owners
    .filter(({ state: { context } }) => context.operation === null)
    .flatMap(({ key, state: { context } }) =>
      [null, [], ...context.members.map(({ name }) => [name])].map((names) => releaseBy(state, key, names)),
    );

/** What all but the releaser have, as text. */
const others = (state: SystemState, { key }: SystemCommand): string =>
  withoutTokens({ ...state, locks: [], owners: state.owners.filter((owner) => owner.key !== key) });
