/** For a lock manager: its levels in order, and where each owner stands in them. */

import type { KeyringData } from '../../../core/level-order/context.ts';
import type { LockData } from '../../../core/shared-lock/canonical.ts';
import { type Machine, ownerName } from './machine.ts';
import type { MachineState } from './recording.ts';

export interface Place {
  /** Members held. */
  readonly held: number;
  readonly holdsSetLock: boolean;
  /** Asks for something here, or waits. */
  readonly isAsking: boolean;
}

export interface OwnerPlaces {
  readonly owner: string;
  /** By level. */
  readonly places: readonly Place[];
}

export interface Places {
  readonly levels: readonly string[];
  readonly owners: readonly OwnerPlaces[];
}

const SET_LOCK = '[lockset]';

/** From keyrings, where a manager tells of itself. */
export function placesOfKeyrings(keyrings: Iterable<MachineState>): Places {
  const owners: OwnerPlaces[] = [];
  let levels: readonly string[] = [];
  for (const { snapshot } of keyrings) {
    const context = snapshot.context as Partial<KeyringData> | undefined;
    if (!Array.isArray(context?.levels) || !Array.isArray(context.held)) continue;
    const data = context as KeyringData;
    levels = data.levels.map(({ name }) => name);
    const places = data.held.map(({ members, setLock }, index) => ({
      held: members,
      holdsSetLock: setLock,
      isAsking: data.operation?.level === levels[index],
    }));
    owners.push({ owner: ownerName(data.owner, data.alias), places });
  }
  return { levels, owners };
}

/** From locks that are called `level/member`, as in a log. */
export function placesOfLocks(
  locks: Iterable<{ readonly machine: Machine; readonly data: LockData }>,
): Places {
  const levels: string[] = [];
  const held = new Map<string, Map<string, { held: number; holdsSetLock: boolean; isAsking: boolean }>>();
  const placeOf = (owner: string, level: string) => {
    const places =
      held.get(owner) ?? new Map<string, { held: number; holdsSetLock: boolean; isAsking: boolean }>();
    held.set(owner, places);
    const place = places.get(level) ?? { held: 0, holdsSetLock: false, isAsking: false };
    places.set(level, place);
    return place;
  };
  for (const { machine, data } of locks) {
    const end = machine.name.indexOf('/');
    const [level, member] = [machine.name.slice(0, end), machine.name.slice(end + 1)];
    if (!levels.includes(level)) levels.push(level);
    for (const { owner, request } of data.holds) {
      const place = placeOf(ownerName(owner, request), level);
      if (member === SET_LOCK) place.holdsSetLock = true;
      else place.held += 1;
    }
    for (const { owner, request } of data.queue.flatMap(({ waiters }) => waiters)) {
      placeOf(ownerName(owner, request), level).isAsking = true;
    }
  }
  const nothing: Place = { held: 0, holdsSetLock: false, isAsking: false };
  const owners = [...held].map(([owner, places]) => ({
    owner,
    places: levels.map((level) => places.get(level) ?? nothing),
  }));
  return { levels, owners };
}
