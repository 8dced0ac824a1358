/**
 * `async-await-mutex-lock`. Exclusive only; no try, no cancellation. Its release is not bound to who
 * acquired.
 */
import { Lock } from 'async-await-mutex-lock';
import { type Contender, crowd } from './contender.ts';

export const asyncAwaitMutexLock: Contender = {
  name: 'async-await-mutex-lock',
  packageName: 'async-await-mutex-lock',
  exclusive() {
    const lock = new Lock<string>();
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) {
          await lock.acquire();
          lock.release();
        }
      },
    };
  },
  handoff(waiters) {
    const lock = new Lock<string>();
    const hold = async (): Promise<() => void> => {
      await lock.acquire();
      return () => lock.release();
    };
    return crowd(waiters, hold, async () => {
      await lock.acquire();
      lock.release();
    });
  },
  oneOf(_, picks) {
    const lock = new Lock<string>();
    let turn = 0;
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) {
          const key = picks[turn % picks.length] ?? '';
          await lock.acquire(key);
          lock.release(key);
          turn += 1;
        }
      },
    };
  },
  idle: () => new Lock<string>(),
  waiting() {
    const lock = new Lock<string>();
    void lock.acquire();
    return () => lock.acquire();
  },
};
