/**
 * What follows from any state of a lock manager, whoever lets go or gives up.
 */
import type { ManagerState } from '../../core/level-order/system.ts';
import type { ManagerAnswer, ManagerCommand } from '../../core/level-order/system-step.ts';
import type { OwnerKey } from '../../core/lock-set/system.ts';
import { firstOf, type Property, Trial } from './property.ts';
import { roundTrip } from './round-trip.ts';
import { freshRequest as freshInSet, isPresent, ownerIn } from './set-states.ts';

type ManagerProperty = Property<ManagerState, ManagerCommand, ManagerAnswer>;

export const levelOrderProperties: readonly ManagerProperty[] = [
  {
    name: 'release-succeeds',
    sentence:
      'Whoever waits can give up, and then release level by level, the greatest first; nothing is left.',
    check: (machine, state) =>
      firstOf(state.keyrings, ({ key, state: { context } }) => {
        const trial = new Trial(machine, state);
        const { operation, levels } = context;
        if (operation !== null) {
          const { request } = operation;
          const said = trial.send({ key, command: { type: 'keyring.cancel', request, reason: 'abort' } });
          if (!tells(said, key, 'keyring.refused')) return trial.run;
        }
        for (const [index, { name }] of [...levels.entries()].toReversed()) {
          const set = trial.state.sets[index];
          if (set === undefined || ownerIn(set, key) === undefined) continue;
          const request = freshRequest(trial.state);
          const said = trial.send({
            key,
            command: { type: 'keyring.release', request, level: name, names: null },
          });
          if (!tells(said, key, 'keyring.released')) return trial.run;
        }
        return isAnywhere(trial.state, key) ? trial.run : null;
      }),
  },
  {
    name: 'progress',
    sentence: 'As those who hold give back all they have, all who wait are answered, and nothing is left.',
    check(machine, state) {
      const trial = new Trial(machine, state);
      const answered = new Set<number | null>();
      // Everybody does so twice at most: with what it has now, and with what it still waits for.
      for (let left = 2 * state.keyrings.length; left > 0; left -= 1) {
        const idle = trial.state.keyrings.find((keyring) => keyring.state.context.operation === null);
        if (idle === undefined) break;
        const request = freshRequest(trial.state);
        const said = trial.send({ key: idle.key, command: { type: 'keyring.releaseAll', request } });
        for (const { answer } of said) answered.add(answer.request);
      }
      const isServed = state.keyrings.every(
        ({ key, state: { context } }) =>
          !isAnywhere(trial.state, key) &&
          (context.operation === null || answered.has(context.operation.request)),
      );
      return isServed ? null : trial.run;
    },
  },
  roundTrip(function* (state) {
    const first = freshRequest(state);
    for (const { key, state: keyring } of state.keyrings) {
      const request = keyring.context.operation?.request ?? 0;
      const level = keyring.context.levels.at(-1)?.name ?? '';
      const others = state.keyrings.filter((other) => other.key !== key);
      yield [
        { key, command: { type: 'keyring.raise', request, priority: -9 } },
        { key, command: { type: 'keyring.cancel', request, reason: 'timeout' } },
        { key, command: { type: 'keyring.acquire', request: first, level, names: null, ...HOW } },
        ...[...others, { key }].map(
          (one, place): ManagerCommand => ({
            key: one.key,
            command: { type: 'keyring.releaseAll', request: first + 1 + place },
          }),
        ),
      ];
    }
  }),
];

const HOW = { mode: 'shared', priority: 0, try: false, opportunistic: false, limited: false } as const;

function freshRequest({ sets, keyrings }: ManagerState): number {
  const operations = keyrings.map(({ state }) => state.context.operation?.request ?? 0);
  return Math.max(...sets.map(freshInSet), ...operations.map((request) => request + 1));
}

/** Whether an owner has a keyring, or a place at any lock. */
const isAnywhere = ({ sets, keyrings }: ManagerState, key: OwnerKey): boolean =>
  keyrings.some((keyring) => keyring.key === key) || sets.some((set) => isPresent(set, key));

const tells = (
  said: readonly ManagerAnswer[],
  key: OwnerKey,
  type: ManagerAnswer['answer']['type'],
): boolean => said.some(({ key: whose, answer }) => whose === key && answer.type === type);
