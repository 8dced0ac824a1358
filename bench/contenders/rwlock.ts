/**
 * `rwlock`. It speaks callbacks, and a promise around it is how code that awaits has to use it. No try; a
 * timeout takes whoever is first out of its queue, so that it cannot be asked to cancel.
 */
import ReadWriteLock from 'rwlock';
import { type Contender, crowd } from './contender.ts';

export const rwlock: Contender = {
  name: 'rwlock',
  packageName: 'rwlock',
  exclusive() {
    const lock = new ReadWriteLock();
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) {
          const release = await write(lock);
          release();
        }
      },
    };
  },
  shared() {
    const lock = new ReadWriteLock();
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) {
          const release = await read(lock);
          release();
        }
      },
    };
  },
  handoff(waiters) {
    const lock = new ReadWriteLock();
    return crowd(
      waiters,
      () => write(lock),
      async () => {
        const release = await write(lock);
        release();
      },
    );
  },
  mixed(waiters, writerEvery) {
    const lock = new ReadWriteLock();
    return crowd(
      waiters,
      () => write(lock),
      async (number) => {
        const release = await ((number + 1) % writerEvery === 0 ? write(lock) : read(lock));
        release();
      },
    );
  },
};

function write(lock: ReadWriteLock): Promise<() => void> {
  return new Promise((resolve) => lock.writeLock(resolve));
}

function read(lock: ReadWriteLock): Promise<() => void> {
  return new Promise((resolve) => lock.readLock(resolve));
}
