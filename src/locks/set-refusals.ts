/**
 * The error that a refusal by a lock set becomes, with a message that says what to do.
 */
import type { SetAnswer, SetRefusalReason } from '../core/lock-set/commands.ts';
import type { LockSetSystem, OwnerKey } from '../core/lock-set/system.ts';
import type { Mode, OwnerId } from '../core/shared-lock/commands.ts';
import { LockError, LockUsageError, type LockUsageErrorCode } from './errors.ts';
import { holdersOf } from './refusals.ts';

type Refusal = Extract<SetAnswer, { type: 'set.refused' }>;
type Failure = Extract<SetRefusalReason, 'timeout' | 'closed' | 'not-found' | 'duplicate-add'>;

const FAILURES: Readonly<Record<Failure, string>> = {
  timeout: 'was not granted in time: everything was given back. Try again, or allow more time.',
  closed:
    'was given up: its keyring was closed, or gave back everything, meanwhile. Ask again if it is needed.',
  'not-found': 'has no such member, or it was removed on the way: everything was given back.',
  'duplicate-add': 'has such a member already: nothing was added.',
};

const MISTAKES: Readonly<Partial<Record<SetRefusalReason, string>>> = {
  'set-busy': 'is busy with another operation of the same owner: wait for that one.',
  'set-double-acquire':
    'is owned in part, or asked for, by the same owner already: acquire all of it in one call.',
  'set-release-unowned': 'is not owned by this owner: there is nothing to release.',
  'release-unheld': 'was to release what its owner does not hold: name only what is held.',
  'set-downgrade-unowned': 'is not owned by this owner: there is nothing to downgrade.',
  'downgrade-unheld': 'was to downgrade what its owner does not hold: acquire it first, or leave it out.',
  'add-partially-owned':
    'is owned in part by whoever adds: acquire ALL exclusive, or nothing, before adding.',
  'remove-not-all-owned':
    'is owned in part by whoever removes, but not this: hold all that is removed, or nothing of the set.',
  'remove-failed-holding': 'was told to remove one member twice.',
  'delete-while-sharing':
    'was to remove what its owner only shares: release it, and acquire it exclusive or remove without a hold.',
  'opportunistic-timeout': 'takes named members at once or skips them: a timeout has no meaning there.',
};

/** What was refused, and where. */
export interface RefusedSet {
  readonly set: string;
  readonly system: LockSetSystem;
  readonly key: OwnerKey;
  readonly owner: OwnerId | null;
  /** The one that was asked for, where one was. */
  readonly mode: Mode | undefined;
  /** The members that were named; null or none for all. */
  readonly asked?: readonly string[] | null | undefined;
}

export function setErrorOf(refusal: Refusal, refused: RefusedSet, abortReason: unknown): unknown {
  const { reason } = refusal;
  const { set, owner, mode } = refused;
  const culprits = culpritsOf(reason, refused);
  const names = refusal.names.length > 0 || reason === 'delete-while-sharing' ? refusal.names : culprits;
  const details = { lock: set, owner, mode, names };
  const shown = culprits.length > 0 ? culprits.slice(0, FEW).map((name) => described(name, refused)) : names;
  const more = culprits.length > FEW ? ' and others' : '';
  const named = shown.length > 0 ? ` (${shown.join(', ')}${more})` : '';
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

const FEW = 3;

/** The members because of which it was refused: those not held, only shared, or held by somebody else. */
function culpritsOf(reason: string, { system, key, asked }: RefusedSet): readonly string[] {
  const held = system.owned(key)?.members;
  const names = [...new Set(asked)];
  switch (reason) {
    case 'release-unheld':
    case 'downgrade-unheld':
      return names.filter((name) => !held?.has(name));
    case 'remove-not-all-owned':
      // Names that are missing are skipped by a remove.
      return names.filter((name) => !held?.has(name) && system.hasMember(name));
    case 'delete-while-sharing':
      return names.filter((name) => held?.get(name)?.mode === 'shared');
    case 'timeout':
      return names.filter((name) => holdersAt(name, system) !== undefined);
    default:
      return [];
  }
}

function described(name: string, { system }: RefusedSet): string {
  if (!system.hasMember(name)) return `${name}: no member`;
  const holders = holdersAt(name, system);
  return holders === undefined ? `${name}: free` : `${name}: held ${holders}`;
}

function holdersAt(name: string, system: LockSetSystem): string | undefined {
  const context = system.contextNamed(name);
  return context === undefined ? undefined : holdersOf(context);
}

/** Whether a reason is one of a lock set, and not of a keyring. */
export function isSetRefusal(reason: string): reason is SetRefusalReason {
  return reason === 'abort' || reason in FAILURES || reason in MISTAKES;
}
