/**
 * All that one owner holds in a lock manager.
 */
import { ownsAny } from '../core/lock-set/context.ts';
import type { OwnerKey } from '../core/lock-set/system.ts';
import type { Mode, OwnerId } from '../core/shared-lock/commands.ts';
import { disposable } from './dispose.ts';
import { checkLevel, keyringClosed } from './keyring-refusals.ts';
import type { AskedAt, ManagerShell } from './manager-shell.ts';
import {
  checkMode,
  type KeyringAcquireOptions,
  type KeyringAddOptions,
  type KeyringWaitOptions,
  NO_OPTIONS,
} from './options.ts';
import { newRequestId } from './request-id.ts';
import { acquireOf, addOf, waitOf } from './set-commands.ts';
import { ALL, type Names, ownerOf, type SetHold } from './set-hold.ts';
import { namesOf, sortedNames } from './set-names.ts';
import { ownedNames, ownsAll } from './set-views.ts';

/**
 * The locks of one owner, level by level.
 *
 * Policy. A level is acquired once, and only while nothing is held at a greater one; so owners never wait for
 * each other in a circle. Where there is a big lock, it is acquired first, in either mode, and released last.
 * One operation at a time; another one meanwhile is refused `keyring-busy`. `using` and `await using` close
 * the keyring at the end of the block: what is under way is given up, and all is given back, the greatest
 * level first.
 */
export class Keyring<Level extends string = string> {
  /** Null for an anonymous keyring. */
  readonly owner: OwnerId | null;
  readonly #key: OwnerKey;
  readonly #shell: ManagerShell;
  #isClosed = false;
  declare [Symbol.dispose]: () => void;
  declare [Symbol.asyncDispose]: () => Promise<void>;

  /** @internal */
  constructor(shell: ManagerShell, key: OwnerKey) {
    this.#shell = shell;
    this.#key = key;
    this.owner = ownerOf(key);
  }

  /**
   * Waits for these members of a level, all together, and gives them as one hold; see `LockSet.acquire`.
   *
   * Rejects, with nothing changed: as `LockSet.acquire` does, and with `LockUsageError` `invalid-level`,
   * `bgl-required`, `level-order`, `keyring-busy`, `keyring-closed`; with `LockError` `closed` when the
   * keyring is closed meanwhile.
   */
  async acquire(level: Level, names: Names, options: KeyringAcquireOptions = NO_OPTIONS): Promise<SetHold> {
    checkLevel(level);
    const { body, limits } = acquireOf(level, names, options, this.#shell.clock);
    const asked = this.#at(level, body.mode);
    const command = { type: 'keyring.acquire', request: newRequestId(), level, ...body } as const;
    // What need not wait costs no promise but its own.
    const answer =
      this.#shell.begin(asked, command, limits) ?? (await this.#shell.wait(asked, command, limits));
    return this.#shell.holdOf(asked, answer.names);
  }

  /**
   * Releases what is held at a level: all of it, or these members. Whatever it is, the set lock is given up.
   *
   * @throws {LockUsageError} `set-release-unowned`, `release-unheld`, `bgl-release`, `invalid-level`,
   * `keyring-busy`.
   */
  release(level: Level, names: Names = ALL): void {
    this.#shell.change('keyring.release', this.#at(level), names);
  }

  /**
   * Exclusive to shared with no gap; the set lock follows when no member is held exclusively any more.
   *
   * @throws {LockUsageError} `set-downgrade-unowned`, `downgrade-unheld`, `invalid-level`, `keyring-busy`.
   */
  downgrade(level: Level, names: Names = ALL): void {
    this.#shell.change('keyring.downgrade', this.#at(level), names);
  }

  /**
   * Adds members to a level; see `LockSet.add`. With `acquire` they are taken too, and the hold says which.
   *
   * Rejects as `LockSet.add` does, and with `LockUsageError` `immutable-level`, `bgl-required`,
   * `level-order`, `keyring-busy`, `keyring-closed`.
   */
  async add(
    level: Level,
    names: string | readonly string[],
    options: KeyringAddOptions = NO_OPTIONS,
  ): Promise<SetHold> {
    checkLevel(level);
    const { body, limits } = addOf(level, names, options, this.#shell.clock);
    const asked = this.#at(level, body.acquire ?? undefined);
    const command = { type: 'keyring.add', request: newRequestId(), level, ...body } as const;
    const answer = await this.#shell.ask(asked, command, limits);
    return this.#shell.holdOf(asked, body.acquire === null ? [] : sortedNames(answer.names));
  }

  /**
   * Removes members of a level; see `LockSet.remove`. Gives what was removed. Members that are held are
   * removed at once, whatever is held at greater levels.
   *
   * Rejects as `LockSet.remove` does, and with `LockUsageError` `immutable-level`, `bgl-required`,
   * `level-order`, `keyring-busy`, `keyring-closed`.
   */
  async remove(
    level: Level,
    names: string | readonly string[],
    options: KeyringWaitOptions = NO_OPTIONS,
  ): Promise<readonly string[]> {
    checkLevel(level);
    const removed = namesOf(level, names);
    const command = { type: 'keyring.remove', request: newRequestId(), level, names: removed } as const;
    return this.#list(level, command, options);
  }

  /**
   * The names of the members of a level, sorted; waits until nobody changes them, unless the set lock is
   * held.
   *
   * Rejects with the signal's reason, or with `LockUsageError` `level-order` when something is held there or
   * at a greater level without the set lock: that could be what is waited for. `invalid-level`,
   * `keyring-busy`, `keyring-closed`.
   */
  async names(level: Level, options: KeyringWaitOptions = NO_OPTIONS): Promise<readonly string[]> {
    const command = { type: 'keyring.names', request: newRequestId(), level } as const;
    return this.#list(level, command, options);
  }

  /**
   * Whether anything is held at a level, be it only the set lock.
   *
   * @throws {LockUsageError} `invalid-level`.
   */
  isOwned(level: Level): boolean {
    const owned = this.#shell.owned(this.#key, level);
    return owned !== undefined && ownsAny(owned);
  }

  /**
   * The members held at a level, sorted.
   *
   * @throws {LockUsageError} `invalid-level`.
   */
  listOwned(level: Level): readonly string[] {
    return ownedNames(this.#shell.owned(this.#key, level));
  }

  /**
   * Whether the set lock of a level is held, and so all there is.
   *
   * @throws {LockUsageError} `invalid-level`.
   */
  owningAll(level: Level): boolean {
    return this.#shell.owned(this.#key, level)?.setLock != null;
  }

  /**
   * Whether all of these are held (in this mode); false for none, and where nothing is held at the level.
   *
   * @throws {LockError} `not-found` when one of them is no member.
   * @throws {LockUsageError} `invalid-level`, `invalid-argument`.
   */
  checkOwned(level: Level, names: string | readonly string[], mode?: Mode): boolean {
    const set = this.#shell.set(this.#key, level);
    checkMode(level, mode);
    return ownsAll(level, set, set.owned(this.#key), namesOf(level, names), mode);
  }

  /**
   * Gives back all that is held, the greatest level first, and gives up what is under way: that rejects with
   * `LockError` `closed`. The keyring can be used again.
   */
  releaseAll(): void {
    // Once closed it speaks for nobody: its owner may have another keyring by now.
    if (!this.#isClosed) this.#shell.releaseAll(this.#key);
  }

  /** In one line what is held: `Keyring 'job' cluster/BGL shared, node/node1 exclusive`. */
  toString(): string {
    const who = this.owner === null ? '?' : `'${this.owner}'`;
    return `Keyring ${who} ${this.#isClosed ? 'closed' : this.#shell.textOf(this.#key)}`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  /** As `releaseAll`, and takes no more requests: they reject with `keyring-closed`. */
  close(): void {
    this.releaseAll();
    this.#isClosed = true;
  }

  #at(level: Level, mode?: Mode): AskedAt {
    checkLevel(level);
    if (this.#isClosed) throw keyringClosed(level, this.owner);
    return { key: this.#key, level, mode };
  }

  /** An operation that may wait without a limit, and whose answer is names. */
  async #list(
    level: Level,
    command: Parameters<ManagerShell['ask']>[1],
    options: KeyringWaitOptions,
  ): Promise<readonly string[]> {
    const asked = this.#at(level);
    const { limits } = waitOf(level, options, this.#shell.clock);
    return (await this.#shell.ask(asked, command, limits)).names;
  }
}

disposable(Keyring.prototype, (self) => self.close());
