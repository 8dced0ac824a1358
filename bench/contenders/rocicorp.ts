/**
 * `@rocicorp/lock`: its Lock where no readers are involved, its RWLock where they are. No try, no timeout.
 */
import { Lock, RWLock } from '@rocicorp/lock';
import { type Contender, crowd, doNothing } from './contender.ts';

export const rocicorp: Contender = {
  name: '@rocicorp/lock',
  packageName: '@rocicorp/lock',
  exclusive() {
    const lock = new Lock();
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) {
          const release = await lock.lock();
          release();
        }
      },
    };
  },
  shared() {
    let lock = new RWLock();
    return {
      // It remembers every reader until a writer comes, and would grow slower for it.
      before() {
        lock = new RWLock();
      },
      async work(times) {
        for (let time = 0; time < times; time += 1) {
          const release = await lock.read();
          release();
        }
      },
    };
  },
  run() {
    const lock = new Lock();
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) await lock.withLock(doNothing);
      },
    };
  },
  handoff(waiters) {
    const lock = new Lock();
    return crowd(
      waiters,
      () => lock.lock(),
      async () => {
        const release = await lock.lock();
        release();
      },
    );
  },
  mixed(waiters, writerEvery) {
    const lock = new RWLock();
    return crowd(
      waiters,
      () => lock.write(),
      async (number) => {
        const release = await ((number + 1) % writerEvery === 0 ? lock.write() : lock.read());
        release();
      },
    );
  },
  idle: () => new RWLock(),
  waiting() {
    const lock = new RWLock();
    void lock.write();
    return () => lock.write();
  },
};
