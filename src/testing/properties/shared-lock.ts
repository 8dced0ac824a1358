/**
 * What follows from any state of one lock, whoever lets go, gives up or comes.
 */
import { type Blocker, blockers } from '../../core/shared-lock/blockers.ts';
import type { LockCommand, LockEffect, RequestId } from '../../core/shared-lock/commands.ts';
import type { State } from '../../core/shared-lock/compiled.ts';
import { firstOf, type Property, Trial } from './property.ts';
import { roundTrip } from './round-trip.ts';

type LockProperty = Property<State, LockCommand, LockEffect>;
type LockTrial = Trial<State, LockCommand, LockEffect>;

export const sharedLockProperties: readonly LockProperty[] = [
  {
    name: 'release-succeeds',
    sentence: 'Whoever holds can release; that ends this hold and no other.',
    check: (machine, state) =>
      firstOf(state.context.holds, ({ owner, request }) => {
        const trial = new Trial(machine, state);
        const said = trial.send({ type: 'lock.release', owner, ...(owner === null && { request }) });
        const isReleased = said.some(
          (effect) => effect.type === 'lock.released' && effect.request === request,
        );
        const { holds } = trial.state.context;
        const isAlone = state.context.holds.every(
          (hold) => holds.some((kept) => kept.request === hold.request) === (hold.request !== request),
        );
        return isReleased && isAlone ? null : trial.run;
      }),
  },
  {
    name: 'update-atomic',
    sentence: 'A request has what it asked for at once, or, refused or given up, leaves the lock as it was.',
    check: (machine, state) =>
      firstOf(newcomers(state), (command) => {
        const { request } = command;
        const trial = new Trial(machine, state);
        const isGranted = isServed(trial.send(command), request);
        if (isGranted) {
          const hold = trial.state.context.holds.find((one) => one.request === request);
          const wanted = command.type === 'lock.acquire' ? command.mode : undefined;
          return hold?.mode === wanted ? null : trial.run;
        }
        if (waitersOf(trial.state).some((waiter) => waiter.request === request))
          trial.send({ type: 'lock.cancel', owner: null, request, reason: 'timeout' });
        return JSON.stringify(trial.state) === JSON.stringify(state) ? null : trial.run;
      }),
  },
  {
    name: 'pending-justified',
    sentence: 'Whoever waits is blocked by somebody.',
    check: (_machine, state) =>
      waitersOf(state).every(({ request }) => blockers(state.context, request).length > 0) ? null : [],
  },
  {
    name: 'blockers-sufficient',
    sentence: 'A waiting request is granted once all its blockers have left the queue or let go.',
    check: (machine, state) =>
      firstOf(waitersOf(state), ({ request }) => {
        const trial = new Trial(machine, state);
        // Waiters first: with the holders gone they would be served.
        const said = blockers(state.context, request)
          .toReversed()
          .flatMap((blocker) => letGo(trial, blocker));
        return isServed(said, request) ? null : trial.run;
      }),
  },
  {
    name: 'blockers-necessary',
    sentence: 'While any one of its blockers stays, a waiting request is not granted, whoever else goes.',
    check: (machine, state) =>
      firstOf(waitersOf(state), ({ request }) =>
        firstOf(blockers(state.context, request), (blocker) => {
          const trial = new Trial(machine, state);
          const others = [...waitersOf(state).toReversed(), ...state.context.holds].filter(
            (place) => place.request !== request && place.request !== blocker.request,
          );
          const said = others.flatMap((other) => letGo(trial, other));
          return isServed(said, request) ? trial.run : null;
        }),
      ),
  },
  {
    name: 'progress',
    sentence: 'When all who hold let go, somebody who waits is served.',
    check(machine, state) {
      const waiting = waitersOf(state);
      const trial = new Trial(machine, state);
      const said = state.context.holds.flatMap((hold) => letGo(trial, hold));
      return waiting.length === 0 || waiting.some(({ request }) => isServed(said, request))
        ? null
        : trial.run;
    },
  },
  {
    name: 'progress-sound',
    sentence: 'As holders let go one by one, all who wait are answered, in the order in which they stand.',
    check(machine, state) {
      const waiting = waitersOf(state).map(({ request }) => request);
      const trial = new Trial(machine, state);
      const answered: (RequestId | null)[] = [];
      // Everybody lets go once; a lock that does not take it is no reason to go on for ever.
      for (let left = waiting.length + state.context.holds.length; left > 0; left -= 1) {
        const [hold] = trial.state.context.holds;
        const said = hold === undefined ? [] : letGo(trial, hold);
        answered.push(...said.filter(({ type }) => type !== 'lock.released').map(requestOf));
      }
      return JSON.stringify(answered) === JSON.stringify(waiting) ? null : trial.run;
    },
  },
  roundTrip(function* (state) {
    const { holds } = state.context;
    const places = [...holds, ...waitersOf(state)];
    const [first, second] = [freshRequest(state), freshRequest(state) + 1];
    const asked = { priority: 0, try: false };
    const ends: LockCommand[] = [
      { type: 'lock.acquire', owner: null, request: second, mode: 'exclusive', ...asked },
      ...places.map(({ owner, request }): LockCommand => ({ type: 'lock.release', owner, request })),
    ];
    for (const command of newcomers(state)) yield [command, ...ends];
    yield [{ type: 'lock.close' }, ...ends];
    for (const { owner, request } of places) {
      yield [{ type: 'lock.downgrade', owner, request }, ...ends];
      yield [{ type: 'lock.cancel', owner, request, reason: 'timeout' }, ...ends];
      yield [{ type: 'lock.raise', owner, request, priority: -1 }, ...ends];
      yield [{ type: 'lock.acquire', owner, request: first, mode: 'shared', ...asked }, ...ends];
    }
  }),
];

/** What somebody who has no place yet could ask for. */
function newcomers(state: State): (LockCommand & { readonly request: RequestId })[] {
  const asked = { owner: null, request: freshRequest(state) };
  const priorities = new Set([0, ...state.context.queue.map(({ priority }) => priority)]);
  return [...priorities].flatMap((priority) =>
    [false, true].flatMap((isTry) => [
      { type: 'lock.acquire' as const, mode: 'shared' as const, ...asked, priority, try: isTry },
      { type: 'lock.acquire' as const, mode: 'exclusive' as const, ...asked, priority, try: isTry },
      { type: 'lock.delete' as const, ...asked, priority, try: isTry },
    ]),
  );
}

/** Ends the hold, or leaves the queue; whoever has no place any more has nothing to do. */
function letGo(trial: LockTrial, { owner, request }: Blocker): readonly LockEffect[] {
  if (trial.state.context.holds.some((hold) => hold.request === request))
    return trial.send({ type: 'lock.release', owner, request });
  if (waitersOf(trial.state).some((waiter) => waiter.request === request))
    return trial.send({ type: 'lock.cancel', owner, request, reason: 'timeout' });
  return [];
}

const waitersOf = ({ context }: State): readonly Blocker[] => context.queue.flatMap(({ waiters }) => waiters);

const requestOf = ({ request }: LockEffect): RequestId | null => request;

const freshRequest = (state: State): RequestId =>
  Math.max(0, ...[...state.context.holds, ...waitersOf(state)].map(({ request }) => request)) + 1;

/** Has what it asked for: a hold, or the end of the lock. */
const isServed = (said: readonly LockEffect[], request: RequestId): boolean =>
  said.some((effect) => ['lock.granted', 'lock.deleted'].includes(effect.type) && effect.request === request);
