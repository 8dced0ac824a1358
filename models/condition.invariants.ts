/**
 * What must always be true of a condition: of every state, and of every step between two.
 *
 * A predicate looks at the canonical form only, and never calls a rule: it would repeat the mistake that it
 * has to find.
 */
import type { ConditionCommand, ConditionEffect } from '../src/core/condition/commands.ts';
import type { State } from '../src/core/condition/compiled.ts';
import type { RequestId } from '../src/core/shared-lock/commands.ts';
import type { Invariant, StepInvariant } from '../src/testing/explore.ts';

export const stateInvariants: readonly Invariant<State>[] = [
  {
    name: 'one-wait',
    sentence: 'An owner and a request wait at most once.',
    holds: (state) => {
      const owners = state.context.waiters.map(({ owner }) => owner).filter((owner) => owner !== null);
      return allDiffer(owners) && allDiffer(requestsOf(state));
    },
  },
  {
    name: 'notified-is-empty',
    sentence: 'Nobody waits for what was notified for good, and only the single kind gets there.',
    holds: ({ value, context: { once, waiters } }) => value !== 'notified' || (once && waiters.length === 0),
  },
];

export const stepInvariants: readonly StepInvariant<State, ConditionCommand, ConditionEffect>[] = [
  {
    name: 'refusal-changes-nothing',
    sentence: 'A refused command leaves the state as it was.',
    holds: ({ before, command, after, effects }) =>
      !effects.some((effect) => refuses(effect, command)) || isSame(before, after),
  },
  {
    name: 'wakes-all',
    sentence: 'An accepted notify wakes all who wait, in order of arrival.',
    holds: ({ before, command, after, effects }) =>
      command.type !== 'condition.notify' ||
      effects.some(({ type }) => type === 'condition.refused') ||
      (isSame(wokenBy(effects), requestsOf(before)) && requestsOf(after).length === 0),
  },
  {
    name: 'no-false-wake',
    sentence: 'Nothing but a notify wakes anybody.',
    holds: ({ command, effects }) => command.type === 'condition.notify' || wokenBy(effects).length === 0,
  },
  {
    name: 'settled-once',
    sentence: 'A wait is answered once, when it ends, and never while it goes on.',
    holds: ({ before, command, after, effects }) => {
      const open = requestsOf(before);
      if (command.type === 'condition.wait') open.push(command.request);
      const waiting = requestsOf(after);
      const answers = effects.filter((effect) => endsWait(effect)).map(({ request }) => request);
      return (
        answers.every((request) => request !== null && open.includes(request)) &&
        open.every(
          (request) =>
            answers.filter((answer) => answer === request).length === (waiting.includes(request) ? 0 : 1),
        )
      );
    },
  },
  {
    name: 'waits-in-order',
    sentence: 'A newcomer waits behind all others, and the others keep their places.',
    holds: ({ before, command, after }) => {
      const stayed = requestsOf(before).filter((request) => requestsOf(after).includes(request));
      const came = command.type === 'condition.wait' ? [command.request] : [];
      const waiting = requestsOf(after);
      return isSame(waiting, stayed) || isSame(waiting, [...stayed, ...came]);
    },
  },
  {
    name: 'one-notification',
    sentence: 'The first notify of the single kind is the last, and it refuses all that follows.',
    holds: ({ before, command, after, effects }) => {
      if (!before.context.once) return true;
      if (before.value !== 'notified')
        return (after.value === 'notified') === (command.type === 'condition.notify');
      const isRefused = effects.some(
        (effect) => effect.type === 'condition.refused' && effect.reason === 'already-notified',
      );
      return after.value === 'notified' && isRefused === (command.type !== 'condition.cancel');
    },
  },
  {
    name: 'many-rounds',
    sentence: 'The other kind never refuses a notify, nor a wait because of one.',
    holds: ({ before, after, command, effects }) =>
      after.context.once === before.context.once &&
      (before.context.once ||
        (after.value === 'open' &&
          effects.every(
            (effect) =>
              effect.type !== 'condition.refused' ||
              (command.type !== 'condition.notify' && effect.reason !== 'already-notified'),
          ))),
  },
  {
    name: 'cancel-names-one',
    sentence: 'A cancel ends the wait of its request and no other.',
    holds: ({ before, command, after }) => {
      if (command.type !== 'condition.cancel') return true;
      const isMeant = ({ owner, request }: State['context']['waiters'][number]): boolean =>
        request === command.request && owner === command.owner;
      return isSame(
        after.context.waiters,
        before.context.waiters.filter((waiter) => !isMeant(waiter)),
      );
    },
  },
  {
    name: 'try-never-waits',
    sentence: 'A try is refused at once.',
    holds: ({ command, effects }) =>
      command.type !== 'condition.wait' ||
      !command.try ||
      effects.some(({ type, request }) => type === 'condition.refused' && request === command.request),
  },
];

const requestsOf = ({ context }: State): RequestId[] => context.waiters.map(({ request }) => request);

const wokenBy = (effects: readonly ConditionEffect[]): (RequestId | null)[] =>
  effects.filter(({ type }) => type === 'condition.notified').map(({ request }) => request);

/** Wrong use of a notify or of a cancel is answered too, and ends no wait. */
function endsWait(effect: ConditionEffect): boolean {
  if (effect.type !== 'condition.refused') return effect.type === 'condition.notified';
  return effect.reason !== 'not-waiting' && effect.request !== null;
}

/** Whether it is the command that was refused, and not a wait that it ended. */
const refuses = (effect: ConditionEffect, command: ConditionCommand): boolean =>
  effect.type === 'condition.refused' &&
  (command.type !== 'condition.cancel' || effect.reason === 'not-waiting');

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const allDiffer = (values: readonly unknown[]): boolean => new Set(values).size === values.length;
