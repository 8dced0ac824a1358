/**
 * Lock sets at levels in a fixed order: promises, deadlines and signals around the machines of
 * src/core/level-order, which decide everything.
 */
import {
  compiledKeyring,
  type LockManagerSystem,
  type ManagerMachines,
  type ManagerSetup,
} from '../core/level-order/system.ts';
import { compiledMachines } from '../core/lock-set/machines.ts';
import type { OwnerId } from '../core/shared-lock/commands.ts';
import { systemClock } from './clock.ts';
import { badArgument } from './errors.ts';
import { inside } from './for-conditions.ts';
import type { LevelDefinition } from './ganeti.ts';
import { Keyring } from './keyring.ts';
import type { LockInfo } from './lock-info.ts';
import { ManagerShell } from './manager-shell.ts';
import { LockMonitor } from './monitor.ts';
import { announce } from './new-locks.ts';
import { checkLock, type LockOptions, ownerOf } from './options.ts';
import { OrderedKeyring } from './ordered-keyring.ts';
import { newRequestId } from './request-id.ts';
import { memberName, namesOf } from './set-names.ts';
import { machinesOf } from './set-shell.ts';
import { setInfo, setSnapshot } from './set-views.ts';
import type { LockSetSnapshot } from './snapshot.ts';

export interface LockManagerOptions<Levels extends readonly LevelDefinition[]> extends LockOptions {
  /** In the order in which they may be acquired; `ganetiLevels` gives those of a cluster. */
  readonly levels: Levels;
}

/** The names of the levels. */
export type LevelOf<Levels extends readonly LevelDefinition[]> = Levels[number]['name'];

/** The names of the levels, in order. */
export type NamesOf<Levels extends readonly LevelDefinition[]> = {
  readonly [Index in keyof Levels]: Levels[Index]['name'];
};

/** The state of a manager: a set for each level, in order. */
export interface LockManagerSnapshot {
  readonly levels: readonly { readonly level: string; readonly set: LockSetSnapshot }[];
}

/**
 * Lock sets at levels, for programs that need locks of several kinds at once: in whatever order its owners
 * come, they never wait for each other in a circle.
 *
 * Policy. An owner acquires through its keyring, level by level in their order, at each level once. Where the
 * first level has a big lock, it is held before anything else and released last. Within a level the policy of
 * `LockSet` holds, at every lock that of `SharedLock`.
 *
 * @example
 * ```ts
 * import { LockManager } from 'lockchart';
 *
 * const manager = new LockManager({
 *   levels: [
 *     { name: 'account', members: ['ann', 'bob'] },
 *     { name: 'file', members: ['ledger'] },
 *   ],
 * });
 * await using job = manager.keyring('transfer-1');
 * await job.acquire('account', ['bob', 'ann'], { timeout: 500 });
 * await job.acquire('file', 'ledger', { mode: 'shared' });
 * console.log(job.listOwned('account').join()); // ann,bob
 * ```
 */
export class LockManager<const Levels extends readonly LevelDefinition[]> {
  /** Lists the locks of this manager, and what else is registered with it. */
  readonly monitor = new LockMonitor();
  readonly #names: readonly string[];
  readonly #shell: ManagerShell;

  /**
   * @throws {LockUsageError} `invalid-argument`: no levels or two of one name, a big lock elsewhere than
   * among the members of the first level, or in one whose members can be removed.
   */
  constructor(options: LockManagerOptions<Levels>) {
    checkLock('', options);
    const setup = setupOf(options.levels);
    this.#names = setup.levels.map(({ name }) => name);
    const machines = machinesOf('manager', options, COMPILED);
    this.#shell = new ManagerShell(machines, setup, options.clock ?? systemClock);
    this.monitor.register(this);
    announce(this);
  }

  /**
   * What `owner` holds here, and all it can ask for. Unless given: the owner of the surrounding `withOwner`,
   * else nobody known, with a keyring of its own. Two keyrings of one owner are one.
   *
   * @throws {LockUsageError} `invalid-argument` when the owner is not a string.
   */
  keyring(owner?: OwnerId): Keyring<LevelOf<Levels>> {
    return new Keyring(this.#shell, ownerOf('', owner) ?? newRequestId());
  }

  /**
   * The same, where a wrong order of levels does not compile: each acquire gives a keyring that has only the
   * levels that may still come.
   *
   * @throws {LockUsageError} `invalid-argument` when the owner is not a string.
   */
  orderedKeyring(owner?: OwnerId): OrderedKeyring<NamesOf<Levels>> {
    return new OrderedKeyring(this.keyring(owner) as Keyring);
  }

  /** For monitors: rows are called `level/member` and `level/[lockset]`. */
  *lockInfo(): Generator<LockInfo> {
    for (const { level, set } of this.#sets()) yield* setInfo(level, set);
  }

  /** A copy of the state. */
  snapshot(): LockManagerSnapshot {
    return { levels: this.#sets().map(({ level, set }) => ({ level, set: setSnapshot(level, set) })) };
  }

  toString(): string {
    return `LockManager ${this.#names.join(' < ')}`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  /** @internal */
  get [inside](): LockManagerSystem {
    return this.#shell.system;
  }

  #sets() {
    return this.#names.map((level) => ({ level, set: this.#shell.set('', level) }));
  }
}

/** Here and not with the engines, so that locks and sets alone stay small. */
const COMPILED: ManagerMachines = { ...compiledMachines, keyring: compiledKeyring };

function setupOf(levels: readonly LevelDefinition[]): ManagerSetup {
  if (!Array.isArray(levels) || levels.length === 0) throw badArgument('', 'levels is an array of levels.');
  const setup = (levels as readonly LevelDefinition[]).map(setupOfLevel);
  const names = setup.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw badArgument(twice, 'Two levels have this name.');
  const [bigLock = null, ...others] = levels.map((level: LevelDefinition) => level.bigLock ?? null);
  if (others.some((lock) => lock !== null)) {
    throw badArgument('', 'Only the first level can have the big lock.');
  }
  const [first] = setup;
  if (bigLock !== null && (first === undefined || first.modifiable || !first.members.includes(bigLock))) {
    throw badArgument('', 'The big lock is a member of the first level, which must not be modifiable.');
  }
  return { levels: setup, bigLock };
}

function setupOfLevel(level: LevelDefinition): ManagerSetup['levels'][number] {
  const { name, members = [], modifiable = true } = level ?? {};
  if (typeof name !== 'string' || typeof modifiable !== 'boolean') {
    throw badArgument('', 'A level has a name, and says with true or false whether it is modifiable.');
  }
  return { name, modifiable, members: namesOf(name, members).map((member) => memberName(name, member)) };
}
