/**
 * `async-mutex`: its Mutex, and its Semaphore with one permit. Exclusive only; `tryAcquire` waits for a
 * promise; they cancel all waiters or none. A timeout belongs to a wrapper around either.
 */
import { Mutex, Semaphore, withTimeout } from 'async-mutex';
import { type Contender, crowd, doNothing, TIMEOUT } from './contender.ts';

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
  timeout() {
    const mutex = withTimeout(new Mutex(), TIMEOUT);
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) {
          const release = await mutex.acquire();
          release();
        }
      },
    };
  },
  timeouts(waiters) {
    const mutex = withTimeout(new Mutex(), TIMEOUT);
    return crowd(
      waiters,
      () => mutex.acquire(),
      async () => {
        const release = await mutex.acquire();
        release();
      },
    );
  },
  idle: () => new Mutex(),
  waiting() {
    const mutex = new Mutex();
    void mutex.acquire();
    return () => mutex.acquire();
  },
};

export const asyncMutexSemaphore: Contender = {
  name: 'async-mutex Semaphore',
  packageName: 'async-mutex',
  exclusive() {
    const semaphore = new Semaphore(1);
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) {
          const [, release] = await semaphore.acquire();
          release();
        }
      },
    };
  },
  run() {
    const semaphore = new Semaphore(1);
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) await semaphore.runExclusive(doNothing);
      },
    };
  },
  handoff(waiters) {
    const semaphore = new Semaphore(1);
    const hold = async (): Promise<() => void> => (await semaphore.acquire())[1];
    return crowd(waiters, hold, async () => {
      const [, release] = await semaphore.acquire();
      release();
    });
  },
  timeout() {
    const semaphore = withTimeout(new Semaphore(1), TIMEOUT);
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) {
          const [, release] = await semaphore.acquire();
          release();
        }
      },
    };
  },
  timeouts(waiters) {
    const semaphore = withTimeout(new Semaphore(1), TIMEOUT);
    const hold = async (): Promise<() => void> => (await semaphore.acquire())[1];
    return crowd(waiters, hold, async () => {
      const [, release] = await semaphore.acquire();
      release();
    });
  },
  idle: () => new Semaphore(1),
  waiting() {
    const semaphore = new Semaphore(1);
    void semaphore.acquire();
    return () => semaphore.acquire();
  },
};
