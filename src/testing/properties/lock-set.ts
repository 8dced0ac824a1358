/**
 * What follows from any state of a lock set, whoever lets go, gives up or comes.
 */
import type { LockSetCommand } from '../../core/lock-set/commands.ts';
import type { OwnerKey, SystemState } from '../../core/lock-set/system.ts';
import type { SystemAnswer, SystemCommand } from '../../core/lock-set/system-step.ts';
import { blockers } from '../../core/shared-lock/blockers.ts';
import { opportunisticProperties } from './opportunistic.ts';
import { firstOf, type Property, Trial } from './property.ts';
import { roundTrip } from './round-trip.ts';
import {
  acquisition,
  freshRequest,
  heldBy,
  isPresent,
  listsWithMembersInHand,
  NEWCOMER,
  namesIn,
  ownerIn,
  releaseBy,
  windDown,
  withoutTokens,
} from './set-states.ts';

type SetProperty = Property<SystemState, SystemCommand, SystemAnswer>;

export const lockSetProperties: readonly SetProperty[] = [
  {
    name: 'locks-disjoint',
    sentence: 'What one owner holds exclusively, nobody else holds.',
    check: (_machine, { owners }) => {
      const held = owners.flatMap(({ key, state }) => heldBy(state.context).map((one) => ({ key, ...one })));
      const isApart = held.every(({ key, lock, mode }) =>
        held.every((other) => other.key === key || other.lock !== lock || mode === 'shared'),
      );
      return isApart ? null : [];
    },
  },
  {
    name: 'release-succeeds',
    sentence: 'Whoever waits can give up, and whoever holds can release; then nothing of it is left.',
    check: (machine, state) =>
      firstOf(state.owners, ({ key, state: { context } }) => {
        const trial = new Trial(machine, state);
        const { operation } = context;
        if (operation !== null) {
          const said = trial.send({
            key,
            command: { type: 'set.cancel', request: operation.request, reason: 'abort' },
          });
          if (!tells(said, key, 'set.refused', operation.request)) return trial.run;
        }
        if (ownerIn(trial.state, key) !== undefined) {
          const command = releaseBy(trial.state, key, null);
          if (!tells(trial.send(command), key, 'set.released')) return trial.run;
        }
        return isPresent(trial.state, key) ? trial.run : null;
      }),
  },
  {
    name: 'update-atomic',
    sentence:
      'An acquisition has all that it asked for at once, or, refused or given up, leaves all as it was.',
    check: (machine, state) =>
      firstOf(wanted(state), ({ key, command }) => {
        const trial = new Trial(machine, state);
        const said = trial.send({ key, command });
        const owner = ownerIn(trial.state, key);
        if (tells(said, key, 'set.acquired')) return hasAll(trial.state, key, command) ? null : trial.run;
        if (owner !== undefined)
          trial.send({ key, command: { type: 'set.cancel', request: command.request, reason: 'timeout' } });
        return withoutTokens(trial.state) === withoutTokens(state) ? null : trial.run;
      }),
  },
  {
    name: 'pending-justified',
    sentence: 'Whoever waits is blocked by somebody else at the lock where it waits.',
    check: (_machine, { owners, locks }) =>
      owners.every(({ key, state: { context } }) => {
        if (context.operation === null) return true;
        const keyOf = (place: { owner: string | null; request: number }) => place.owner ?? place.request;
        const lock = locks.find((one) => one.lock === context.operation?.at?.lock)?.state.context;
        const place = lock?.queue.flatMap(({ waiters }) => waiters).find((waiter) => keyOf(waiter) === key);
        const others = lock === undefined || place === undefined ? [] : blockers(lock, place.request);
        return others.length > 0 && others.every((other) => keyOf(other) !== key);
      })
        ? null
        : [],
  },
  {
    name: 'busy-refuses',
    sentence: 'Whoever waits for one thing can ask for nothing else: that is refused and changes nothing.',
    check: (machine, state) =>
      firstOf(state.owners, ({ key, state: { context } }) =>
        context.operation === null
          ? null
          : firstOf(requestsOf(state), (command) => {
              const trial = new Trial(machine, state);
              const isRefused = tells(trial.send({ key, command }), key, 'set.refused', command.request);
              return isRefused && JSON.stringify(trial.state) === JSON.stringify(state) ? null : trial.run;
            }),
      ),
  },
  {
    name: 'progress',
    sentence:
      'As those who hold let go, all who wait are answered, unless one lists the names with members in hand.',
    check(machine, state) {
      if (listsWithMembersInHand(state)) return null;
      const trial = new Trial(machine, state);
      const answered = [...windDown(trial)].flatMap(([, said]) => said.map(({ answer }) => answer.request));
      const isServed = state.owners.every(
        ({ state: { context } }) =>
          context.operation === null || answered.includes(context.operation.request),
      );
      return isServed ? null : trial.run;
    },
  },
  {
    name: 'progress-sound',
    sentence: 'Whoever is let in as others let go has all that it waited for, in the mode it asked for.',
    check(machine, state) {
      const trial = new Trial(machine, state);
      for (const [then, said] of windDown(trial)) {
        for (const { key, answer } of said) {
          const operation = ownerIn(state, key)?.operation;
          if (operation == null || answer.type !== 'set.acquired' || operation.opportunistic) continue;
          const { all, names, mode } = operation;
          if (!hasAll(then, key, { names: all ? null : names, mode: mode ?? 'exclusive' })) return trial.run;
        }
      }
      return null;
    },
  },
  ...opportunisticProperties,
  roundTrip(function* (state) {
    const first = freshRequest(state);
    const ends = [
      { ...acquisition(state, namesIn(state), 'exclusive', {}), key: 'another' },
      ...state.owners.map(({ key }) => releaseBy(state, key, null)),
    ];
    for (const { key, state: owner } of [...state.owners, { key: NEWCOMER, state: null }]) {
      const request = owner?.context.operation?.request ?? 0;
      const asked = [...requestsOf(state).map((command) => ({ key, command })), ...ends];
      yield [
        { key, command: { type: 'set.raise', request, priority: -9 } },
        { key, command: { type: 'set.cancel', request, reason: 'timeout' } },
        ...asked.map((one, place) => ({ key: one.key, command: numbered(one.command, first + place) })),
      ];
    }
  }),
];

/**
 * Exact acquisitions that a newcomer could ask for: each member, all by name, a missing one, the whole set.
 */
function wanted(state: SystemState) {
  const names = namesIn(state);
  const lists = [null, names, ...names.map((name) => [name]), [...names, NOBODY]];
  return lists.flatMap((list) =>
    (['shared', 'exclusive'] as const).flatMap((mode) =>
      [false, true].map((isTry) => {
        const { key, command } = acquisition(state, list, mode, { try: isTry });
        return { key, command: command as Extract<LockSetCommand, { type: 'set.acquire' }> };
      }),
    ),
  );
}

/** Not a member of any set here; behind all others in order. */
const NOBODY = '~';

/** One of each thing that an owner can ask for. */
function requestsOf(state: SystemState): (LockSetCommand & { readonly request: number })[] {
  const request = freshRequest(state);
  const names = namesIn(state);
  const asked = { request, mode: 'shared', priority: 0, limited: false, opportunistic: false } as const;
  return [
    { type: 'set.acquire', ...asked, names, try: true },
    { type: 'set.acquire', ...asked, names: null, try: false },
    { type: 'set.release', request, names: null },
    { type: 'set.downgrade', request, names: null },
    { type: 'set.add', request, names: [NOBODY], acquire: 'exclusive' },
    { type: 'set.remove', request, names },
    { type: 'set.names', request },
  ];
}

/** With another request id. */
const numbered = (command: LockSetCommand, request: number): LockSetCommand =>
  ({ ...command, request }) as LockSetCommand;

/** Whether the owner holds just this, and is about nothing any more. */
function hasAll(
  state: SystemState,
  key: OwnerKey,
  { names, mode }: { readonly names: readonly string[] | null; readonly mode: string },
): boolean {
  const owner = ownerIn(state, key);
  if (owner === undefined) return names?.length === 0;
  const held = owner.members.map(({ name }) => name);
  return (
    owner.operation === null &&
    (owner.setLock !== null) === (names === null) &&
    JSON.stringify(held) === JSON.stringify(names ?? namesIn(state)) &&
    heldBy(owner).every((one) => one.mode === mode)
  );
}

function tells(
  said: readonly SystemAnswer[],
  key: OwnerKey,
  type: SystemAnswer['answer']['type'],
  request?: number | null,
): boolean {
  return said.some(
    ({ key: whose, answer }) =>
      whose === key && answer.type === type && (request === undefined || answer.request === request),
  );
}
