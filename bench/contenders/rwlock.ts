/**
 * `rwlock`. It speaks callbacks, and a promise around it is how code that awaits has to use it. No try; a
 * timeout takes whoever is first out of its queue, so that it cannot be asked to cancel.
 */
import ReadWriteLock from 'rwlock';
import { type Contender, crowd, TIMEOUT } from './contender.ts';

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
  timeout() {
    const lock = new ReadWriteLock();
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) {
          const release = await writeInTime(lock);
          release();
        }
      },
    };
  },
  timeouts(waiters) {
    const lock = new ReadWriteLock();
    return crowd(
      waiters,
      () => writeInTime(lock),
      async () => {
        const release = await writeInTime(lock);
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
  oneOf(_, picks) {
    const lock = new ReadWriteLock();
    let turn = 0;
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) {
          const key = picks[turn % picks.length] ?? '';
          const release = await new Promise<() => void>((resolve) => lock.writeLock(key, resolve));
          release();
          turn += 1;
        }
      },
    };
  },
  idle: () => new ReadWriteLock(),
  waiting() {
    const lock = new ReadWriteLock();
    void write(lock);
    return () => write(lock);
  },
};

function write(lock: ReadWriteLock): Promise<() => void> {
  return new Promise((resolve) => lock.writeLock(resolve));
}

function writeInTime(lock: ReadWriteLock): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const timeoutCallback = () => reject(new Error('timed out'));
    lock.writeLock(resolve, { timeout: TIMEOUT, timeoutCallback });
  });
}

function read(lock: ReadWriteLock): Promise<() => void> {
  return new Promise((resolve) => lock.readLock(resolve));
}
