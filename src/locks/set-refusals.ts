/**
 * The error that a refusal by a lock set becomes, with a message that says what to do.
 */
import type { SetAnswer, SetRefusalReason } from '../core/lock-set/commands.ts';
import type { Mode, OwnerId } from '../core/shared-lock/commands.ts';
import { LockError, LockUsageError, type LockUsageErrorCode } from './errors.ts';

type Refusal = Extract<SetAnswer, { type: 'set.refused' }>;
type Failure = Extract<SetRefusalReason, 'timeout' | 'closed' | 'not-found' | 'duplicate-add'>;

const FAILURES: Readonly<Record<Failure, string>> = {
  timeout: 'was not granted in time: everything was given back. Try again, or allow more time.',
  closed: 'is closed and takes no more requests.',
  'not-found': 'has no such member, or it was removed on the way: everything was given back.',
  'duplicate-add': 'has such a member already: nothing was added.',
};

const MISTAKES: Readonly<Partial<Record<SetRefusalReason, string>>> = {
  'set-busy': 'is busy with another operation of the same owner: wait for that one.',
  'set-double-acquire':
    'is owned in part, or asked for, by the same owner already: acquire all of it in one call.',
  'set-release-unowned': 'is not owned by this owner: there is nothing to release.',
  'release-unheld': 'has members that this owner does not hold: release only what is held.',
  'set-downgrade-unowned': 'is not owned by this owner: there is nothing to downgrade.',
  'downgrade-unheld': 'has members that this owner does not hold: downgrade only what is held.',
  'add-partially-owned':
    'is owned in part by whoever adds: acquire ALL exclusive, or nothing, before adding.',
  'remove-not-all-owned':
    'is owned by whoever removes, but not these members: own all of them, or nothing of the set.',
  'remove-failed-holding': 'was told to remove one member twice.',
  'delete-while-sharing': 'has this member only shared for whoever removes it: hold it exclusive.',
  'opportunistic-timeout': 'takes named members at once or skips them: a timeout has no meaning there.',
};

/** `mode`: the one that was asked for, where one was. */
export function setErrorOf(
  { reason, names }: Refusal,
  set: string,
  owner: OwnerId | null,
  mode: Mode | undefined,
  abortReason: unknown,
): unknown {
  const details = { lock: set, owner, mode, names };
  const named = names.length > 0 ? ` (${names.join(', ')})` : '';
  if (reason === 'abort') {
    // A remove that is aborted half-way has something to report; any other abort has not.
    if (names.length === 0) return abortReason;
    const message = `Removing members of lock set '${set}' was aborted; these are gone: ${names.join(', ')}.`;
    return new LockError('aborted', message, details, { cause: abortReason });
  }
  const failure = FAILURES[reason as Failure];
  if (failure !== undefined)
    return new LockError(reason as Failure, `Lock set '${set}'${named} ${failure}`, details);
  const message = `Lock set '${set}'${named} ${MISTAKES[reason] ?? reason}`;
  return new LockUsageError(reason as LockUsageErrorCode, message, details);
}

/** Whether a reason is one of a lock set, and not of a keyring. */
export function isSetRefusal(reason: string): reason is SetRefusalReason {
  return reason === 'abort' || reason in FAILURES || reason in MISTAKES;
}
