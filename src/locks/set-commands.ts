/**
 * What is asked of a lock set, from what callers write: the same for a set that stands alone and for a level
 * of a manager.
 */
import type { AcquireCommand, AddMembersCommand } from '../core/lock-set/commands.ts';
import type { OwnerId } from '../core/shared-lock/commands.ts';
import type { Clock } from './clock.ts';
import { badArgument } from './errors.ts';
import type { Limits } from './operation-wait.ts';
import {
  type AddOptions,
  checkLimits,
  checkMode,
  checkRaise,
  plainOptions,
  type SetAcquireOptions,
  type SignalOption,
} from './options.ts';
import type { RaiseOptions } from './raising.ts';
import { ALL, type Names } from './set-hold.ts';
import { memberName, namesOf, sortedNames } from './set-names.ts';

/** What the caller said, each option of which was read once; `owner` is still to be checked. */
interface Asked<Command> {
  readonly owner: OwnerId | undefined;
  readonly body: Omit<Command, 'type' | 'request'>;
  /** What may end or speed the wait, from now on. */
  readonly limits: Limits;
}

/** Throws `invalid-argument` unless `set` can be asked this. */
export function acquireOf(
  set: string,
  names: Names,
  options: SetAcquireOptions,
  clock: Clock,
): Asked<AcquireCommand> {
  const given = plainOptions(set, options);
  const {
    owner,
    mode = 'exclusive',
    priority: asked = 0,
    timeout,
    signal,
    opportunistic = false,
    raise,
  } = given;
  checkMode(set, mode);
  checkLimits(set, asked, timeout, signal);
  if (typeof opportunistic !== 'boolean') throw badArgument(set, 'opportunistic is true or false.');
  // Adding 0 makes 0 of -0, so that the two are one priority in every form of the state.
  const priority = asked + 0;
  const body = {
    names: names === ALL ? null : sortedNames(namesOf(set, names)),
    mode,
    priority,
    try: timeout !== undefined && timeout < 1,
    opportunistic,
    limited: timeout !== undefined && timeout !== Number.POSITIVE_INFINITY,
  };
  const limits = limitsOf(clock, timeout, signal, priority, checkRaise(set, raise, priority));
  return { owner, body, limits };
}

/** Throws `invalid-argument` unless `set` can be asked this. */
export function addOf(
  set: string,
  names: string | readonly string[],
  options: AddOptions,
  clock: Clock,
): Asked<AddMembersCommand> {
  const { owner, acquire, signal } = plainOptions(set, options);
  checkMode(set, acquire);
  const added = namesOf(set, names).map((member) => memberName(set, member));
  return { owner, body: { names: added, acquire: acquire ?? null }, limits: untilAbort(set, signal, clock) };
}

/** For what waits without a limit. */
export function waitOf(set: string, options: SignalOption, clock: Clock): Omit<Asked<never>, 'body'> {
  const { owner, signal } = plainOptions(set, options);
  return { owner, limits: untilAbort(set, signal, clock) };
}

function untilAbort(set: string, signal: AbortSignal | undefined, clock: Clock): Limits {
  checkLimits(set, undefined, undefined, signal);
  return limitsOf(clock, undefined, signal, 0, undefined);
}

/** The clock is asked only where there is a timeout. */
function limitsOf(
  clock: Clock,
  timeout: number | undefined,
  signal: AbortSignal | undefined,
  priority: number,
  raise: RaiseOptions | undefined,
): Limits {
  const until = timeout === undefined ? Number.POSITIVE_INFINITY : clock.now() + timeout;
  return { clock, until, signal, priority, raise };
}
