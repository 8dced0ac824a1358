/**
 * Arbitrary commands to a lock set: mostly such as make sense where their owner stands, and now and then any.
 * Owners and names are few, so that conflicts are the rule.
 */
import fc from 'fast-check';
import type { LockSetCommand } from '../../src/core/lock-set/commands.ts';
import type { OwnerKey } from '../../src/core/lock-set/system.ts';

export type SetCommand = LockSetCommand & { readonly request: number };

/** Where an owner stands. */
export interface Standing {
  readonly held: readonly string[];
  readonly ownsAny: boolean;
  /** The request that is under way. */
  readonly waits: number | undefined;
}

/** Two have no name, and are known by the first requests that there were. */
const OWNERS: readonly OwnerKey[] = ['ann', 'bob', 'cy', 'dee', 'eve', 1, 2];

/** The first request id that is free. */
export const FIRST_REQUEST = 3;

const kinds = fc.constantFrom<LockSetCommand['type'][]>;

/** A command that is still to be fitted to where its owner stands. `names`: sorted. */
export function draftOf(names: readonly string[]) {
  return fc.record({
    owner: fc.nat({ max: OWNERS.length - 1 }),
    /** Leaves those alone who wait. */
    skipsWaiters: oneIn(2),
    isWild: oneIn(6),
    wild: kinds(
      'set.acquire',
      'set.release',
      'set.downgrade',
      'set.add',
      'set.remove',
      'set.names',
      'set.cancel',
      'set.raise',
    ),
    ofIdle: kinds(
      'set.acquire',
      'set.acquire',
      'set.acquire',
      'set.acquire',
      'set.add',
      'set.add',
      'set.remove',
      'set.remove',
      'set.names',
    ),
    ofOwner: kinds('set.release', 'set.release', 'set.downgrade', 'set.add', 'set.remove', 'set.names'),
    ofWaiter: kinds('set.cancel', 'set.raise'),
    all: oneIn(3),
    some: fc.subarray([...names]),
    listed: fc.array(fc.constantFrom(...names), { maxLength: 3 }),
    mode: fc.constantFrom('shared' as const, 'exclusive' as const),
    priority: fc.constantFrom(0, 0, 1, -2),
    isTry: oneIn(6),
    isLimited: oneIn(3),
    isOpportunistic: oneIn(4),
    takes: fc.constantFrom(null, 'shared' as const, 'exclusive' as const),
    /** How many requests ago. */
    age: fc.nat({ max: 20 }),
    reason: fc.constantFrom('timeout' as const, 'abort' as const),
  });
}
export type Draft = ReturnType<typeof draftOf> extends fc.Arbitrary<infer Value> ? Value : never;

function oneIn(weight: number): fc.Arbitrary<boolean> {
  const no = { weight: weight - 1, arbitrary: fc.constant(false) };
  return fc.oneof(no, { weight: 1, arbitrary: fc.constant(true) });
}

/** Whose command it is; `waits`: who can do nothing but give up, or press. */
export function ownerOf({ owner, skipsWaiters }: Draft, waits: (key: OwnerKey) => boolean): OwnerKey {
  const keys = [...OWNERS.slice(owner), ...OWNERS.slice(0, owner)];
  return (keys.find((key) => !skipsWaiters || !waits(key)) ?? keys[0]) as OwnerKey;
}

export function commandOf(draft: Draft, request: number, { held, ownsAny, waits }: Standing): SetCommand {
  const { isWild, all, some, listed, mode, priority, isTry, isOpportunistic, reason } = draft;
  const sensible = ownsAny ? draft.ofOwner : draft.ofIdle;
  const type = isWild ? draft.wild : waits === undefined ? sensible : draft.ofWaiter;
  const known = isWild ? listed : held.filter((name) => some.includes(name));
  const meant = (isWild ? undefined : waits) ?? request - draft.age;
  switch (type) {
    case 'set.acquire': {
      const how = { mode, priority, try: isTry, opportunistic: isOpportunistic };
      return { type, request, names: all ? null : some, ...how, limited: isTry || draft.isLimited };
    }
    case 'set.release':
    case 'set.downgrade':
      return { type, request, names: all ? null : known };
    case 'set.add':
      return { type, request, names: listed, acquire: draft.takes };
    case 'set.remove':
      return { type, request, names: ownsAny ? (draft.isLimited ? [...known, ...known] : known) : listed };
    case 'set.cancel':
      return { type, request: meant, reason };
    case 'set.raise':
      return { type, request: meant, priority };
    default:
      return { type: 'set.names', request };
  }
}
