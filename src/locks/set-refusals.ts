/**
 * The error that a refusal by a lock set becomes, with a message that says what to do.
 */
import { SET_LOCK, type SetAnswer, type SetRefusalReason } from '../core/lock-set/commands.ts';
import type { LockSetSystem, OwnerKey } from '../core/lock-set/system.ts';
import type { Mode } from '../core/shared-lock/commands.ts';
import { LockError, LockUsageError, type LockUsageErrorCode } from './errors.ts';
import { holdersOf, nameOf } from './refusals.ts';
import { ownerOf } from './set-hold.ts';
import { LOCKSET_NAME } from './set-names.ts';
import { someOf } from './set-views.ts';

type Refusal = Extract<SetAnswer, { type: 'set.refused' }>;
type Failure = Extract<SetRefusalReason, 'timeout' | 'closed' | 'not-found' | 'duplicate-add'>;

/** What was refused. */
export interface RefusedBySet {
  readonly set: string;
  readonly system: LockSetSystem;
  readonly key: OwnerKey;
  /** The one that was asked for, where one was. */
  readonly mode: Mode | undefined;
  readonly command: Command;
  readonly abortReason: unknown;
}

interface Command {
  readonly type: string;
  /** What was asked for by name. */
  readonly names?: readonly string[] | null;
}

const FAILURES: Readonly<Record<Failure, string>> = {
  timeout: 'was not granted in time: everything was given back. Try again, or allow more time.',
  closed:
    'was given up while it waited: its keyring gave back everything (releaseAll) or was closed. Ask again, or ' +
    'take another keyring.',
  'not-found': 'has no such member, or it was removed on the way: everything was given back.',
  'duplicate-add': 'has such a member already: nothing was added.',
};

const MISTAKES: Readonly<Partial<Record<SetRefusalReason, string>>> = {
  'set-busy': 'is busy with another operation of the same owner: wait for that one.',
  'set-double-acquire':
    'is owned in part, or asked for, by the same owner already: acquire all of it in one call.',
  'set-release-unowned': 'is not owned by this owner: there is nothing to release.',
  'release-unheld': 'is not held by this owner: release only what is held.',
  'set-downgrade-unowned': 'is not owned by this owner: there is nothing to downgrade.',
  'downgrade-unheld': 'is not held by this owner: downgrade only what is held.',
  'add-partially-owned':
    'is owned in part by whoever adds: acquire ALL exclusive, or nothing, before adding.',
  'remove-not-all-owned':
    'is not held by whoever removes, who holds others: hold all of them exclusive, or nothing of the set.',
  'remove-failed-holding': 'was to be removed twice: name it once.',
  'delete-while-sharing':
    'is held only shared by whoever removes it: release it, and hold it exclusive before the removal.',
  'opportunistic-timeout': 'takes named members at once or skips them: a timeout has no meaning there.',
};

export function setErrorOf({ reason, names: told }: Refusal, refused: RefusedBySet): unknown {
  const { set, system, key, mode, command, abortReason } = refused;
  const owner = ownerOf(key);
  if (reason === 'abort') {
    // What was removed or added by then is to be reported.
    if (told.length === 0) return abortReason;
    const adds = command.type.endsWith('.add');
    const done = `${someOf(told)} had been ${adds ? 'added' : 'removed'}`;
    const details = { lock: set, owner, mode, names: told, removed: adds ? [] : told };
    return new LockError('aborted', `Lock set '${set}': the signal came when ${done}.`, details, {
      cause: abortReason,
    });
  }
  const members = inTheWay(reason, told, refused);
  const removed = members === told ? [] : told;
  const named = members.length > 0 ? ` (${someOf(members)})` : '';
  let message = `Lock set '${set}'${named}, for ${nameOf(owner)}, `;
  message += FAILURES[reason as Failure] ?? MISTAKES[reason] ?? reason;
  if (!UNTOLD.test(reason)) {
    for (const name of members.slice(0, FEW)) message += ` '${name}' ${standingOf(system, name)}.`;
  }
  if (removed.length > 0) message += ` Removed by then: ${someOf(removed)}.`;
  const details = { lock: set, owner, mode, names: members, removed };
  return reason in FAILURES
    ? new LockError(reason as Failure, message, details)
    : new LockUsageError(reason as LockUsageErrorCode, message, details);
}

/** So many are described; one set may have very many. */
const FEW = 3;

/** The members that an error is about; not `told` itself where that is what was removed. */
function inTheWay(
  reason: SetRefusalReason,
  told: readonly string[],
  { system, key, command }: RefusedBySet,
): readonly string[] {
  const asked = command.names ?? [];
  switch (reason) {
    case 'release-unheld':
    case 'downgrade-unheld':
    case 'remove-not-all-owned': {
      const held = system.owned(key)?.members;
      return [...new Set(asked)].filter((name) => held?.has(name) !== true);
    }
    // Members are removed in the order given, up to the one that cannot be.
    case 'remove-failed-holding':
    case 'delete-while-sharing':
      return asked.slice(told.length, told.length + 1);
    case 'closed':
      return [];
    default:
      return told;
  }
}

/** There is nothing to say of members that are not there, or just asked for wrongly. */
const UNTOLD = /not-found|duplicate-add|remove-failed-holding/;

/** Who holds a member now, for people. */
function standingOf(system: LockSetSystem, name: string): string {
  const lock = name === LOCKSET_NAME ? SET_LOCK : system.lockOf(name);
  const context = lock === undefined ? undefined : system.contextOf(lock);
  if (context === undefined) return 'is no member';
  return `is held ${holdersOf(context) ?? 'by nobody now'}`;
}

/** Whether a reason is one of a lock set, and not of a keyring. */
export function isSetRefusal(reason: string): reason is SetRefusalReason {
  return reason === 'abort' || reason in FAILURES || reason in MISTAKES;
}
