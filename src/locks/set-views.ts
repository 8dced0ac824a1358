/**
 * A set as monitors and people see it: its own lock, and the locks of its members.
 */
import { SET_LOCK } from '../core/lock-set/commands.ts';
import { heldMembers, ownsAny, type SetContext } from '../core/lock-set/context.ts';
import type { LockSetSystem } from '../core/lock-set/system.ts';
import type { Mode } from '../core/shared-lock/commands.ts';
import { LockError } from './errors.ts';
import { LiveLockInfo, type LockInfo } from './lock-info.ts';
import { LOCKSET_NAME } from './set-names.ts';
import { type LockSetSnapshot, type LockSnapshot, snapshotOf, textOf } from './snapshot.ts';

/** `set/[lockset]`, and each `set/member` in the order in which they were added. */
export function* setInfo(set: string, system: LockSetSystem): Generator<LockInfo> {
  const setLock = { name: LOCKSET_NAME, lock: SET_LOCK };
  // Ids of locks grow; members of equal rank in natural order are listed as they came.
  for (const { name, lock } of [setLock, ...system.members].toSorted((one, other) => one.lock - other.lock)) {
    yield new LiveLockInfo(`${set}/${name}`, () => system.contextOf(lock));
  }
}

export function setSnapshot(set: string, system: LockSetSystem): LockSetSnapshot {
  const shown = (name: string, lock: number): LockSnapshot => {
    const state = system.readLock(lock);
    if (state === undefined) throw new Error(`lockchart: '${name}' has no lock; please report this`);
    return snapshotOf(name, state);
  };
  return {
    name: set,
    setLock: shown(LOCKSET_NAME, SET_LOCK),
    members: system.members.map(({ name, lock }) => shown(name, lock)),
  };
}

/** In one line: `(3 members) node1 exclusive:ann|shared@0:bob`, or `(3 members) free`. */
export function setText({ setLock, members }: LockSetSnapshot): string {
  const busy = [setLock, ...members].filter(({ state }) => state !== 'free');
  const texts = busy.map((lock) => `${lock.name} ${textOf(lock)}`);
  return `(${members.length} members) ${texts.length === 0 ? 'free' : someOf(texts)}`;
}

/** What an owner holds in a set: `node/node1 exclusive`. */
export function heldTexts(set: string, owned: SetContext | undefined): string[] {
  if (owned === undefined) return [];
  const setLock = owned.setLock === null ? [] : [{ name: LOCKSET_NAME, mode: owned.setLock.mode }];
  return [...setLock, ...heldMembers(owned)].map(({ name, mode }) => `${set}/${name} ${mode}`);
}

/** A line stays one that can be read, however many there are. */
export function someOf(texts: readonly string[]): string {
  const more = texts.length - SOME;
  return texts.slice(0, SOME).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

const SOME = 5;

/** The members that an owner holds, sorted. */
export function ownedNames(owned: SetContext | undefined): readonly string[] {
  return owned === undefined ? [] : heldMembers(owned).map(({ name }) => name);
}

/**
 * Whether an owner holds all of these (in this mode); false for none, and for an owner of nothing. Throws
 * `not-found` when one of them is no member.
 */
export function ownsAll(
  set: string,
  system: LockSetSystem,
  owned: SetContext | undefined,
  names: readonly string[],
  mode: Mode | undefined,
): boolean {
  if (owned === undefined || !ownsAny(owned) || names.length === 0) return false;
  const missing = names.filter((name) => system.lockOf(name) === undefined);
  if (missing.length > 0) {
    const message = `Lock set '${set}' has no member ${missing.join(', ')}.`;
    throw new LockError('not-found', message, { lock: set, names: missing });
  }
  return names.every((name) => {
    const held = owned.members.get(name);
    return held !== undefined && (mode === undefined || held.mode === mode);
  });
}
