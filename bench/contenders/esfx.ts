/** `@esfx/async-readerwriterlock`. Readers and writers; no try, no timeout. */
import { AsyncReaderWriterLock } from '@esfx/async-readerwriterlock';
import { type Contender, crowd } from './contender.ts';

export const esfx: Contender = {
  name: '@esfx/async-rwlock',
  packageName: '@esfx/async-readerwriterlock',
  exclusive() {
    const lock = new AsyncReaderWriterLock();
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) {
          const handle = await lock.write();
          handle.unlock();
        }
      },
    };
  },
  shared() {
    const lock = new AsyncReaderWriterLock();
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) {
          const handle = await lock.read();
          handle.unlock();
        }
      },
    };
  },
  handoff(waiters) {
    const lock = new AsyncReaderWriterLock();
    return crowd(waiters, holdOf(lock), async () => {
      const handle = await lock.write();
      handle.unlock();
    });
  },
  mixed(waiters, writerEvery) {
    const lock = new AsyncReaderWriterLock();
    return crowd(waiters, holdOf(lock), async (number) => {
      const handle = await ((number + 1) % writerEvery === 0 ? lock.write() : lock.read());
      handle.unlock();
    });
  },
  idle: () => new AsyncReaderWriterLock(),
  waiting() {
    const lock = new AsyncReaderWriterLock();
    void lock.write();
    return () => lock.write();
  },
};

const holdOf = (lock: AsyncReaderWriterLock) => async (): Promise<() => void> => {
  const handle = await lock.write();
  return () => handle.unlock();
};
