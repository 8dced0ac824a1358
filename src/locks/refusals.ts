/**
 * The error that a refusal of the machine becomes, with a message that says what to do.
 */
import type { Mode, OwnerId, RefusalReason } from '../core/shared-lock/commands.ts';
import { heldBy, type LockContext } from '../core/shared-lock/context.ts';
import * as ring from '../core/shared-lock/ring.ts';
import { LockError, type LockErrorDetails, LockUsageError } from './errors.ts';
import { inside } from './for-conditions.ts';
import type { LockRequest } from './request.ts';

/** What was refused. */
export interface Refused {
  readonly owner: OwnerId | null;
  readonly mode?: Mode | undefined;
  /** The mode in which the owner holds the lock already, where it does. */
  readonly held?: Mode | undefined;
  /** Milliseconds that it might wait. */
  readonly timeout?: number | undefined;
  /** Who holds the lock, for people. */
  readonly holders?: string | undefined;
}

/** An abort is not here: it rejects with the reason of its signal. `not-waiting` is told to nobody. */
export function errorOf(reason: RefusalReason, lock: string, refused: Refused): Error {
  const { owner, mode } = refused;
  const details: LockErrorDetails = { lock, owner, mode };
  const who = nameOf(owner);
  const what = mode === undefined ? `Lock '${lock}'` : `Lock '${lock}' (${mode}, for ${who})`;
  switch (reason) {
    case 'timeout':
      return new LockError(
        reason,
        `${what} was not granted ${within(refused)}. Try again, or allow more time.`,
        details,
      );
    case 'deleted':
      return new LockError(
        reason,
        `${what} has been deleted: what it protected is gone, do not go on.`,
        details,
      );
    case 'closed':
      return new LockError(reason, `${what} is closed and takes no more requests.`, details);
    case 'double-acquire':
      return new LockUsageError(reason, doubleAcquire(what, refused), details);
    case 'release-unowned':
      return new LockUsageError(
        reason,
        `${what} is not held by ${who}: only its holder may release it. Release each hold once, as its owner.`,
        details,
      );
    case 'downgrade-unowned':
      return new LockUsageError(
        reason,
        `${what} is not held by ${who}: acquire it before the downgrade.`,
        details,
      );
    case 'delete-while-sharing':
      return new LockUsageError(
        reason,
        `${what} is held shared by ${who}, whose delete would wait for itself: release it first.`,
        details,
      );
    default:
      throw new Error(
        `lockchart: the refusal '${reason}' of lock '${lock}' has no error; please report this`,
      );
  }
}

function doubleAcquire(what: string, { mode, held }: Refused): string {
  if (held === 'shared' && mode === 'exclusive') {
    return (
      `${what} is held shared by the same owner, and there is no upgrade in place: two owners that upgrade would ` +
      'wait for each other. Release it, acquire it exclusive, and look again at what you read.'
    );
  }
  const already = held === undefined ? 'already waited for' : `already held (${held})`;
  return (
    `${what} is ${already} by the same owner, and locks are not reentrant: pass the hold on instead, or, for ` +
    'a task of its own, name another owner.'
  );
}

export const nameOf = (owner: OwnerId | null): string =>
  owner === null ? 'an anonymous owner' : `owner '${owner}'`;

function within({ timeout = 0, holders }: Refused): string {
  const time = timeout < 1 ? 'at once' : `within ${timeout} ms`;
  return holders === undefined ? time : `${time}: it is held ${holders}`;
}

/** Some of those who hold the lock; undefined when nobody does. */
export function holdersOf({ holds }: LockContext): string | undefined {
  if (holds === null) return undefined;
  const names: string[] = [];
  for (const { owner } of ring.each(holds)) {
    // One lock may have very many holders, and as many who give up waiting for them.
    if (names.length === FEW) return `${holds.mode} by ${names.join(', ')} and others`;
    names.push(nameOf(owner));
  }
  return `${holds.mode} by ${names.join(', ')}`;
}

const FEW = 3;

/** For what only a hold can ask that has not ended. */
export function endedHold(
  code: 'downgrade-unowned' | 'release-unowned',
  lock: string,
  { owner, mode }: { readonly owner: OwnerId | null; readonly mode: Mode },
): LockUsageError {
  const advice =
    code === 'downgrade-unowned'
      ? 'acquire the lock again before the downgrade.'
      : 'it cannot delete the lock any more, but SharedLock.delete can.';
  const message = `This hold of lock '${lock}' (${mode}, of ${nameOf(owner)}) has ended: ${advice}`;
  return new LockUsageError(code, message, { lock, owner, mode });
}

/**
 * Rejects with the error of a refusal. It is made when the chain of promises to whoever awaits the answer
 * stands: so its stack shows who that is, which costs nothing where nobody is refused.
 */
export function refused(request: LockRequest, reason: RefusalReason, timeout?: number): Promise<never> {
  const details = { ...detailsOf(request), timeout };
  return Promise.resolve()
    .then(doNothing)
    .then(() => {
      throw errorOf(reason, request.lock.name, details);
    });
}

/** What there is to say of a request that is refused now. */
export function detailsOf({ lock, owner, mode }: LockRequest): Refused {
  const { engine, machine } = lock[inside];
  const context = engine.context(machine);
  const held = owner === null ? undefined : heldBy(context, owner);
  return { owner, mode, held, holders: holdersOf(context) };
}

function doNothing(): void {}
