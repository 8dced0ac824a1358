/** `async-rwlock`. Readers and writers, with timeouts; one `unlock` for all, not bound to who locked. */
import { RWLock } from 'async-rwlock';
import { type Contender, crowd, TIMEOUT } from './contender.ts';

export const asyncRwlock: Contender = {
  name: 'async-rwlock',
  packageName: 'async-rwlock',
  exclusive() {
    const lock = new RWLock();
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) {
          await lock.writeLock();
          lock.unlock();
        }
      },
    };
  },
  shared() {
    const lock = new RWLock();
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) {
          await lock.readLock();
          lock.unlock();
        }
      },
    };
  },
  handoff(waiters) {
    const lock = new RWLock();
    return crowd(waiters, holdOf(lock), async () => {
      await lock.writeLock();
      lock.unlock();
    });
  },
  timeout() {
    const lock = new RWLock();
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) {
          await lock.writeLock(TIMEOUT);
          lock.unlock();
        }
      },
    };
  },
  timeouts(waiters) {
    const lock = new RWLock();
    return crowd(waiters, holdOf(lock), async () => {
      await lock.writeLock(TIMEOUT);
      lock.unlock();
    });
  },
  mixed(waiters, writerEvery) {
    const lock = new RWLock();
    return crowd(waiters, holdOf(lock), async (number) => {
      await ((number + 1) % writerEvery === 0 ? lock.writeLock() : lock.readLock());
      lock.unlock();
    });
  },
  idle: () => new RWLock(),
  waiting() {
    const lock = new RWLock();
    void lock.writeLock();
    return () => lock.writeLock();
  },
};

const holdOf = (lock: RWLock) => async (): Promise<() => void> => {
  await lock.writeLock();
  return () => lock.unlock();
};
