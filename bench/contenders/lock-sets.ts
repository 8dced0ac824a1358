/**
 * Ours where several names are involved: a lock set or a keyring, and beside it what a program does that has
 * only single locks, which it has to take in one order everywhere by itself.
 */
import type * as Main from '../../src/index.node.ts';
import { SINGLE_LOCKS } from '../rows.ts';
import type { Contender } from './contender.ts';

type Release = { release(): void };

/** The rows of one engine. */
export function lockSetRows(
  { LockSet, LockManager, ganetiLevels, BGL, NAL }: typeof Main,
  options: Main.LockOptions,
): Pick<Contender, 'together' | 'oneOf' | 'levels'> {
  return {
    together(names) {
      const set = new LockSet('bench', names, options);
      return {
        async work(times) {
          for (let time = 0; time < times; time += 1) {
            const hold = await set.acquire(names);
            hold.release();
          }
        },
      };
    },
    oneOf(names, picks) {
      const set = new LockSet('bench', names, options);
      let turn = 0;
      return {
        async work(times) {
          for (let time = 0; time < times; time += 1) {
            const hold = await set.acquire(picks[turn % picks.length] ?? '');
            hold.release();
            turn += 1;
          }
        },
      };
    },
    levels() {
      const some = ['first', 'second', 'third'];
      const levels = ganetiLevels({ nodes: some, nodegroups: some, instances: some, networks: some });
      const manager = new LockManager({ levels, ...options });
      return {
        async work(times) {
          for (let time = 0; time < times; time += 1) {
            const keyring = manager.keyring('job');
            await keyring.acquire('cluster', BGL, { mode: 'shared' });
            await keyring.acquire('instance', 'first');
            await keyring.acquire('node-alloc', NAL);
            await keyring.acquire('nodegroup', 'second');
            await keyring.acquire('node', 'second');
            await keyring.acquire('node-res', 'second');
            await keyring.acquire('network', 'third');
            keyring.close();
          }
        },
      };
    },
  };
}

/** As many single locks, one after the other; and a single one, whatever is asked for. */
export function singleLocks({ SharedLock }: typeof Main): Contender[] {
  const one: Contender = {
    name: 'lockchart, one lock',
    together() {
      const lock = new SharedLock('bench');
      return {
        async work(times) {
          for (let time = 0; time < times; time += 1) {
            const hold = await lock.acquire();
            hold.release();
          }
        },
      };
    },
  };
  const several: Contender = {
    name: SINGLE_LOCKS,
    together(names) {
      const locks = names.map((name) => new SharedLock(name));
      return {
        async work(times) {
          for (let time = 0; time < times; time += 1) {
            const holds: Release[] = [];
            for (const lock of locks) holds.push(await lock.acquire());
            for (const hold of holds) hold.release();
          }
        },
      };
    },
    oneOf(names, picks) {
      const locks = new Map(names.map((name) => [name, new SharedLock(name)]));
      let turn = 0;
      return {
        async work(times) {
          for (let time = 0; time < times; time += 1) {
            const hold = await locks.get(picks[turn % picks.length] ?? '')?.acquire();
            hold?.release();
            turn += 1;
          }
        },
      };
    },
    levels() {
      const [big, ...others] = Array.from({ length: 7 }, (_, level) => new SharedLock(`level ${level}`));
      return {
        async work(times) {
          for (let time = 0; time < times; time += 1) {
            const holds: (Release | undefined)[] = [await big?.acquire({ mode: 'shared', owner: 'job' })];
            for (const lock of others) holds.push(await lock.acquire({ owner: 'job' }));
            for (const hold of holds.toReversed()) hold?.release();
          }
        },
      };
    },
  };
  return [several, one];
}
