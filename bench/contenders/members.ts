/**
 * Members by the thousand: whatever has them all, and can give and take them all at once. Nobody else is
 * there, so nothing waits: each of these methods is done in one go.
 */
import type * as Main from '../../src/index.node.ts';

/** Locks by these names, and their one user. */
export interface Members {
  acquire(): Promise<void> | void;
  release(): void;
  add(names: readonly string[]): Promise<void>;
  /** `owned`: by whoever has acquired all of them; else by somebody who has none. */
  remove(names: readonly string[], owned: boolean): Promise<void>;
}

export interface MembersContender {
  readonly name: string;
  /** More members than this would be absurd. */
  readonly most: number;
  /** Whether names come in random order: what lies together in memory is then not used together. */
  readonly isShuffled?: boolean;
  make(names: readonly string[]): Members;
}

const MOST = 100_000;

export function lockSets(
  name: string,
  main: typeof Main,
  options: Main.LockOptions,
  most = MOST,
): MembersContender {
  return {
    name,
    most,
    make(names) {
      const set = new main.LockSet('bench', names, options);
      return {
        acquire: async () => void (await set.acquire(main.ALL, { owner: 'ann' })),
        release: () => set.release(main.ALL, { owner: 'ann' }),
        add: async (added) => void (await set.add(added)),
        remove: async (removed, owned) =>
          expectAll(await set.remove(removed, { owner: owned ? 'ann' : 'bob' }), removed),
      };
    },
  };
}

export function lockManagers(name: string, main: typeof Main): MembersContender {
  return {
    name,
    most: MOST,
    make(members) {
      const manager = new main.LockManager({ levels: [{ name: 'level', members }] });
      const [ann, bob] = [manager.keyring('ann'), manager.keyring('bob')];
      return {
        acquire: async () => void (await ann.acquire('level', main.ALL)),
        release: () => ann.releaseAll(),
        add: async (added) => void (await bob.add('level', added)),
        remove: async (removed, owned) =>
          expectAll(await (owned ? ann : bob).remove('level', removed), removed),
      };
    },
  };
}

/** What a program does that has single locks only: it keeps them in a map, and takes them in order. */
export function singleLocksInMap(name: string, { SharedLock }: typeof Main): MembersContender {
  return {
    name,
    most: MOST,
    make(names) {
      const locks = new Map(names.map((member) => [member, new SharedLock(member)]));
      const holds = new Map<string, Main.Hold>();
      return {
        async acquire() {
          for (const member of [...locks.keys()].toSorted()) {
            const hold = await locks.get(member)?.acquire({ owner: 'ann' });
            if (hold !== undefined) holds.set(member, hold);
          }
        },
        release() {
          for (const hold of holds.values()) hold.release();
          holds.clear();
        },
        async add(added) {
          for (const member of added) locks.set(member, new SharedLock(member));
        },
        async remove(removed, owned) {
          for (const member of removed) {
            await (owned ? holds.get(member) : locks.get(member))?.delete();
            locks.delete(member);
          }
        },
      };
    },
  };
}

function expectAll(removed: readonly string[], names: readonly string[]): void {
  if (removed.length !== names.length) throw new Error(`${removed.length} of ${names.length} were removed`);
}
