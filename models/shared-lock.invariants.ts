/**
 * What must always be true of one lock: of every resting state, and of every step between two.
 *
 * A predicate looks at the canonical form only, and never calls a rule: it would repeat the mistake that it
 * has to find.
 */
import type { LockCommand, LockEffect, RequestId } from '../src/core/shared-lock/commands.ts';
import type { State } from '../src/core/shared-lock/compiled.ts';
import { changesNothing, type Invariant, type StepInvariant } from '../src/testing/model.ts';
import {
  allDiffer,
  answersRequest,
  grantsOf,
  isRaised,
  joins,
  refuses,
  standingBefore,
  waitersOf,
} from './shared-lock.reading.ts';

export const stateInvariants: readonly Invariant<State>[] = [
  {
    name: 'exclusion',
    sentence: 'An exclusive hold is the only hold.',
    holds: ({ context: { holds } }) => holds.length <= 1 || holds.every(({ mode }) => mode === 'shared'),
  },
  {
    name: 'state-is-mode',
    sentence: 'The state names the mode of the holds.',
    holds: ({ value, context: { holds } }) =>
      holds.length === 0
        ? value === 'free' || value === 'deleted'
        : holds.every(({ mode }) => mode === value),
  },
  {
    name: 'work-conserving',
    sentence: 'The head of the queue does not fit.',
    holds: ({ context: { holds, queue } }) => {
      const head = queue[0];
      if (head === undefined) return true;
      return (
        holds.length > 0 && (head.mode === 'exclusive' || holds.some(({ mode }) => mode === 'exclusive'))
      );
    },
  },
  {
    name: 'one-role',
    sentence: 'An owner and a request appear at most once, as holder or as waiter.',
    holds: (state) => {
      const places = [...state.context.holds, ...waitersOf(state)];
      const owners = places.map(({ owner }) => owner).filter((owner) => owner !== null);
      return allDiffer(owners) && allDiffer(places.map(({ request }) => request));
    },
  },
  {
    name: 'queue-order',
    sentence: 'Groups stand by priority; a priority has one shared group at most; no group is empty.',
    holds: ({ context: { queue } }) => {
      const shared = queue.filter(({ mode }) => mode === 'shared').map(({ priority }) => priority);
      const sizes = queue.every(
        ({ mode, waiters }) => waiters.length === 1 || (mode === 'shared' && waiters.length > 1),
      );
      const sorted = queue.every(
        ({ priority }, place) => place === 0 || (queue[place - 1]?.priority ?? 0) <= priority,
      );
      return allDiffer(shared) && sizes && sorted;
    },
  },
  {
    name: 'tokens-differ',
    sentence: 'No two holds have one token, and none is newer than the last token given.',
    holds: ({ context: { token, holds } }) =>
      allDiffer(holds.map((hold) => hold.token)) &&
      holds.every((hold) => hold.token >= 1 && hold.token <= token),
  },
  {
    name: 'deleted-is-empty',
    sentence: 'Nobody holds or waits for a deleted lock.',
    holds: ({ value, context: { holds, queue } }) => value !== 'deleted' || holds.length + queue.length === 0,
  },
  {
    name: 'closed-is-empty',
    sentence: 'Nobody waits for a closed lock.',
    holds: ({ context: { closed, queue } }) => !closed || queue.length === 0,
  },
];

export const stepInvariants: readonly StepInvariant<State, LockCommand, LockEffect>[] = [
  {
    name: 'tokens-grow',
    sentence: 'Every grant has a token greater than all before it.',
    holds: ({ before, after, effects }) => {
      let last = before.context.token;
      for (const effect of effects) {
        if (effect.type !== 'lock.granted') continue;
        if (effect.token <= last) return false;
        last = effect.token;
      }
      return after.context.token === last;
    },
  },
  {
    name: 'settled-once',
    sentence: 'A request is answered once, when it stops waiting, and never while it waits.',
    holds: ({ before, command, after, effects }) => {
      const answers = effects.filter((effect) => answersRequest(effect));
      const asked =
        command.type === 'lock.acquire' || command.type === 'lock.delete' ? [command.request] : [];
      // Who waited then waits now: only whoever has just asked may be answered, and must be.
      if (before === after)
        return answers.length === asked.length && answers.every(({ request }) => request === asked[0]);
      const open = [...waitersOf(before).map(({ request }) => request), ...asked];
      const waiting = new Set(waitersOf(after).map(({ request }) => request));
      return (
        answers.every(({ request }) => open.includes(request as RequestId)) &&
        open.every(
          (request) => answers.filter((a) => a.request === request).length === (waiting.has(request) ? 0 : 1),
        )
      );
    },
  },
  {
    name: 'priority-order',
    sentence:
      'No grant passes a more urgent waiter, nor an older one of its priority, save at the jump of a downgrade.',
    holds: (step) => {
      const granted = grantsOf(step);
      if (granted.length === 0) return true;
      const line = standingBefore(step);
      const left = waitersOf(step.after).filter(({ request }) =>
        line.some((waiter) => waiter.request === request),
      );
      const jumps = step.command.type === 'lock.downgrade' ? line[0]?.priority : undefined;
      return granted.every(({ request, priority, mode }) => {
        const place = line.findIndex((waiter) => waiter.request === request);
        return left.every((waiter) => {
          const isOlder = place === -1 || line.findIndex((other) => other.request === waiter.request) < place;
          if (waiter.priority !== priority) return waiter.priority > priority;
          return !isOlder || (mode === 'shared' && priority === jumps);
        });
      });
    },
  },
  {
    name: 'raise-arrives',
    sentence:
      'A raised waiter stands behind all of its new priority, save a shared group that it joins; nobody else moves.',
    holds: (step) => {
      const { command, after } = step;
      if (command.type !== 'lock.raise' || !isRaised(step)) return true;
      const line = waitersOf(after);
      const place = line.findIndex(({ request }) => request === command.request);
      const others = line.filter((_, index) => index !== place).map(({ request }) => request);
      const stood = standingBefore(step).map(({ request }) => request);
      const raised = line[place];
      if (JSON.stringify(others) !== JSON.stringify(stood)) return false;
      return (
        raised === undefined ||
        (raised.priority === command.priority &&
          line.slice(place + 1).every(({ priority, mode }) => {
            const isBehind = priority > command.priority;
            return isBehind || (raised.mode === 'shared' && mode === 'exclusive' && joins(line, place));
          }))
      );
    },
  },
  {
    name: 'cancel-names-one',
    sentence: 'A cancel of a request that does not wait changes nothing.',
    holds: (step) => {
      const { before, command } = step;
      return (
        command.type !== 'lock.cancel' ||
        changesNothing(step) ||
        waitersOf(before).some(({ request }) => request === command.request)
      );
    },
  },
  {
    name: 'ends-for-good',
    sentence: 'A closed or deleted lock stays so, and grants nothing.',
    holds: ({ before, after, effects }) =>
      (before.value !== 'deleted' || after.value === 'deleted') &&
      (!before.context.closed || after.context.closed) &&
      ((before.value !== 'deleted' && !before.context.closed) ||
        !effects.some(({ type }) => type === 'lock.granted')),
  },
  {
    name: 'downgrade-jumps',
    sentence: 'A downgrade leaves no sharer of the most urgent priority waiting.',
    holds: ({ before, command, after, effects }) => {
      const isDone =
        command.type === 'lock.downgrade' && effects.some(({ type }) => type === 'lock.downgraded');
      if (!isDone || before.value !== 'exclusive') return true;
      const top = before.context.queue[0]?.priority;
      return !after.context.queue.some(({ mode, priority }) => mode === 'shared' && priority === top);
    },
  },
  {
    name: 'downgrade-once',
    sentence: 'A downgrade of a shared hold changes nothing.',
    holds: (step) =>
      step.command.type !== 'lock.downgrade' || step.before.value !== 'shared' || changesNothing(step),
  },
  {
    name: 'try-never-waits',
    sentence: 'A try is answered at once, and is granted only where nobody waits.',
    holds: ({ before, command, after, effects }) => {
      if ((command.type !== 'lock.acquire' && command.type !== 'lock.delete') || !command.try) return true;
      const isGranted = effects.some(
        ({ type, request }) => type === 'lock.granted' && request === command.request,
      );
      const waits = waitersOf(after).some(({ request }) => request === command.request);
      return !waits && !(isGranted && before.context.queue.length > 0);
    },
  },
  {
    name: 'refusal-changes-nothing',
    sentence: 'A refused command leaves the state as it was.',
    holds: (step) => changesNothing(step) || !step.effects.some((effect) => refuses(effect, step.command)),
  },
  {
    name: 'holds-stay',
    sentence: 'A hold keeps its token, and ends only by a release or a delete of its own owner.',
    holds: ({ before, command, after }) =>
      before.context.holds.every((hold) => {
        const kept = after.context.holds.find(({ request }) => request === hold.request);
        if (kept !== undefined) return kept.token === hold.token;
        const ends = command.type === 'lock.release' || command.type === 'lock.delete';
        return (
          ends && (hold.owner === null ? command.request === hold.request : command.owner === hold.owner)
        );
      }),
  },
];
