/**
 * What must always be true of a lock manager: of every state at rest, and of every step between two.
 */
import type { ManagerState } from '../src/core/level-order/system.ts';
import type { ManagerAnswer, ManagerCommand } from '../src/core/level-order/system-step.ts';
import type { OwnerKey, SystemState } from '../src/core/lock-set/system.ts';
import type { Invariant, StepInvariant } from '../src/testing/explore.ts';
import { stateInvariants as setInvariants } from './lock-set.invariants.ts';

/** What the big lock is called in the models. */
export const BIG_LOCK = 'big';

export const stateInvariants: readonly Invariant<ManagerState>[] = [
  {
    name: 'sets-are-sound',
    sentence: 'Every invariant of a lock set holds for the set of each level.',
    holds: ({ sets }) => sets.every((set) => setInvariants.every(({ holds }) => holds(set))),
  },
  {
    name: 'keyring-agrees',
    sentence:
      'What a keyring has counted is what its owner holds in the sets, save where it is just acquiring; who holds nothing has none.',
    holds: ({ sets, keyrings }) => {
      const acquiring = new Set(
        keyrings.flatMap(({ key, state: { context } }) =>
          context.operation === null
            ? []
            : [`${key} ${context.levels.findIndex(({ name }) => name === context.operation?.level)}`],
        ),
      );
      const counted = keyrings.flatMap(({ key, state: { context } }) =>
        context.held.map((held, level) => [`${key} ${level}`, held.members, held.setLock] as const),
      );
      const held = sets.flatMap((set, level) =>
        set.owners.map(
          ({ key, state: { context } }) =>
            [`${key} ${level}`, context.members.length, context.setLock !== null] as const,
        ),
      );
      const settled = (line: readonly [string, number, boolean]): boolean =>
        !acquiring.has(line[0]) && (line[1] > 0 || line[2]);
      return same(counted.filter(settled), held.filter(settled));
    },
  },
  {
    name: 'level-order',
    sentence: 'An owner waits only at a level above which it holds nothing.',
    holds: ({ sets }) =>
      sets.every((set, level) =>
        waitsOf(set).every(({ key }) => sets.slice(level + 1).every((greater) => !holdsAny(greater, key))),
      ),
  },
  {
    name: 'big-lock',
    sentence:
      'Whoever holds anything but the big lock, or waits for it, holds the big lock; listing names is free.',
    holds: ({ sets: [first, ...others], keyrings }) => {
      const lock = first?.catalogue.context.members.find(({ name }) => name === BIG_LOCK)?.lock;
      const holders = first?.locks.find((one) => one.lock === lock)?.state.context.holds ?? [];
      const keys = new Set(holders.map(({ owner, request }) => owner ?? request));
      const listing = new Set(
        keyrings
          .filter(({ state }) => state.context.operation?.type === 'keyring.names')
          .map(({ key }) => key),
      );
      return others.every((set) => set.owners.every(({ key }) => keys.has(key) || listing.has(key)));
    },
  },
  {
    name: 'no-cycle',
    sentence: 'No owners wait for each other in a circle.',
    holds: (state) => cycleIn(state) === undefined,
  },
];

export const stepInvariants: readonly StepInvariant<ManagerState, ManagerCommand, ManagerAnswer>[] = [
  {
    name: 'answered-once',
    sentence: 'An operation is answered once, when it is over, and never while it is under way.',
    holds: ({ before, command: { command }, after, effects }) => {
      const open = operationsIn(before);
      if (command.type !== 'keyring.cancel' && command.type !== 'keyring.raise' && 'request' in command) {
        open.push(command.request ?? 0);
      }
      const waiting = new Set(operationsIn(after));
      return open.every((request) => {
        const answers = effects.filter(({ answer }) => answer.request === request && !isAboutAside(answer));
        return answers.length === (waiting.has(request) ? 0 : 1);
      });
    },
  },
  {
    name: 'all-is-given-back',
    sentence: 'Whoever gives back everything holds nothing and waits for nothing.',
    holds: ({ command: { key, command }, after }) =>
      command.type !== 'keyring.releaseAll' ||
      (after.sets.every((set) => !holdsAny(set, key) && waitsOf(set).every((wait) => wait.key !== key)) &&
        after.keyrings.every((keyring) => keyring.key !== key)),
  },
  {
    name: 'refusal-changes-nothing',
    sentence:
      'A command that is refused at once leaves every lock with those who had it, save what a remove removed.',
    holds: ({ before, command: { command }, after, effects }) => {
      const isRefused = effects.some(
        ({ answer }) => answer.type === 'keyring.refused' && answer.request === command.request,
      );
      const isAboutAnother = command.type === 'keyring.cancel' || command.type === 'keyring.remove';
      return !isRefused || isAboutAnother || same(placesIn(before), placesIn(after));
    },
  },
];

/** What a cancel or a raise is told ends no operation. */
const isAboutAside = (answer: ManagerAnswer['answer']): boolean =>
  answer.type === 'keyring.raised' ||
  (answer.type === 'keyring.refused' && ['not-waiting', 'not-more-urgent'].includes(answer.reason));

/** Owners that wait for each other, each for the next and the last for the first; undefined when none do. */
export function cycleIn({ sets }: ManagerState): readonly OwnerKey[] | undefined {
  const blockers = new Map<OwnerKey, OwnerKey[]>();
  for (const set of sets) {
    for (const { key, for: others } of waitsOf(set))
      blockers.set(key, [...(blockers.get(key) ?? []), ...others]);
  }
  const done = new Set<OwnerKey>();
  const walk = (key: OwnerKey, path: readonly OwnerKey[]): readonly OwnerKey[] | undefined => {
    if (path.includes(key)) return path.slice(path.indexOf(key));
    if (done.has(key)) return undefined;
    for (const other of blockers.get(key) ?? []) {
      const cycle = walk(other, [...path, key]);
      if (cycle !== undefined) return cycle;
    }
    done.add(key);
    return undefined;
  };
  for (const key of blockers.keys()) {
    const cycle = walk(key, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

/** Who waits in a set, and for whom: those who hold the lock, and those before it in the queue. */
function waitsOf({ locks }: SystemState): { key: OwnerKey; for: OwnerKey[] }[] {
  return locks.flatMap(({ state: { context } }) => {
    const ahead: OwnerKey[] = context.holds.map(({ owner, request }) => owner ?? request);
    return context.queue.flatMap(({ waiters }) => {
      const keys = waiters.map(({ owner, request }) => owner ?? request);
      const waits = keys.map((key) => ({ key, for: ahead.filter((other) => other !== key) }));
      ahead.push(...keys);
      return waits;
    });
  });
}

const holdsAny = ({ locks }: SystemState, key: OwnerKey): boolean =>
  locks.some(({ state: { context } }) =>
    context.holds.some(({ owner, request }) => (owner ?? request) === key),
  );

/** Who has which lock, and who waits for it. */
const placesIn = ({ sets }: ManagerState): string[] =>
  sets.flatMap(({ locks }, level) =>
    locks.map(({ lock, state: { value, context } }) => {
      const holders = context.holds.map(({ owner, request }) => owner ?? request);
      const groups = context.queue.map(({ mode, priority, waiters }) => [
        mode,
        priority,
        waiters.map(({ owner, request }) => owner ?? request),
      ]);
      return JSON.stringify([level, lock, value, holders, groups]);
    }),
  );

const operationsIn = ({ keyrings }: ManagerState): number[] =>
  keyrings.flatMap(({ state: { context } }) => context.operation?.request ?? []);

const same = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  JSON.stringify(one.toSorted()) === JSON.stringify(other.toSorted());
