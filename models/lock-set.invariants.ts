/**
 * What must always be true of a lock set: of every state at rest, and of every step between two.
 */
import type { SystemState } from '../src/core/lock-set/system.ts';
import type { SystemAnswer, SystemCommand } from '../src/core/lock-set/system-step.ts';
import type { Invariant, StepInvariant } from '../src/testing/explore.ts';
import { answerInvariants } from './lock-set.answers.ts';
import { stateInvariants as lockInvariants } from './shared-lock.invariants.ts';

export const stateInvariants: readonly Invariant<SystemState>[] = [
  {
    name: 'locks-are-sound',
    sentence: 'Every invariant of one lock holds for each lock of the set.',
    holds: ({ locks }) => locks.every(({ state }) => lockInvariants.every(({ holds }) => holds(state))),
  },
  {
    name: 'books-agree',
    sentence: 'What an owner has noted is what the locks say, and nobody else holds anything.',
    holds: (state) => {
      const noted = state.owners.flatMap(({ key, state: { context } }) =>
        [...context.members, ...(context.setLock === null ? [] : [context.setLock])].map(
          ({ lock, mode, token }) => `${key} ${lock} ${mode} ${token}`,
        ),
      );
      const held = state.locks.flatMap(({ lock, state: { context } }) =>
        context.holds.map(
          ({ owner, request, mode, token }) => `${owner ?? request} ${lock} ${mode} ${token}`,
        ),
      );
      return JSON.stringify(noted.toSorted()) === JSON.stringify(held.toSorted());
    },
  },
  {
    name: 'one-wait',
    sentence: 'An owner waits at the one lock that it has noted, and only while an operation is under way.',
    holds: (state) => {
      const noted = state.owners.flatMap(({ key, state: { context } }) =>
        context.operation?.at == null ? [] : [`${key} ${context.operation.at.lock}`],
      );
      return JSON.stringify(noted.toSorted()) === JSON.stringify(waitsIn(state).toSorted());
    },
  },
  {
    name: 'waits-as-it-may',
    sentence: 'A try waits nowhere, an opportunistic owner for the set lock alone, each as urgent as it is.',
    holds: ({ owners, locks }) =>
      owners.every(({ key, state: { context } }) => {
        const { operation } = context;
        if (operation === null) return true;
        const groups = locks.find(({ lock }) => lock === operation.at?.lock)?.state.context.queue ?? [];
        const isWaiting = groups.some(
          ({ priority, waiters }) =>
            priority === operation.priority &&
            waiters.some(({ owner, request }) => (owner ?? request) === key),
        );
        return isWaiting && !operation.try && (!operation.opportunistic || operation.at?.lock === 0);
      }),
  },
  {
    name: 'no-orphan',
    sentence: 'Every member has a lock, and every lock but the set lock is behind one member.',
    holds: ({ catalogue, locks }) => {
      const members = catalogue.context.members.map(({ lock }) => lock);
      const ids = locks.map(({ lock }) => lock).filter((lock) => lock !== 0);
      return JSON.stringify(members.toSorted()) === JSON.stringify(ids.toSorted());
    },
  },
  {
    name: 'at-rest',
    sentence: 'Nobody waits for an answer of the catalogue.',
    holds: ({ owners }) =>
      owners.every(({ state: { value, context } }) =>
        context.operation === null ? value === 'owning' : context.operation.at !== null,
      ),
  },
];

export const stepInvariants: readonly StepInvariant<SystemState, SystemCommand, SystemAnswer>[] = [
  {
    name: 'rollback-is-complete',
    sentence: 'An acquisition that is refused on the way leaves nothing held and nothing queued.',
    holds: ({ before, after, effects }) =>
      effects.every(({ key, answer }) => {
        const isOnTheWay =
          answer.type === 'set.refused' && ['timeout', 'abort', 'not-found'].includes(answer.reason);
        const had = before.owners.find((owner) => owner.key === key)?.state.context;
        const hadSome = had !== undefined && had.operation?.type !== 'set.acquire' && had.members.length > 0;
        return !isOnTheWay || hadSome || !mentions(after, key);
      }),
  },
  {
    name: 'set-lock-closes',
    sentence: 'Nobody adds a member while others hold the set lock, nor is told the names if exclusively.',
    holds: ({ before, after, effects }) => {
      const earlier = setLockHolds(before).map(({ request }) => request);
      const holds = setLockHolds(after).filter(({ request }) => earlier.includes(request));
      return effects.every(({ key, answer: { type } }) => {
        const others = holds.filter(({ owner, request }) => (owner ?? request) !== key);
        if (type === 'set.added') return others.length === 0;
        return type !== 'set.names' || others.every(({ mode }) => mode === 'shared');
      });
    },
  },
  {
    name: 'operations-are-answered-once',
    sentence: 'An operation is answered once, when it is over, and never while it is under way.',
    holds: ({ before, command: { command }, after, effects }) => {
      const open = operationsIn(before);
      const isAside = command.type === 'set.cancel' || command.type === 'set.raise';
      if (command.type.startsWith('set.') && !isAside && 'request' in command) {
        open.push(command.request as number);
      }
      const waiting = new Set(operationsIn(after));
      return open.every((request) => {
        const answers = effects.filter(({ answer }) => answer.request === request && !isAboutAside(answer));
        return answers.length === (waiting.has(request) ? 0 : 1);
      });
    },
  },
  ...answerInvariants,
];

/** What a cancel or a raise is told ends no operation. */
const isAboutAside = (answer: SystemAnswer['answer']): boolean =>
  answer.type === 'set.raised' ||
  (answer.type === 'set.refused' && ['not-waiting', 'not-more-urgent'].includes(answer.reason));

function waitsIn({ locks }: SystemState): string[] {
  return locks.flatMap(({ lock, state: { context } }) =>
    context.queue.flatMap(({ waiters }) =>
      waiters.map(({ owner, request }) => `${owner ?? request} ${lock}`),
    ),
  );
}

function operationsIn({ owners }: SystemState): number[] {
  return owners.flatMap(({ state: { context } }) =>
    context.operation === null ? [] : [context.operation.request],
  );
}

/** Whether an owner is anywhere to be found. */
function mentions(state: SystemState, key: SystemAnswer['key']): boolean {
  const holds = state.locks.flatMap(({ state: { context } }) =>
    context.holds.map((hold) => hold.owner ?? hold.request),
  );
  return (
    state.owners.some((owner) => owner.key === key) ||
    holds.includes(key) ||
    waitsIn(state).some((wait) => wait.startsWith(`${key} `))
  );
}

const setLockHolds = ({ locks }: SystemState) =>
  locks.find(({ lock }) => lock === 0)?.state.context.holds ?? [];
