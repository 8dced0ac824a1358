/**
 * `async-lock`: locks by key. Exclusive only. It calls a function while it holds, so that what others call
 * acquire and release is here a function that does nothing. It refuses more than 1,000 waiters unless told
 * otherwise.
 */
import AsyncLock from 'async-lock';
import { type Contender, doNothing, TIMEOUT, type Trial } from './contender.ts';

const KEY = 'bench';

export const asyncLock: Contender = {
  name: 'async-lock',
  packageName: 'async-lock',
  exclusive: () => alone(make()),
  run: () => alone(make()),
  handoff: (waiters) => waitersFor(make(), waiters),
  timeout: () => alone(make(TIMEOUT)),
  timeouts: (waiters) => waitersFor(make(TIMEOUT), waiters),
  oneOf(_, picks) {
    const lock = make();
    let turn = 0;
    return {
      async work(times) {
        for (let time = 0; time < times; time += 1) {
          await lock.acquire(picks[turn % picks.length] ?? '', doNothing);
          turn += 1;
        }
      },
    };
  },
  idle: () => make(),
  waiting() {
    const lock = make();
    void lock.acquire(KEY, () => new Promise(() => {}));
    return () => lock.acquire(KEY, doNothing);
  },
};

function make(timeout = 0): AsyncLock {
  return new AsyncLock({ maxPending: Number.POSITIVE_INFINITY, timeout });
}

function alone(lock: AsyncLock): Trial {
  return {
    async work(times) {
      for (let time = 0; time < times; time += 1) await lock.acquire(KEY, doNothing);
    },
  };
}

/** The crowd of `crowd`, for a lock that can only be held by a function. */
function waitersFor(lock: AsyncLock, waiters: number): Trial {
  return {
    async work(times) {
      for (let time = 0; time < times; time += 1) {
        let letGo = (): void => {};
        void lock.acquire(KEY, () => new Promise<void>((resolve) => (letGo = resolve)));
        let last: Promise<unknown> | undefined;
        for (let number = 0; number < waiters; number += 1) last = lock.acquire(KEY, doNothing);
        letGo();
        await last;
      }
    },
  };
}
