/**
 * What properties have to know of the state of a lock set, and what they do to it.
 */
import type { LockSetCommand } from '../../core/lock-set/commands.ts';
import type { OwnerKey, SystemState } from '../../core/lock-set/system.ts';
import type { SystemAnswer, SystemCommand } from '../../core/lock-set/system-step.ts';
import type { Mode, RequestId } from '../../core/shared-lock/commands.ts';
import type { Trial } from './property.ts';

export type SetTrial = Trial<SystemState, SystemCommand, SystemAnswer>;
type Owner = SystemState['owners'][number]['state']['context'];
type Acquire = Extract<LockSetCommand, { type: 'set.acquire' }>;

/** Somebody who is not there yet. */
export const NEWCOMER: OwnerKey = 'newcomer';

/** What one owner has, and is about. */
export const ownerIn = ({ owners }: SystemState, key: OwnerKey): Owner | undefined =>
  owners.find((owner) => owner.key === key)?.state.context;

/** All that an owner holds, the set lock too. */
export const heldBy = ({ setLock, members }: Owner): Owner['members'] =>
  setLock === null ? members : [setLock, ...members];

export const namesIn = ({ catalogue }: SystemState): readonly string[] =>
  catalogue.context.members.map(({ name }) => name);

/** Ids of requests are never used twice. */
export function freshRequest({ locks, owners }: SystemState): RequestId {
  const used = [
    ...locks.flatMap(({ state: { context } }) => [
      ...context.holds.map(({ request }) => request),
      ...context.queue.flatMap(({ waiters }) => waiters.map(({ request }) => request)),
    ]),
    ...owners.flatMap(({ state: { context } }) => context.operation?.request ?? []),
  ];
  return Math.max(0, ...used) + 1;
}

/** An acquisition by a newcomer. */
export function acquisition(
  state: SystemState,
  names: readonly string[] | null,
  mode: Mode,
  how: Partial<Pick<Acquire, 'try' | 'opportunistic'>>,
): SystemCommand {
  const asked = { request: freshRequest(state), names, mode, priority: 0, limited: false };
  return {
    key: NEWCOMER,
    command: { type: 'set.acquire', ...asked, try: false, opportunistic: false, ...how },
  };
}

/** Gives back all of it (null), or some. */
export const releaseBy = (
  state: SystemState,
  key: OwnerKey,
  names: readonly string[] | null,
): SystemCommand => ({ key, command: { type: 'set.release', request: freshRequest(state), names } });

/** Whether an owner is anywhere to be found: with something in its books, holding, or waiting. */
export function isPresent({ locks, owners }: SystemState, key: OwnerKey): boolean {
  const places = locks.flatMap(({ state: { context } }) => [
    ...context.holds,
    ...context.queue.flatMap(({ waiters }) => waiters),
  ]);
  return (
    owners.some((owner) => owner.key === key) ||
    places.some(({ owner, request }) => (owner ?? request) === key)
  );
}

/** The state as text, without tokens and ids that are used up by whatever is tried. */
export const withoutTokens = (state: SystemState): string =>
  JSON.stringify(state, (key, value) => (key === 'token' ? undefined : value));

/**
 * As long as anybody holds something and is about nothing, such a one gives back all that it has. Gives what
 * was said, step by step, with the state then.
 */
export function* windDown(trial: SetTrial): Generator<readonly [SystemState, readonly SystemAnswer[]]> {
  // Everybody does so twice at most: with what it has now, and with what it still waits for.
  for (let left = 2 * trial.state.owners.length; left > 0; left -= 1) {
    const { state } = trial;
    const idle = state.owners.find(({ state: { context } }) => context.operation === null);
    if (idle === undefined) return;
    const said = trial.send(releaseBy(state, idle.key, null));
    yield [trial.state, said];
  }
}

/**
 * Whether somebody lists the names with members in hand: it waits for the set lock, and whoever has that may
 * wait for those members. The locks of a set alone do not prevent that; a manager does.
 */
export const listsWithMembersInHand = ({ owners }: SystemState): boolean =>
  owners.some(
    ({ state: { context } }) => context.operation?.type === 'set.names' && context.members.length > 0,
  );
