/**
 * Named locks that are acquired together: promises, deadlines and signals around the machines of
 * src/core/lock-set, which decide everything.
 */
import { ownsAny, type SetContext } from '../core/lock-set/context.ts';
import { compiledMachines } from '../core/lock-set/machines.ts';
import type { LockSetSystem } from '../core/lock-set/system.ts';
import type { Mode, OwnerId } from '../core/shared-lock/commands.ts';
import { type Clock, systemClock } from './clock.ts';
import { inside } from './for-conditions.ts';
import type { LockInfo } from './lock-info.ts';
import { announce } from './new-locks.ts';
import {
  type AddOptions,
  checkLock,
  checkMode,
  knownOwner,
  type LockOptions,
  NO_OPTIONS,
  type OwnerOption,
  ownerOf,
  type SetAcquireOptions,
  type SignalOption,
} from './options.ts';
import { acquireOf, addOf, waitOf } from './set-commands.ts';
import { ALL, type Names, type SetHold } from './set-hold.ts';
import { memberName, namesOf, sortedNames } from './set-names.ts';
import { type Asked, machinesOf, SetShell } from './set-shell.ts';
import { ownedNames, ownsAll, setInfo, setSnapshot, setText } from './set-views.ts';
import type { LockSetSnapshot } from './snapshot.ts';

/**
 * Named locks, any number of which an owner acquires in one call: all of them, or none.
 *
 * Policy. Members are taken one after the other in plain order of their names, so that owners of one set
 * never wait for each other in a circle; what was taken is given back when a later one cannot be had. An
 * owner acquires from a set once, all together. `ALL` takes the lock of the set first, and while it is held
 * nobody adds members. At every lock the policy of `SharedLock` holds.
 *
 * @example
 * ```ts
 * import { ALL, LockSet } from 'lockchart';
 *
 * const nodes = new LockSet('node', ['node1', 'node2']);
 * {
 *   await using both = await nodes.acquire(['node2', 'node1'], { mode: 'shared', timeout: 500 });
 *   console.log(both.names.join()); // node1,node2
 * }
 * using everything = await nodes.acquire(ALL);
 * console.log(everything.isHeld); // true
 * ```
 */
export class LockSet {
  readonly name: string;
  readonly #clock: Clock;
  readonly #shell: SetShell;

  /** @throws {LockUsageError} `invalid-argument`, also for a member called `[lockset]`. */
  constructor(name = '', members: readonly string[] = [], options: LockOptions = {}) {
    checkLock(name, options);
    this.name = name;
    this.#clock = options.clock ?? systemClock;
    const names = namesOf(name, members).map((member) => memberName(name, member));
    this.#shell = new SetShell(name, names, machinesOf(name, options, compiledMachines));
    announce(this);
  }

  /**
   * Waits for all these members and gives them as one hold. One timeout covers all waits; under 1 ms nothing
   * is waited for. With `opportunistic` it takes what can be had at once (with `ALL` it may wait for the set
   * lock) and the hold says which. An empty list succeeds, and owns nothing.
   *
   * Rejects, and everything is given back: `LockError` `timeout`, `not-found` (also when a member is removed
   * on the way), with the member in `names`; the signal's reason; `LockUsageError` `set-double-acquire`,
   * `opportunistic-timeout`, `invalid-argument`.
   */
  async acquire(names: Names, options: SetAcquireOptions = NO_OPTIONS): Promise<SetHold> {
    const { owner, body, limits } = acquireOf(this.name, names, options, this.#clock);
    const asked = this.#by(owner, body.mode);
    const command = { type: 'set.acquire', request: asked.request, ...body } as const;
    // What need not wait costs no promise but its own.
    const answer =
      this.#shell.begin(asked, command, limits) ?? (await this.#shell.wait(asked, command, limits));
    return this.#shell.holdOf(asked, answer.names);
  }

  /**
   * Releases what the owner holds: all of it, or these members. Whatever it is, the set lock is given up.
   *
   * @throws {LockUsageError} `set-release-unowned`, `release-unheld`, `set-busy`, `owner-required`.
   */
  release(names: Names = ALL, options: OwnerOption = NO_OPTIONS): void {
    const owner = knownOwner(this.name, options);
    this.#shell.change('release', owner, names);
  }

  /**
   * Exclusive to shared with no gap; the set lock follows when no member is held exclusively any more.
   *
   * @throws {LockUsageError} `set-downgrade-unowned`, `downgrade-unheld`, `set-busy`, `owner-required`.
   */
  downgrade(names: Names = ALL, options: OwnerOption = NO_OPTIONS): void {
    const owner = knownOwner(this.name, options);
    this.#shell.change('downgrade', owner, names);
  }

  /**
   * Adds members, under the set lock: whoever holds all of the set exclusively adds at once, an owner of
   * nothing waits for it. With `acquire` the new members are taken too, and the hold says which.
   *
   * Rejects with `LockError` `duplicate-add` (nothing is added), `LockUsageError` `add-partially-owned`,
   * `set-busy`, or the signal's reason; with `LockError` `aborted` where that came before the promise, but
   * after the members: they are there, and nothing is held.
   */
  async add(names: string | readonly string[], options: AddOptions = NO_OPTIONS): Promise<SetHold> {
    const { owner, body, limits } = addOf(this.name, names, options, this.#clock);
    const asked = this.#by(owner, body.acquire ?? undefined);
    const command = { type: 'set.add', request: asked.request, ...body } as const;
    const answer = await this.#shell.ask(asked, command, limits);
    return this.#shell.holdOf(asked, body.acquire === null ? [] : sortedNames(answer.names));
  }

  /**
   * Removes members; the locks end. Whoever owns members removes those at once, all of which it must hold
   * exclusively; an owner of nothing waits for each in the order given. Missing names are skipped. Gives what
   * was removed.
   *
   * Rejects with `LockUsageError` `remove-not-all-owned`, `remove-failed-holding`, `delete-while-sharing`,
   * `set-busy`; with the signal's reason, or, when some are gone by then, with `LockError` `aborted`. An
   * error's `removed` says what was removed all the same.
   */
  async remove(
    names: string | readonly string[],
    options: SignalOption = NO_OPTIONS,
  ): Promise<readonly string[]> {
    const removed = namesOf(this.name, names);
    return this.#list({ type: 'set.remove', names: removed }, options);
  }

  /**
   * The names of the members, sorted; waits until nobody changes them, unless the owner holds the set lock.
   * Whoever holds members should not call it without a signal: it may wait for somebody who acquires `ALL`
   * and waits for those members. A `LockManager` refuses that.
   */
  async names(options: SignalOption = NO_OPTIONS): Promise<readonly string[]> {
    return this.#list({ type: 'set.names' }, options);
  }

  /** Whether the owner has anything in the set, be it only the set lock. */
  isOwned(options: OwnerOption = NO_OPTIONS): boolean {
    const owned = this.#owned(options);
    return owned !== undefined && ownsAny(owned);
  }

  /** The members that the owner holds, sorted. */
  listOwned(options: OwnerOption = NO_OPTIONS): readonly string[] {
    return ownedNames(this.#owned(options));
  }

  /** Whether the owner holds the set lock, and so all there is. */
  owningAll(options: OwnerOption = NO_OPTIONS): boolean {
    return this.#owned(options)?.setLock != null;
  }

  /**
   * Whether the owner holds all of these (in this mode); false for none, and for an owner of nothing.
   *
   * @throws {LockError} `not-found` when one of them is no member.
   */
  checkOwned(names: string | readonly string[], mode?: Mode, options: OwnerOption = NO_OPTIONS): boolean {
    checkMode(this.name, mode);
    const owned = this.#owned(options);
    return ownsAll(this.name, this.#shell.system, owned, namesOf(this.name, names), mode);
  }

  /** For monitors: the set lock as `set/[lockset]`, and each member as `set/member`; see `LockMonitor`. */
  lockInfo(): Iterable<LockInfo> {
    return setInfo(this.name, this.#shell.system);
  }

  /** A copy of the state. */
  snapshot(): LockSetSnapshot {
    return setSnapshot(this.name, this.#shell.system);
  }

  toString(): string {
    return `LockSet '${this.name}' ${setText(this.snapshot())}`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  /** @internal */
  get [inside](): LockSetSystem {
    return this.#shell.system;
  }

  #by(owner: OwnerId | undefined, mode?: Mode): Asked {
    return this.#shell.by(ownerOf(this.name, owner), mode);
  }

  /** An operation that may wait without a limit, and whose answer is names. */
  async #list(
    what: { readonly type: 'set.remove'; readonly names: readonly string[] } | { readonly type: 'set.names' },
    options: SignalOption,
  ): Promise<readonly string[]> {
    const { owner, limits } = waitOf(this.name, options, this.#clock);
    const asked = this.#by(owner);
    return (await this.#shell.ask(asked, { ...what, request: asked.request }, limits)).names;
  }

  #owned(options: OwnerOption): SetContext | undefined {
    return this.#shell.owned(knownOwner(this.name, options));
  }
}
