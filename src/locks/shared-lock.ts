/**
 * One readers–writer lock for asynchronous code: promises, deadlines and signals around the machine of
 * models/shared-lock.machine.ts, which decides everything.
 */
import type { LockCommand, Mode, RefusalReason } from '../core/shared-lock/commands.ts';
import type { Body } from '../core/shared-lock/compiled.ts';
import { heldBy } from '../core/shared-lock/context.ts';
import { systemClock } from './clock.ts';
import { compiledEngine, type LiveMachine, sendAcquire, sendRelease } from './engine.ts';
import { badArgument } from './errors.ts';
import { type Inside, inside, type Means, over } from './for-conditions.ts';
import type { Hold } from './hold.ts';
import { engineOf } from './inspection.ts';
import type { Limits } from './limited-wait.ts';
import { type LockInfo, lockInfo } from './lock-info.ts';
import { announce } from './new-locks.ts';
import { newAcquire, newDelete, newTry } from './new-request.ts';
import {
  type AcquireOptions,
  checkLock,
  checkMode,
  knownOwner,
  type LockOptions,
  NO_OPTIONS,
  type OwnerOption,
  type RequestOptions,
  type TryOptions,
} from './options.ts';
import { ambientOwner } from './owner.ts';
import { detailsOf, errorOf } from './refusals.ts';
import { carryOut, deliver, LockRequest, release, send } from './request.ts';
import { type LockSnapshot, snapshotOf, textOf } from './snapshot.ts';

/** Shared by all locks that are given nothing else. */
const USUAL: Means = { engine: compiledEngine, clock: systemClock };

/**
 * A lock that many can hold shared or one exclusive.
 *
 * Policy. Waiters are served by priority, then in order of arrival; a smaller priority is more urgent.
 * Sharers of one priority wait as a group that is granted together and that later sharers join, so that
 * readers never pass a waiting writer one by one, and a writer waits for one batch of readers per writer
 * ahead of it at most. A lock is never left idle while the next in line could have it. A waiter that gives up
 * leaves nothing behind, and whoever it held up is granted at once. Not reentrant; no upgrade to exclusive.
 *
 * A waiting acquire keeps the process alive only while it has a timeout.
 *
 * @example
 * ```ts
 * import { SharedLock } from 'lockchart';
 *
 * const lock = new SharedLock('config');
 * const text = await lock.run('shared', async () => 'what readers read');
 * {
 *   await using hold = await lock.acquire({ mode: 'exclusive', timeout: 500 });
 *   console.log(text, hold.token);
 * } // released here, also on throw
 * ```
 */
export class SharedLock {
  /** For messages and queries; it need not be unique. */
  readonly name: string;
  #means: Means;
  readonly #machine: LiveMachine;

  /** @throws {LockUsageError} `invalid-argument`: the name is no string, or an option not what it must be. */
  constructor(name = '', options: LockOptions = {}) {
    checkLock(name, options);
    this.name = name;
    const engine = engineOf(options) ?? compiledEngine;
    const clock = options.clock ?? systemClock;
    this.#means = engine === USUAL.engine && clock === USUAL.clock ? USUAL : { engine, clock };
    this.#machine = engine.start(name);
    announce(this);
  }

  /**
   * Waits for the lock and gives the hold. With a timeout under 1 ms it does not wait. When the signal is
   * aborted already, it rejects even if the lock is free; an abort after the grant does not release.
   *
   * Rejects, never throws: with `LockError` (`timeout`, `deleted`, `closed`), with the signal's own reason,
   * or with `LockUsageError` (`double-acquire` when the owner holds or waits already, `invalid-argument`).
   */
  acquire(options: Mode | AcquireOptions = 'exclusive'): Promise<Hold> {
    // Short, so that V8 makes one piece of it with whoever calls it.
    if (options !== 'exclusive' && options !== 'shared') return SharedLock.#acquireWith(this, options);
    const request = new LockRequest(this, ambientOwner(), options);
    sendAcquire(this.#means.engine, this.#machine, request, deliver);
    return request.isHeld ? Promise.resolve(request) : SharedLock.#answer(this, request, undefined);
  }

  /**
   * The hold if it can be had at once and nobody waits, else undefined. Synchronous. It never waits, so a
   * `timeout`, a `signal`, a `priority` or `raise` is refused.
   *
   * @throws {LockError} `deleted`, `closed`.
   * @throws {LockUsageError} `double-acquire`, `invalid-argument`.
   */
  tryAcquire(options: Mode | TryOptions = 'exclusive'): Hold | undefined {
    const request = newTry(this, options);
    sendAcquire(this.#means.engine, this.#machine, request, deliver);
    if (request.isHeld) return request;
    const refusal = carryOut();
    if (refusal !== undefined && refusal !== 'timeout') throw errorOf(refusal, this.name, detailsOf(request));
    return undefined;
  }

  /**
   * Acquires, calls `fn` with the hold, and releases when what it returns has settled, also on throw. Gives
   * what `fn` gives. Rejects as `acquire` does, or with what `fn` throws.
   */
  async run<Result>(
    options: Mode | AcquireOptions,
    fn: (hold: Hold) => Result | PromiseLike<Result>,
  ): Promise<Result> {
    if (typeof fn !== 'function') throw badArgument(this.name, 'run takes a mode or options and a function.');
    const hold = await this.acquire(options);
    try {
      return await fn(hold);
    } finally {
      hold.release();
    }
  }

  /**
   * Releases what the owner holds.
   *
   * @throws {LockUsageError} `release-unowned` when it holds nothing, `owner-required` when none is known.
   */
  release(options: OwnerOption = NO_OPTIONS): void {
    SharedLock.#command(this, 'lock.release', options);
  }

  /**
   * Turns the owner's exclusive hold into a shared one with no gap; see `Hold.downgrade`.
   *
   * @throws {LockUsageError} `downgrade-unowned` when it holds nothing, `owner-required` when none is known.
   */
  downgrade(options: OwnerOption = NO_OPTIONS): void {
    SharedLock.#command(this, 'lock.downgrade', options);
  }

  /**
   * Ends the lock: waits for it like an exclusive acquire, or ends it at once when the owner holds it so (an
   * anonymous holder calls `Hold.delete`). Whoever waits or comes later is refused `deleted`.
   *
   * Rejects as `acquire` does, and with `LockUsageError` `delete-while-sharing` when the owner shares it.
   */
  delete(options: RequestOptions = NO_OPTIONS): Promise<void> {
    try {
      const { request, limits } = newDelete(this, this.#means.clock, options);
      this.#means.engine.send(this.#machine, 'lock.delete', request, deliver);
      return SharedLock.#answer(this, request, limits).then(() => over(this));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** For a clean shutdown: refuses `closed` whoever waits and comes later. Holds go on to their release. */
  close(): void {
    this[send]('lock.close', {});
    over(this);
  }

  /**
   * Whether the owner holds the lock (in this mode).
   *
   * @throws {LockUsageError} `owner-required` when none is known, `invalid-argument`.
   */
  isOwned(mode?: Mode, options: OwnerOption = NO_OPTIONS): boolean {
    checkMode(this.name, mode);
    const held = heldBy(this.#means.engine.context(this.#machine), knownOwner(this.name, options));
    return held !== undefined && (mode === undefined || held === mode);
  }

  /** How many wait. */
  get waiterCount(): number {
    return this.#means.engine.context(this.#machine).queue?.size ?? 0;
  }

  /** A copy of the state: who holds, and who waits, in the order in which they will be served. */
  snapshot(): LockSnapshot {
    return snapshotOf(this.name, this.#means.engine.read(this.#machine));
  }

  /** For monitors; see `LockMonitor`. */
  lockInfo(): Iterable<LockInfo> {
    return lockInfo(this.name, this.#means.engine, this.#machine);
  }

  toString(): string {
    return `SharedLock '${this.name}' ${textOf(this.snapshot())}`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  /** @internal */
  [send]<Type extends LockCommand['type']>(type: Type, command: Body<Type>): RefusalReason | undefined {
    this.#means.engine.send(this.#machine, type, command, deliver);
    return carryOut();
  }

  /** @internal */
  [release](request: LockRequest): void {
    sendRelease(this.#means.engine, this.#machine, request, deliver);
    carryOut();
  }

  /** @internal */
  get [inside](): Inside {
    return { ...this.#means, machine: this.#machine };
  }

  /** @internal For whoever comes to watch, or goes: another engine for the same machine. */
  set [inside]({ engine }: Inside) {
    this.#means = { ...this.#means, engine };
  }

  // Static, since private methods of its own would be eight bytes more in each lock.

  static #acquireWith(lock: SharedLock, options: AcquireOptions): Promise<Hold> {
    try {
      const { request, limits } = newAcquire(lock, lock.#means.clock, options);
      sendAcquire(lock.#means.engine, lock.#machine, request, deliver);
      return SharedLock.#answer(lock, request, limits);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  static #answer(lock: SharedLock, request: LockRequest, limits: Limits | undefined): Promise<LockRequest> {
    const refusal = carryOut();
    if (refusal !== undefined) return Promise.reject(errorOf(refusal, lock.name, detailsOf(request)));
    return request.standing === 'waiter' ? request.answer(limits) : Promise.resolve(request);
  }

  static #command(lock: SharedLock, type: 'lock.release' | 'lock.downgrade', options: OwnerOption): void {
    const owner = knownOwner(lock.name, options);
    const refusal = lock[send](type, { owner });
    if (refusal !== undefined) throw errorOf(refusal, lock.name, { owner });
  }
}
