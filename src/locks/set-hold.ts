/**
 * What an acquire of a lock set gives.
 */
import type { Mode, OwnerId } from '../core/shared-lock/commands.ts';
import { disposable } from './dispose.ts';

/** Stands for every member, and the set lock. */
export const ALL: unique symbol = Symbol.for('lockchart.ALL');

/** Members by name: one, several, or all there are. */
export type Names = string | readonly string[] | typeof ALL;

/** What a hold needs of its set. */
export interface SetKeeper {
  /** What the owner of this hold has now; undefined once all of it was given back. */
  held(hold: SetHold): ReadonlyMap<string, { readonly mode: Mode; readonly token: number }> | undefined;
  releaseHold(hold: SetHold, names: Names): void;
  downgradeHold(hold: SetHold, names: Names): void;
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
  declare [Symbol.dispose]: () => void;
  declare [Symbol.asyncDispose]: () => Promise<void>;

  /** @internal */
  constructor(keeper: SetKeeper, owner: OwnerId | null, names: readonly string[]) {
    this.#keeper = keeper;
    this.owner = owner;
    this.names = names;
  }

  /** False once all was released. */
  get isHeld(): boolean {
    return this.#keeper.held(this) !== undefined;
  }

  /** The fencing token of a member; undefined when it is not held any more. It grows with every grant. */
  token(name: string): number | undefined {
    return this.#keeper.held(this)?.get(name)?.token;
  }

  /** In which mode a member is held; undefined when it is not held any more. */
  mode(name: string): Mode | undefined {
    return this.#keeper.held(this)?.get(name)?.mode;
  }

  /**
   * Gives members back, all unless named; giving back any part gives up the set lock. Does nothing once all
   * was released.
   *
   * @throws {LockUsageError} `release-unheld` for a name that is not held; then nothing is released.
   */
  release(names: Names = ALL): void {
    if (this.isHeld) this.#keeper.releaseHold(this, names);
  }

  /**
   * Exclusive to shared with no gap, all members unless named; the set lock follows when no member is held
   * exclusively any more.
   *
   * @throws {LockUsageError} `downgrade-unheld` for a name that is not held, `set-downgrade-unowned` once all
   * was released.
   */
  downgrade(names: Names = ALL): void {
    this.#keeper.downgradeHold(this, names);
  }
}

disposable(SetHold.prototype, (self) => self.release());
