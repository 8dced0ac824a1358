/**
 * A keyring whose type knows the order of levels.
 */
import { disposable } from './dispose.ts';
import type { Keyring } from './keyring.ts';
import type { KeyringAcquireOptions } from './options.ts';
import type { Names, SetHold } from './set-hold.ts';

/** The levels behind `Level`. */
export type After<Levels extends readonly string[], Level> = Levels extends readonly [
  infer First,
  ...infer Rest extends readonly string[],
]
  ? First extends Level
    ? Rest
    : After<Rest, Level>
  : readonly [];

/**
 * A keyring that can only acquire at the levels still ahead, which its type lists: acquiring at one gives a
 * keyring for those behind it, and a wrong order does not compile. What was wrong all the same, through a
 * keyring that was kept, is refused when it runs, as by `Keyring`.
 *
 * @example
 * ```ts
 * import { BGL, ganetiLevels, LockManager } from 'lockchart';
 *
 * const levels = ganetiLevels({ nodes: ['node1'], instances: ['web1'] });
 * await using start = new LockManager({ levels }).orderedKeyring('job-17');
 * const cluster = await start.acquire('cluster', BGL, { mode: 'shared' });
 * const instance = await cluster.acquire('instance', 'web1');
 * const node = await instance.acquire('node', 'node1');
 * // `node.acquire('instance', …)` is a type error: only node-res and network are ahead.
 * console.log(node.hold?.names.join()); // node1
 * ```
 */
export class OrderedKeyring<Ahead extends readonly string[]> {
  /** The keyring itself, for all else: releasing, downgrading, adding, removing. */
  readonly keyring: Keyring;
  /** What the last acquire gave; undefined before the first. */
  readonly hold: SetHold | undefined;
  /** For the type alone. */
  declare readonly ahead: Ahead;
  declare [Symbol.dispose]: () => void;
  declare [Symbol.asyncDispose]: () => Promise<void>;

  /** @internal */
  constructor(keyring: Keyring, hold?: SetHold) {
    this.keyring = keyring;
    this.hold = hold;
  }

  /** As `Keyring.acquire`; gives a keyring for the levels behind this one. */
  async acquire<const Level extends Ahead[number]>(
    level: Level,
    names: Names,
    options?: KeyringAcquireOptions,
  ): Promise<OrderedKeyring<After<Ahead, Level>>> {
    return new OrderedKeyring(this.keyring, await this.keyring.acquire(level, names, options));
  }

  /** As `Keyring.close`: gives back everything. */
  close(): void {
    this.keyring.close();
  }
}

disposable(OrderedKeyring.prototype, (self) => self.close());
