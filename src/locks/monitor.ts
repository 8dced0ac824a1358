/**
 * What is held, and who waits: a table of many locks, made when it is asked for.
 */
import { misuse } from './errors.ts';
import type { LockInfo, LockInfoProvider, PendingGroup } from './lock-info.ts';
import { naturallySorted } from './natural-order.ts';
import { watch } from './new-locks.ts';
import { show } from './options.ts';

/** What can be asked about a lock. */
export type LockField = keyof LockInfo;

/** The values of one lock, in the order of the fields that were asked for. */
export type LockRow<Fields extends readonly LockField[] = AllFields> = {
  readonly [Index in keyof Fields]: LockInfo[Fields[Index]];
};

export type AllFields = readonly ['name', 'mode', 'owner', 'pending'];

const ALL_FIELDS: AllFields = ['name', 'mode', 'owner', 'pending'];

/**
 * Lists locks, sets and whatever else has a method `lockInfo`. It holds them weakly: a lock that the program
 * has let go of is not listed any more, and is not kept alive by having been registered.
 *
 * Policy. A row is what was true at the moment of the query, for all locks the same moment. A member that was
 * removed from its set is not listed; a single lock that was deleted is, as `deleted`, while somebody has it.
 * A provider that throws hides nothing of the others: it has a row called `[failed]` with the message.
 *
 * @example
 * ```ts
 * import { formatLocks, LockMonitor, LockSet, SharedLock } from 'lockchart';
 *
 * const monitor = new LockMonitor();
 * const config = new SharedLock('config');
 * const nodes = new LockSet('node', ['node10', 'node2']);
 * monitor.register(config);
 * monitor.register(nodes);
 *
 * using hold = await config.acquire({ mode: 'shared', owner: 'ann' });
 * const names = monitor.query(['name']).join(' ');
 * console.log(hold.mode, names); // shared config node/[lockset] node/node2 node/node10
 * console.log(formatLocks(monitor.query()));
 * ```
 */
export class LockMonitor {
  #providers: WeakRef<LockInfoProvider>[] = [];
  /** How many there are when those that are gone are next looked for. */
  #pruneAt = 0;

  /**
   * Lists `provider` from now on, for as long as somebody else has it. A second time changes nothing.
   *
   * @throws {LockUsageError} `invalid-argument` when it has no method `lockInfo`.
   */
  register(provider: LockInfoProvider): void {
    if (typeof provider?.lockInfo !== 'function') {
      throw misuse('A monitor registers what has a method lockInfo, such as a lock or a set.');
    }
    if (this.#providers.length >= this.#pruneAt) this.#live();
    this.#providers.push(new WeakRef(provider));
  }

  /**
   * One row for each lock, with the values of these fields in this order; all of them unless given. Rows
   * stand in the natural order of names (`node2` before `node10`), locks of equal rank in the order of
   * registration; so do the owners in a row. Nothing is gathered that was not asked for.
   *
   * @throws {LockUsageError} `invalid-argument` for an unknown field.
   */
  query(): LockRow[];
  query<const Fields extends readonly LockField[]>(fields: Fields): LockRow<Fields>[];
  query(fields: readonly LockField[] = ALL_FIELDS): (readonly unknown[])[] {
    if (!Array.isArray(fields) || !fields.every((field) => ALL_FIELDS.includes(field))) {
      throw misuse(`A query is given an array of fields, which are ${ALL_FIELDS.join(', ')}.`);
    }
    const rows = this.#live().flatMap((provider) => rowsOf(provider, fields));
    return naturallySorted(rows, ({ name }) => name).map(({ values }) => values);
  }

  /** In order of registration. What is gone is forgotten. */
  #live(): LockInfoProvider[] {
    const live = new Set<LockInfoProvider>();
    this.#providers = this.#providers.filter((reference) => {
      const provider = reference.deref();
      return provider !== undefined && !live.has(provider) && live.add(provider);
    });
    // So each registration pays for a constant number of looks.
    this.#pruneAt = 2 * live.size + 16;
    return [...live];
  }
}

interface NamedRow {
  readonly name: string;
  readonly values: readonly unknown[];
}

/** What comes before a failure is kept, and the failure is a row: somebody looks because things go wrong. */
function rowsOf(provider: LockInfoProvider, fields: readonly LockField[]): readonly NamedRow[] {
  const rows: NamedRow[] = [];
  const add = (lock: LockInfo): void => {
    const { name } = lock;
    if (typeof name !== 'string') throw misuse(`The name of a lock is a string, not ${show(name)}.`);
    rows.push({ name, values: fields.map((field) => shown(lock, field)) });
  };
  try {
    for (const lock of provider.lockInfo()) add(lock);
  } catch (error) {
    add({
      name: `[failed] ${error instanceof Error ? error.message : show(error)}`,
      mode: null,
      owner: null,
      pending: [],
    });
  }
  return rows;
}

function shown(lock: LockInfo, field: LockField): LockInfo[LockField] {
  if (field === 'owner') return lock.owner && naturallySorted(lock.owner, itself);
  if (field !== 'pending') return lock[field];
  return lock.pending.map(([mode, owners]): PendingGroup => [mode, naturallySorted(owners, itself)]);
}

const itself = (text: string): string => text;

export class DefaultMonitor extends LockMonitor {
  /**
   * From now on every lock, set and manager that is made registers itself here, until the process ends. Those
   * made before can be registered by hand. Until this is called, making a lock registers nothing and costs
   * nothing more.
   */
  watchNewLocks(): void {
    watch(this);
  }
}

/**
 * The monitor of a whole program. It lists what is registered with it, and after `watchNewLocks()` all that
 * is made from then on; call that early.
 *
 * @example
 * ```ts
 * import { defaultMonitor, formatLocks, SharedLock } from 'lockchart';
 *
 * defaultMonitor.watchNewLocks();
 * const lock = new SharedLock('config');
 * console.log(defaultMonitor.query(['name']).length); // 1
 * console.log(formatLocks(defaultMonitor.query()), lock.name);
 * ```
 */
export const defaultMonitor: DefaultMonitor = /* @__PURE__ */ new DefaultMonitor();
