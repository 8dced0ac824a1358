/** `rwlock`: callbacks, names and timeouts. A body gets a function to call when it is done. */
import ReadWriteLock from 'rwlock';
import type { KitAsk, KitHold } from '../../src/testing.ts';
import type { Peer } from '../peer.ts';

/** Another one than the one that ran out of time is lost. */
const INNOCENT = /→ refused by=(\w+) reason="timed out"(.|\n)*✗ (?!\1)\w+ (waits|never gets an answer)/;

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
      'writer-gives-up': { E15: INNOCENT },
      'reader-gives-up': { E15: INNOCENT },
      'body-throws': { E16: /body=throws (.|\n)*✗ .* nobody holds the lock/ },
      'any-name': { E17: /reason=".*hasOwnProperty is not a function"/ },
      'no-timer-left': { E54: /✗ \d+ timers go on/ },
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
