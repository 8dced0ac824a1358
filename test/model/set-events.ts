/**
 * The events of the machine that one owner has in a lock set of two members.
 */
import type { LockSetCommand } from '../../src/core/lock-set/commands.ts';
import type { State } from '../../src/core/lock-set/compiled.ts';
import { MEMBERS } from './set-driver.ts';

/** Ids and tokens mean nothing to the machine of one owner. */
const request = 1;
const token = 1;
const said = { owner: 'ann', request };

const members = MEMBERS.map((name, place) => ({ name, lock: place + 1 }));
const isMember = (name: string): boolean => members.some((member) => member.name === name);

/** What can come next: what the owner asks where nothing is under way, else an answer. */
export function eventsIn({ value, context }: State): LockSetCommand[] {
  const { operation } = context;
  const at = operation?.at?.lock ?? 0;
  const granted = {
    type: 'lock.granted',
    lock: at,
    ...said,
    mode: operation?.mode ?? 'exclusive',
    token,
  } as const;
  const refused = (reason: 'abort' | 'timeout' | 'deleted'): LockSetCommand => ({
    type: 'lock.refused',
    lock: at,
    ...said,
    reason,
  });
  const found = (names: readonly string[]): LockSetCommand => ({
    type: 'catalogue.resolved',
    members: members.filter(({ name }) => names.includes(name)),
    missing: names.filter((name) => !isMember(name)),
  });
  const names = operation?.names ?? [];
  switch (value) {
    case 'idle':
      return asksOfNobody;
    case 'owning':
      return asksOfOwner(context);
    case 'resolving':
      return [found(names)];
    case 'lookingUp':
      return [found(names.slice(0, names.length - (operation?.todo.length ?? 0)).slice(-1))];
    case 'listing':
    case 'reading':
      return [{ type: 'catalogue.listed', members }];
    case 'adding':
      return names.some(isMember)
        ? [{ type: 'catalogue.duplicate', names: names.filter(isMember) }]
        : [{ type: 'catalogue.added', members: names.map((name) => ({ name, lock: 3 })), token: 0 }];
    case 'adopting':
      return [{ ...granted, lock: 3 }];
    case 'openingToRead':
      return [{ ...granted, mode: 'shared' }, refused('abort')];
    case 'openingToAdd':
      return [{ ...granted, mode: 'exclusive' }, refused('abort')];
    case 'acquiringSetLock':
      return [granted, refused(operation?.try ? 'timeout' : 'abort')];
    case 'acquiringMember':
      return [granted, ...(isTry(context) ? [refused('timeout')] : [refused('abort'), refused('deleted')])];
    case 'deleting':
      return [{ type: 'lock.deleted', lock: at, ...said, token }, refused('abort'), refused('deleted')];
    default:
      throw new Error(`'${value}' is no state to be in when an event comes`);
  }
}

/** The locks of members answer at once. */
export const isTry = ({ operation }: State['context']): boolean =>
  operation?.try === true || operation?.opportunistic === true;

const acquire = { type: 'set.acquire', request, priority: 0, try: false, limited: false } as const;

/** What an owner of nothing asks. */
export const asksOfNobody: LockSetCommand[] = [
  ...(['shared', 'exclusive'] as const).flatMap((mode) =>
    [null, [...MEMBERS], ['a'], ['b'], ['a', 'zz']].flatMap((names) =>
      [false, true].map((opportunistic) => ({ ...acquire, names, mode, opportunistic })),
    ),
  ),
  { ...acquire, names: null, mode: 'shared', try: true, limited: true, opportunistic: false },
  { ...acquire, names: [...MEMBERS], mode: 'exclusive', try: true, limited: true, opportunistic: false },
  { type: 'set.add', request, names: ['a'], acquire: null },
  { type: 'set.add', request, names: ['c'], acquire: 'exclusive' },
  { type: 'set.remove', request, names: ['zz', ...MEMBERS] },
  { type: 'set.names', request },
];

/** What an owner of these asks. */
export function asksOfOwner({ members: held, setLock }: State['context']): LockSetCommand[] {
  const some = [null, [], ...held.map(({ name }) => [name])];
  return [
    ...some.map((names) => ({ type: 'set.release' as const, request, names })),
    ...some.map((names) => ({ type: 'set.downgrade' as const, request, names })),
    ...held.map(({ name }) => ({ type: 'set.remove' as const, request, names: [name] })),
    ...(setLock !== null && !held.some(({ name }) => name === 'c')
      ? [{ type: 'set.add', request, names: ['c'], acquire: 'shared' } as const]
      : []),
    { type: 'set.names', request },
  ];
}
