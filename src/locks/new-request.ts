/**
 * Requests of a lock, made of what callers write.
 */
import type { Mode, OwnerId } from '../core/shared-lock/commands.ts';
import type { Clock } from './clock.ts';
import type { Limits } from './limited-wait.ts';
import {
  type AcquireOptions,
  checkLimits,
  checkMode,
  checkRaise,
  checkTry,
  optionsOf,
  ownerOf,
  plainOptions,
  type RequestOptions,
  type TryOptions,
} from './options.ts';
import { ambientOwner } from './owner.ts';
import { DELETE, type Keeper, LockRequest, TRY } from './request.ts';

export interface Asked {
  readonly request: LockRequest;
  /** What may end its wait. */
  readonly limits: Limits | undefined;
}

/** Throws what an acquire with these options rejects with before it asks. */
export function newAcquire(lock: Keeper, clock: Clock, options: Mode | AcquireOptions): Asked {
  const given = optionsOf(lock.name, options);
  const { mode = 'exclusive' } = given;
  checkMode(lock.name, mode);
  return limited(lock, clock, given, mode, false);
}

export function newDelete(lock: Keeper, clock: Clock, options: RequestOptions): Asked {
  return limited(lock, clock, plainOptions(lock.name, options), 'exclusive', true);
}

export function newTry(lock: Keeper, options: Mode | TryOptions): LockRequest {
  if (options === 'exclusive' || options === 'shared') return newTryOf(lock, ambientOwner(), options);
  const given = optionsOf(lock.name, options);
  const { mode = 'exclusive', owner } = given;
  checkMode(lock.name, mode);
  checkTry(lock.name, given);
  return newTryOf(lock, ownerOf(lock.name, owner), mode);
}

function newTryOf(lock: Keeper, owner: OwnerId | null, mode: Mode): LockRequest {
  const request = new LockRequest(lock, owner, mode);
  request.asking = TRY;
  return request;
}

/** Every option is read once: what was checked is what is used. */
function limited(lock: Keeper, clock: Clock, options: RequestOptions, mode: Mode, deletes: boolean): Asked {
  const { owner, priority = 0, timeout = Number.POSITIVE_INFINITY, signal, raise: raising } = options;
  checkLimits(lock.name, priority, timeout, signal);
  const raise = checkRaise(lock.name, raising, priority);
  const who = ownerOf(lock.name, owner);
  if (signal?.aborted) throw signal.reason;
  // Adding 0 makes 0 of -0, so that the two are one priority in every form of the state.
  const request = new LockRequest(lock, who, mode);
  request.priority = priority + 0;
  request.asking = (timeout < 1 ? TRY : 0) | (deletes ? DELETE : 0);
  const isLimited = timeout < Number.POSITIVE_INFINITY || signal !== undefined || raise !== undefined;
  return { request, limits: isLimited ? { clock, timeout, signal, raise } : undefined };
}
