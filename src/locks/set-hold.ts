/**
 * What an acquire of a lock set gives.
 */
import type { SetContext } from '../core/lock-set/context.ts';
import type { LockSetSystem, OwnerKey } from '../core/lock-set/system.ts';
import type { Mode, OwnerId } from '../core/shared-lock/commands.ts';
import { disposable } from './dispose.ts';
import { LockUsageError } from './errors.ts';

/** Stands for every member, and the set lock. */
export const ALL: unique symbol = Symbol.for('lockchart.ALL');

/** Members by name: one, several, or all there are. */
export type Names = string | readonly string[] | typeof ALL;

/** What a hold needs of the set that it is in. */
export interface SetKeeper {
  readonly name: string;
  readonly system: LockSetSystem;
  /** Of whatever `key` has in the set. */
  change(type: 'release' | 'downgrade', key: OwnerKey, names: Names): void;
}

/**
 * Members of a lock set, held together. It belongs to whoever was given it: releasing it a second time does
 * nothing.
 * `using` and `await using` release all that is left at the end of the block, also on throw.
 */
export class SetHold {
  /** Null when the acquire named no owner. */
  readonly owner: OwnerId | null;
  /** What was acquired, sorted; with `opportunistic` it may be less than was asked for. */
  readonly names: readonly string[];
  readonly #keeper: SetKeeper;
  readonly #key: OwnerKey;
  /** An owner that has given back all, and comes again, has another machine. */
  readonly #machine: object | undefined;
  declare [Symbol.dispose]: () => void;
  declare [Symbol.asyncDispose]: () => Promise<void>;

  /** @internal */
  constructor(keeper: SetKeeper, key: OwnerKey, names: readonly string[]) {
    this.#keeper = keeper;
    this.#key = key;
    this.#machine = keeper.system.machineOf(key);
    this.owner = ownerOf(key);
    this.names = Object.freeze(names);
  }

  /** False once all was released. */
  get isHeld(): boolean {
    return this.#held() !== undefined;
  }

  /** The fencing token of a member; undefined when it is not held any more. It grows with every grant. */
  token(name: string): number | undefined {
    return this.#held()?.get(name)?.token;
  }

  /** In which mode a member is held; undefined when it is not held any more. */
  mode(name: string): Mode | undefined {
    return this.#held()?.get(name)?.mode;
  }

  /**
   * Gives members back, all unless named; giving back any part gives up the set lock. Does nothing once all
   * was released.
   *
   * @throws {LockUsageError} `release-unheld` for a name that is not held; then nothing is released.
   */
  release(names: Names = ALL): void {
    if (this.isHeld) this.#keeper.change('release', this.#key, names);
  }

  /**
   * Exclusive to shared with no gap, all members unless named; the set lock follows when no member is held
   * exclusively any more.
   *
   * @throws {LockUsageError} `downgrade-unheld` for a name that is not held, `set-downgrade-unowned` once all
   * was released.
   */
  downgrade(names: Names = ALL): void {
    if (this.isHeld) {
      this.#keeper.change('downgrade', this.#key, names);
      return;
    }
    // A hold that is over speaks for nobody, whoever has its owner's name now.
    const { owner } = this;
    const { name: lock } = this.#keeper;
    const message = `This hold of lock set '${lock}' has ended: acquire again before the downgrade.`;
    throw new LockUsageError('set-downgrade-unowned', message, { lock, owner });
  }

  /** What the owner has now; undefined once all of it was given back. */
  #held(): SetContext['members'] | undefined {
    const { system } = this.#keeper;
    const isCurrent = this.#machine !== undefined && system.machineOf(this.#key) === this.#machine;
    return isCurrent ? system.owned(this.#key)?.members : undefined;
  }
}

/** An anonymous owner is known by a number. */
export const ownerOf = (key: OwnerKey): OwnerId | null => (typeof key === 'string' ? key : null);

disposable(SetHold.prototype, (self) => self.release());
