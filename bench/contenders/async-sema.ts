/**
 * `async-sema` with one permit. Exclusive only; no cancellation. Its release is not bound to who acquired.
 */
import { Sema } from 'async-sema';
import { type Contender, crowd } from './contender.ts';

export const asyncSema: Contender = {
  name: 'async-sema',
  packageName: 'async-sema',
  exclusive() {
    const sema = new Sema(1);
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) {
          await sema.acquire();
          sema.release();
        }
      },
    };
  },
  try() {
    const sema = new Sema(1);
    return {
      work(times) {
        for (let time = 0; time < times; time += 1) {
          if (sema.tryAcquire() !== undefined) sema.release();
        }
      },
    };
  },
  handoff(waiters) {
    const sema = new Sema(1);
    const hold = async (): Promise<() => void> => {
      await sema.acquire();
      return () => sema.release();
    };
    return crowd(waiters, hold, async () => {
      await sema.acquire();
      sema.release();
    });
  },
  idle: () => new Sema(1),
  waiting() {
    const sema = new Sema(1);
    void sema.acquire();
    return () => sema.acquire();
  },
};
