/**
 * The lock of a condition, as a wait needs it: who holds it, letting go of it, and taking it back. A
 * `SharedLock` or anything else that has `acquire` and `release`.
 */
import type { Identity, OwnerId } from '../core/shared-lock/commands.ts';
import { find } from '../core/shared-lock/context.ts';
import { type Asker, ownerRequired, releasedWhileWaiting, unowned } from './condition-errors.ts';
import type { Lockable, NotifyOptions } from './condition-options.ts';
import { badArgument } from './errors.ts';
import { forget, inside, whenOver } from './for-conditions.ts';
import { ownerOf } from './options.ts';
import { errorOf } from './refusals.ts';
import { LockRequest, send } from './request.ts';
import { newRequestId } from './request-id.ts';
import { SharedLock } from './shared-lock.ts';

/** What somebody holds, and lets go of for the time of a wait. */
export interface Grip extends Asker {
  /** `onOver` is called when there is nothing any more to take back. */
  letGo(onOver: () => void): void;
  /** Rejects when the lock can not be had again. */
  takeBack(): Promise<void>;
}

/** What the asker holds; throws when it holds nothing. */
export function gripOn(lock: SharedLock | Lockable, name: string, options: NotifyOptions): Grip {
  const { hold, owner: asker } = options;
  const owner = ownerOf(name, asker);
  if (!(lock instanceof SharedLock)) {
    if (hold !== undefined) throw badArgument(name, 'A hold is of a SharedLock, and this is another lock.');
    return new ForeignGrip(lock, name, owner);
  }
  if (hold === undefined && owner === null) throw ownerRequired(name);
  if (hold !== undefined && !(hold instanceof LockRequest)) {
    throw badArgument(name, 'A hold is what acquire, tryAcquire or run gave.');
  }
  const held = requestOf(lock, hold ?? { owner });
  if (held?.lock !== lock || !held.isHeld)
    throw unowned({ lock: name, owner: hold === undefined ? owner : hold.owner });
  return new SharedGrip(lock, held);
}

/**
 * What the asker has in the lock: the very object that its acquire gave, also where a proxy of it or a copy
 * asks.
 */
function requestOf(lock: SharedLock, asker: Identity): LockRequest | undefined {
  const { engine, machine } = lock[inside];
  const found = find(engine.context(machine), asker);
  const place = found && (engine.place?.(machine, found.request) ?? found);
  return place instanceof LockRequest ? place : undefined;
}

class SharedGrip implements Grip {
  readonly #lock: SharedLock;
  readonly #request: LockRequest;
  #onOver: (() => void) | undefined;
  #isGivenUp = false;

  constructor(lock: SharedLock, request: LockRequest) {
    this.#lock = lock;
    this.#request = request;
  }

  get lock(): string {
    return this.#lock.name;
  }

  get owner(): OwnerId | null {
    return this.#request.owner;
  }

  get mode() {
    return this.#request.mode;
  }

  letGo(onOver: () => void): void {
    this.#onOver = onOver;
    whenOver(this.#lock, onOver);
    whenOver(this.#request, this.#giveUp);
    this.#request.release();
    const { engine, machine } = this.#lock[inside];
    // Its holders go on, but nobody gets in again.
    if (engine.context(machine).closed) onOver();
  }

  async takeBack(): Promise<void> {
    try {
      if (!this.#isGivenUp) await askAgain(this.#request);
    } catch (error) {
      if (!this.#isGivenUp) throw error;
    } finally {
      this.#stopListening();
    }
    if (this.#isGivenUp || !this.#request.isHeld) throw releasedWhileWaiting(this);
  }

  /** Nobody would release what were taken back now. */
  readonly #giveUp = (): void => {
    const onOver = this.#onOver;
    this.#isGivenUp = true;
    this.#stopListening();
    if (this.#request.standing === 'waiter') this.#request.cancel('abort');
    onOver?.();
  };

  #stopListening(): void {
    if (this.#onOver !== undefined) forget(this.#lock, this.#onOver);
    forget(this.#request, this.#giveUp);
  }
}

/** The same hold, by another request, in the mode that it had last. */
function askAgain(request: LockRequest): Promise<unknown> {
  const { lock } = request;
  request.request = newRequestId();
  request.asking = 0;
  const refusal = lock[send]('lock.acquire', request);
  if (refusal !== undefined) return Promise.reject(errorOf(refusal, lock.name, request));
  return request.isHeld ? Promise.resolve() : request.answer(undefined);
}

/** Nothing is known of who holds it but what the lock itself tells. */
class ForeignGrip implements Grip {
  readonly lock: string;
  readonly owner: OwnerId | null;
  readonly #lock: Lockable;
  #released: Promise<unknown> | undefined;

  constructor(lock: Lockable, name: string, owner: OwnerId | null) {
    this.#lock = lock;
    this.lock = name;
    this.owner = owner;
    if (!isHeld(lock)) throw unowned(this);
  }

  letGo(onOver: () => void): void {
    const released = this.#lock.release();
    if (!isPromise(released)) return;
    this.#released = Promise.resolve(released);
    // A lock that was not released is not taken back: the wait rejects with why.
    this.#released.catch(onOver);
  }

  async takeBack(): Promise<void> {
    if (this.#released !== undefined) await this.#released;
    await this.#lock.acquire();
  }
}

function isHeld(lock: Lockable): boolean {
  if (typeof lock.isOwned === 'function') return Boolean(lock.isOwned());
  return typeof lock.isLocked !== 'function' || Boolean(lock.isLocked());
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value;
