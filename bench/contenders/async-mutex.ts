/**
 * `async-mutex`: its Mutex. Exclusive only; its `tryAcquire` waits for a promise; it cancels all waiters or
 * none.
 */
import { Mutex } from 'async-mutex';
import { type Contender, crowd, doNothing } from './contender.ts';

export const asyncMutex: Contender = {
  name: 'async-mutex',
  packageName: 'async-mutex',
  exclusive() {
    const mutex = new Mutex();
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) {
          const release = await mutex.acquire();
          release();
        }
      },
    };
  },
  run() {
    const mutex = new Mutex();
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) await mutex.runExclusive(doNothing);
      },
    };
  },
  handoff(waiters) {
    const mutex = new Mutex();
    return crowd(
      waiters,
      () => mutex.acquire(),
      async () => {
        const release = await mutex.acquire();
        release();
      },
    );
  },
};
