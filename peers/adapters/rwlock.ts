/** `rwlock`: callbacks, names and timeouts. A body gets a function to call when it is done. */
import ReadWriteLock from 'rwlock';
import type { KitAsk, KitHold } from '../../src/testing.ts';
import type { Peer } from '../peer.ts';

type Callback = (release: () => void) => void;

export const rwlock: readonly Peer[] = [
  {
    name: 'rwlock',
    packageName: 'rwlock',
    offered: {
      shared: true,
      timeout: true,
      run: true,
      order: true,
      fair: true,
      releaseTwice: true,
      names: 'one',
    },
    defects: {
      'writer-gives-up': ['E15'],
      'reader-gives-up': ['E15'],
      'body-throws': ['E16'],
      'any-name': ['E17'],
      'no-timer-left': ['E54'],
    },
    make() {
      const lock = new ReadWriteLock();
      const ask = (
        { mode, names = ['key'], timeout }: KitAsk,
        refuse: (why: Error) => void,
        use: Callback,
      ) => {
        const late = { timeoutCallback: () => refuse(new Error('timed out')) };
        const limits = timeout === undefined ? {} : { timeout, ...late };
        lock[mode === 'shared' ? 'readLock' : 'writeLock'](names[0] ?? 'key', use, limits);
      };
      return {
        acquire: (asked) =>
          new Promise<KitHold>((resolve, reject) => ask(asked, reject, (release) => resolve({ release }))),
        run: (asked, body) =>
          new Promise((resolve, reject) =>
            ask(asked, reject, (release) => {
              Promise.resolve(body()).finally(release).then(resolve, reject);
            }),
          ),
      };
    },
  },
];
