/**
 * The error that a refusal by a keyring becomes, with a message that says what to do.
 */
import type { KeyringAnswer, KeyringCommand, KeyringRefusalReason } from '../core/level-order/commands.ts';
import type { OwnerId } from '../core/shared-lock/commands.ts';
import { badArgument, LockUsageError, type LockUsageErrorCode } from './errors.ts';
import { isSetRefusal, type RefusedSet, setErrorOf } from './set-refusals.ts';

type Refusal = Extract<KeyringAnswer, { type: 'keyring.refused' }>;

/** What was refused. */
export interface RefusedAt extends Omit<RefusedSet, 'set' | 'system'> {
  /** None where there is no such level. */
  readonly system: RefusedSet['system'] | undefined;
  readonly level: string;
  readonly command: KeyringCommand['type'];
  /** The levels at which the owner holds something, in order. */
  readonly held: readonly string[];
}

const MISTAKES: Readonly<Partial<Record<KeyringRefusalReason, string>>> = {
  'immutable-level': 'cannot be changed: its members are those that the manager was made with.',
  'bgl-required': 'needs the big lock: acquire that first, in either mode.',
  'bgl-release': 'is where the big lock is, and that goes last: release all other levels first.',
  'level-order':
    'stands before a level that is held already: acquire levels in their order, or release first.',
  'keyring-busy': 'was asked for while another operation of this keyring is under way: wait for that one.',
};

const LISTING =
  'cannot be listed while something is held there or at a later level, which its listing could wait for: ' +
  'list it before that, or acquire ALL of it.';

export function keyringErrorOf(
  { reason, request, names }: Refusal,
  at: RefusedAt,
  abortReason: unknown,
): unknown {
  const { level, owner, mode, held } = at;
  if (reason === 'invalid-level') return unknownLevel(level, owner);
  if (isSetRefusal(reason)) {
    if (at.system === undefined) return unknownLevel(level, owner);
    const refused = { ...at, set: level, system: at.system };
    return setErrorOf({ type: 'set.refused', reason, request, names }, refused, abortReason);
  }
  const has = held.length > 0 ? ` It holds ${held.join(', ')}.` : '';
  const who = owner === null ? 'an anonymous keyring' : `keyring '${owner}'`;
  const isListing = reason === 'level-order' && at.command === 'keyring.names';
  const message = `Level '${level}', for ${who}, ${(isListing ? LISTING : MISTAKES[reason]) ?? reason}${has}`;
  return new LockUsageError(reason as LockUsageErrorCode, message, { lock: level, owner, mode });
}

export function unknownLevel(level: string, owner: OwnerId | null): LockUsageError {
  const message = `There is no level '${level}' in this manager: use one of those that it was made with.`;
  return new LockUsageError('invalid-level', message, { lock: level, owner });
}

/** @throws {LockUsageError} `invalid-argument` for what cannot be the name of a level. */
export function checkLevel(level: unknown): void {
  if (typeof level !== 'string') {
    throw badArgument('', `A level is the name of one, not of type ${typeof level}.`);
  }
}

/** For a keyring that was closed, and its locks given back. */
export function keyringClosed(level: string, owner: OwnerId | null): LockUsageError {
  const message = `This keyring is closed, and gives nothing at level '${level}': take another one from the manager.`;
  return new LockUsageError('keyring-closed', message, { lock: level, owner });
}
