/**
 * The error that a refusal by a keyring becomes, with a message that says what to do.
 */
import type { KeyringAnswer, KeyringRefusalReason } from '../core/level-order/commands.ts';
import type { LockSetSystem } from '../core/lock-set/system.ts';
import type { OwnerId } from '../core/shared-lock/commands.ts';
import { badArgument, LockUsageError, type LockUsageErrorCode } from './errors.ts';
import { show } from './options.ts';
import { ownerOf } from './set-hold.ts';
import { isSetRefusal, type RefusedBySet, setErrorOf } from './set-refusals.ts';

type Refusal = Extract<KeyringAnswer, { type: 'keyring.refused' }>;

/** What was refused; at a level that there is not, there is no set. */
export interface RefusedAt extends Omit<RefusedBySet, 'system'> {
  readonly system: LockSetSystem | undefined;
}

const CANNOT_LIST =
  'cannot be listed while something is held there or at a greater level, which could be what is waited for: ' +
  'list the names before that, or acquire ALL.';

const MISTAKES: Readonly<Partial<Record<KeyringRefusalReason, string>>> = {
  'immutable-level': 'cannot be changed: its members are those that the manager was made with.',
  'bgl-required': 'needs the big lock: acquire that first, in either mode.',
  'bgl-release': 'is where the big lock is, and that goes last: release all other levels first.',
  'level-order':
    'stands before a level that is held already: acquire levels in their order, or release first.',
  'keyring-busy': 'was asked for while another operation of this keyring is under way: wait for that one.',
};

/** `held`: the levels at which the owner holds something, in order. */
export function keyringErrorOf(
  { reason, request, names }: Refusal,
  refused: RefusedAt,
  held: readonly string[],
): unknown {
  const { set: level, system, key, mode, command } = refused;
  const owner = ownerOf(key);
  if (reason === 'invalid-level') return unknownLevel(level, owner);
  if (system !== undefined && isSetRefusal(reason)) {
    return setErrorOf({ type: 'set.refused', reason, request, names }, { ...refused, system });
  }
  const has = held.length > 0 ? ` It holds ${held.join(', ')}.` : '';
  const who = owner === null ? 'an anonymous keyring' : `keyring '${owner}'`;
  const cannotList = reason === 'level-order' && command.type === 'keyring.names';
  const why = cannotList ? CANNOT_LIST : (MISTAKES[reason] ?? reason);
  const message = `Level '${level}', for ${who}, ${why}${has}`;
  return new LockUsageError(reason as LockUsageErrorCode, message, { lock: level, owner, mode });
}

export function unknownLevel(level: string, owner: OwnerId | null): LockUsageError {
  const message = `There is no level '${level}' in this manager: use one of those that it was made with.`;
  return new LockUsageError('invalid-level', message, { lock: level, owner });
}

/**
 * Before anything is said of it: not even a message can be made with a symbol.
 *
 * @throws {LockUsageError} `invalid-argument` for what cannot be the name of a level.
 */
export function checkLevel(level: unknown): void {
  if (typeof level !== 'string') throw badArgument('', `A level is the name of one, not ${show(level)}.`);
}

/** For a keyring that was closed, and its locks given back. */
export function keyringClosed(level: string, owner: OwnerId | null): LockUsageError {
  const message = `This keyring was closed before it asked for level '${level}': take another one from the manager.`;
  return new LockUsageError('keyring-closed', message, { lock: level, owner });
}
