/**
 * The error that a refusal by a keyring becomes, with a message that says what to do.
 */
import type { KeyringAnswer, KeyringRefusalReason } from '../core/level-order/commands.ts';
import type { Mode, OwnerId } from '../core/shared-lock/commands.ts';
import { LockUsageError, type LockUsageErrorCode } from './errors.ts';
import { isSetRefusal, setErrorOf } from './set-refusals.ts';

type Refusal = Extract<KeyringAnswer, { type: 'keyring.refused' }>;

/** What was refused. */
export interface RefusedAt {
  readonly level: string;
  readonly owner: OwnerId | null;
  readonly mode: Mode | undefined;
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

export function keyringErrorOf(
  { reason, request, names }: Refusal,
  at: RefusedAt,
  abortReason: unknown,
): unknown {
  const { level, owner, mode, held } = at;
  if (reason === 'invalid-level') return unknownLevel(level, owner);
  if (isSetRefusal(reason)) {
    return setErrorOf({ type: 'set.refused', reason, request, names }, level, owner, mode, abortReason);
  }
  const has = held.length > 0 ? ` It holds ${held.join(', ')}.` : '';
  const who = owner === null ? 'an anonymous keyring' : `keyring '${owner}'`;
  const message = `Level '${level}', for ${who}, ${MISTAKES[reason] ?? reason}${has}`;
  return new LockUsageError(reason as LockUsageErrorCode, message, { lock: level, owner, mode });
}

export function unknownLevel(level: string, owner: OwnerId | null): LockUsageError {
  const message = `There is no level '${level}' in this manager: use one of those that it was made with.`;
  return new LockUsageError('invalid-level', message, { lock: level, owner });
}

/** For a keyring that was closed, and its locks given back. */
export function keyringClosed(level: string, owner: OwnerId | null): LockUsageError {
  const message = `The keyring was closed when it asked for level '${level}': take another one from the manager.`;
  return new LockUsageError('keyring-closed', message, { lock: level, owner });
}
