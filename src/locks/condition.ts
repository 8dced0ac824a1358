/**
 * Conditions: waiting, with a lock in hand, until somebody else has changed what the lock protects. Promises,
 * deadlines and signals around the machine of models/condition.machine.ts, and the lock that goes with it.
 */
import type { CancelReason, ConditionCommand, ConditionEffect } from '../core/condition/commands.ts';
import { type ConditionMachine, compiledCondition } from '../core/condition/machine.ts';
import type { OwnerId, RequestId } from '../core/shared-lock/commands.ts';
import { systemClock } from './clock.ts';
import { conditionErrorOf } from './condition-errors.ts';
import { gripOn } from './condition-lock.ts';
import type { ConditionOptions, Lockable, NotifyOptions, WaitOptions } from './condition-options.ts';
import { ConditionWait } from './condition-wait.ts';
import { misuse } from './errors.ts';
import { inside } from './for-conditions.ts';
import { engineOf } from './inspection.ts';
import { checkLimits, checkLock, type LockOptions, NO_OPTIONS, plainOptions } from './options.ts';
import { newRequestId } from './request-id.ts';
import { SharedLock } from './shared-lock.ts';

/** What both kinds have in common. */
abstract class AnyCondition {
  readonly #lock: SharedLock | Lockable;
  readonly #name: string;
  readonly #clock: NonNullable<LockOptions['clock']>;
  readonly #machine: ConditionMachine;
  readonly #live: object;
  readonly #waits = new Map<RequestId, ConditionWait>();

  constructor(lock: SharedLock | Lockable, once: boolean, options: ConditionOptions) {
    const { name, engine, clock } = partsOf(lock);
    checkLock(name, options);
    this.#lock = lock;
    this.#name = name;
    this.#clock = options.clock ?? clock ?? systemClock;
    const { engine: own = engine, inspect } = options;
    this.#machine = engineOf({ engine: own, inspect })?.condition ?? compiledCondition;
    this.#live = this.#machine.start({ once }, () => `condition of ${name}`);
  }

  /**
   * Lets go of the lock, waits to be notified, and has the lock again when it is settled: the same hold, in
   * the mode it had, with a new token. No notification can slip in between: who waits is entered before the
   * lock is let go of. What was waited for may have been changed again meanwhile, so look, and wait again if
   * need be.
   *
   * With a timeout under 1 ms it does not wait, and neither does it when the signal is aborted already; the
   * lock was then never let go of.
   *
   * Rejects, never throws, and the lock is held again: with `LockError` `timeout`, or with the signal's own
   * reason.
   *
   * Rejects at once, and nothing has changed: with `LockUsageError` (`condition-unowned` when the lock is not
   * held, `already-waiting` when the owner waits here already, `already-notified` after the one notification,
   * `owner-required` when it is not known who asks, `invalid-argument`).
   *
   * Rejects, and the lock is not held: with `LockError` `deleted` or `closed` when the lock has ended, as
   * soon as it has; with `LockUsageError` `released-while-waiting` when the hold was released before the wait
   * was over, or `double-acquire` when the owner has taken the lock another time meanwhile; with what
   * `acquire` or `release` of a lock of another kind rejects with or throws.
   */
  wait(options: WaitOptions = NO_OPTIONS): Promise<void> {
    try {
      return this.#wait(plainOptions(this.#name, options));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * Wakes all who wait now, and returns how many. They ask for the lock again in the order in which they
   * began to wait, and go on when they have it.
   *
   * @throws {LockUsageError} `condition-unowned` when the lock is not held, `already-notified` after the one
   * notification of a `SingleNotifyCondition`, `owner-required` when it is not known who asks,
   * `invalid-argument`.
   */
  notifyAll(options: NotifyOptions = NO_OPTIONS): number {
    const grip = gripOn(this.#lock, this.#name, plainOptions(this.#name, options));
    const effects = this.#perform({ type: 'condition.notify', owner: grip.owner });
    for (const effect of effects) {
      if (effect.type === 'condition.refused') throw conditionErrorOf(effect.reason, grip);
      this.#wake(effect);
    }
    return effects.length;
  }

  /** Whether anybody waits to be notified. */
  get hasWaiting(): boolean {
    return this.#machine.context(this.#live).waiters.size > 0;
  }

  /** Who waits to be notified, in order of arrival; null for an anonymous owner. */
  get waiting(): readonly (OwnerId | null)[] {
    return [...this.#machine.context(this.#live).waiters.values()];
  }

  toString(): string {
    const kind = this.#machine.context(this.#live).once ? 'SingleNotifyCondition' : 'Condition';
    const waiting = this.waiting.map((owner) => owner ?? '?').join(',');
    const state = this.isOver ? 'notified' : waiting === '' ? 'idle' : `waiting:${waiting}`;
    return `${kind} of lock '${this.#name}' ${state}`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  /** @internal */
  protected get isOver(): boolean {
    return this.#machine.read(this.#live).value === 'notified';
  }

  #wait(options: WaitOptions): Promise<void> {
    const { timeout = Number.POSITIVE_INFINITY, signal, owner: asker, hold } = options;
    checkLimits(this.#name, undefined, timeout, signal);
    const grip = gripOn(this.#lock, this.#name, { owner: asker, hold });
    if (signal?.aborted) return Promise.reject(signal.reason);
    const { owner } = grip;
    const request = newRequestId();
    const [answer] = this.#perform({ type: 'condition.wait', owner, request, try: timeout < 1 });
    if (answer?.type === 'condition.refused') throw conditionErrorOf(answer.reason, grip);
    const cancel = { type: 'condition.cancel', owner, request } as const;
    const wait = new ConditionWait(grip, { clock: this.#clock, timeout, signal }, (reason) => {
      for (const effect of this.#perform({ ...cancel, reason })) this.#wake(effect);
    });
    this.#waits.set(request, wait);
    if (!wait.begin()) {
      this.#waits.delete(request);
      this.#perform({ ...cancel, reason: 'abort' });
    }
    return wait.ended;
  }

  #perform(command: ConditionCommand): ConditionEffect[] {
    const effects: ConditionEffect[] = [];
    this.#machine.send(this.#live, command, (effect) => effects.push(effect));
    return effects;
  }

  /** A cancel that comes late concerns nobody. */
  #wake(effect: ConditionEffect): void {
    const request = effect.request as RequestId;
    const wait = this.#waits.get(request);
    if (wait === undefined) return;
    this.#waits.delete(request);
    wait.wake(effect.type === 'condition.refused' ? (effect.reason as CancelReason) : undefined);
  }
}

/**
 * A condition of what a lock protects: whoever holds the lock can wait until somebody else has changed it,
 * any number of times. It works with a `SharedLock` in either mode, and with anything that has `acquire` and
 * `release`.
 *
 * Policy. `notifyAll` wakes all who wait at the moment, and whoever comes later waits for the next one. Those
 * who were woken ask for the lock again in the order in which they began to wait, each in the mode and with
 * the priority it had, behind whoever waits for the lock already. So another may come first: look again at
 * what you waited for. Only the holder of the lock can wait or notify. Whoever was notified has been, also
 * when its deadline passes before it has the lock again.
 *
 * Of a lock of another kind only that is known which it tells: where it has `isOwned`, or else `isLocked`,
 * that is asked before a wait and a notify, and where it has neither, nothing is checked. A wait for a
 * notification without a timeout keeps no process alive.
 *
 * @example
 * ```ts
 * import { Condition, SharedLock } from 'lockchart';
 *
 * const lock = new SharedLock('queue');
 * const filled = new Condition(lock);
 * const items: string[] = [];
 *
 * const taken = lock.run('exclusive', async (hold) => {
 *   // The lock is free for others in the meantime, and held again afterwards.
 *   while (items.length === 0) await filled.wait({ hold, timeout: 500 });
 *   return items.shift();
 * });
 * await lock.run('exclusive', (hold) => {
 *   items.push('bread');
 *   console.log(filled.notifyAll({ hold })); // 1
 * });
 * console.log(await taken); // bread
 * ```
 */
export class Condition extends AnyCondition {
  /** @throws {LockUsageError} `invalid-argument` when the lock or an option is not what it must be. */
  constructor(lock: SharedLock | Lockable, options: ConditionOptions = {}) {
    super(lock, false, options);
  }
}

/**
 * A condition that comes once: after its one notification, waiting for it and notifying it are usage errors.
 * For the rest see `Condition`.
 *
 * @example
 * ```ts
 * import { SharedLock, SingleNotifyCondition } from 'lockchart';
 *
 * const lock = new SharedLock('config');
 * const loaded = new SingleNotifyCondition(lock);
 * const reader = lock.run('shared', async (hold) => {
 *   if (!loaded.isNotified) await loaded.wait({ hold });
 *   console.log(hold.mode, loaded.isNotified); // shared true
 * });
 * await lock.run('exclusive', (hold) => loaded.notifyAll({ hold }));
 * await reader;
 * ```
 */
export class SingleNotifyCondition extends AnyCondition {
  /** @throws {LockUsageError} `invalid-argument` when the lock or an option is not what it must be. */
  constructor(lock: SharedLock | Lockable, options: ConditionOptions = {}) {
    super(lock, true, options);
  }

  /** Whether the one notification has come: look before you wait. */
  get isNotified(): boolean {
    return this.isOver;
  }
}

function partsOf(lock: SharedLock | Lockable): ConditionOptions & { readonly name: string } {
  if (lock instanceof SharedLock) return { name: lock.name, ...lock[inside] };
  if (typeof lock?.acquire !== 'function' || typeof lock.release !== 'function') {
    throw misuse('A condition goes with a SharedLock, or with what has acquire and release.');
  }
  return { name: typeof lock.name === 'string' ? lock.name : '' };
}
