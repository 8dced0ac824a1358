/**
 * What is asked of a lock set, from what callers write: the same for a set that stands alone and for a level
 * of a manager.
 */
import type { AcquireCommand, AddMembersCommand } from '../core/lock-set/commands.ts';
import { type Clock, systemClock } from './clock.ts';
import { badArgument } from './errors.ts';
import type { Limits } from './operation-wait.ts';
import {
  type AddOptions,
  checkMode,
  checkRequest,
  plainOptions,
  type RequestOptions,
  type SetAcquireOptions,
} from './options.ts';
import { ALL, type Names } from './set-hold.ts';
import { memberName, namesOf, sortedNames } from './set-names.ts';

type Body<Command> = Omit<Command, 'type' | 'request'>;

/** Throws `invalid-argument` unless `set` can be asked this. */
export function acquireBody(set: string, names: Names, options: SetAcquireOptions): Body<AcquireCommand> {
  const { mode = 'exclusive', priority = 0, timeout, opportunistic = false } = plainOptions(set, options);
  checkRequest(set, options);
  if (typeof opportunistic !== 'boolean') throw badArgument(set, 'opportunistic is true or false.');
  return {
    names: names === ALL ? null : sortedNames(namesOf(set, names)),
    mode,
    // Adding 0 makes 0 of -0, so that the two are one priority in every form of the state.
    priority: priority + 0,
    try: timeout !== undefined && timeout < 1,
    opportunistic,
    limited: timeout !== undefined,
  };
}

/** Throws `invalid-argument` unless `set` can be asked this. */
export function addBody(
  set: string,
  names: string | readonly string[],
  options: AddOptions,
): Body<AddMembersCommand> {
  const { acquire, signal } = plainOptions(set, options);
  checkRequest(set, { signal });
  checkMode(set, acquire);
  return { names: namesOf(set, names).map((member) => memberName(set, member)), acquire: acquire ?? null };
}

/** What may end or speed the wait, from now on. */
export function limitsOf(options: RequestOptions, clock: Clock = systemClock): Limits {
  const { timeout = Number.POSITIVE_INFINITY, signal, priority = 0, raise } = options;
  return { clock, until: clock.now() + timeout, signal, priority, raise };
}
