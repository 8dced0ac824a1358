/**
 * `async-mutex`: Mutex, plain and with a timeout. Its releasers do nothing the second time by their
 * documentation, and the mutex has a `release` of its own.
 */
import { Mutex, type MutexInterface, withTimeout } from 'async-mutex';
import type { KitLock } from '../../src/testing.ts';
import { type Peer, RELEASED_LATE, RELEASED_TWICE } from '../peer.ts';

function locked(
  mutex: MutexInterface,
  acquire: KitLock['acquire'],
  run: NonNullable<KitLock['run']>,
): KitLock {
  return { acquire, run, isLocked: () => mutex.isLocked() };
}

const holdOf = (mutex: MutexInterface) => (release: () => void) => ({
  release,
  releaseOtherwise: () => mutex.release(),
});

export const asyncMutex: readonly Peer[] = [
  {
    name: 'async-mutex',
    packageName: 'async-mutex',
    offered: { run: true, isLocked: true, order: true, priority: true, releaseTwice: true, fair: true },
    defects: { 'released-twice': { E1: RELEASED_TWICE }, 'released-late': { E2: RELEASED_LATE } },
    make() {
      const mutex = new Mutex();
      return locked(
        mutex,
        // More urgent is larger there.
        ({ priority = 0 }) => mutex.acquire(-priority).then(holdOf(mutex)),
        (_, body) => mutex.runExclusive(() => body()),
      );
    },
  },
  {
    name: 'async-mutex withTimeout',
    packageName: 'async-mutex',
    offered: { timeout: true, isLocked: true },
    defects: {
      'tells-is-locked': { E3: /→ refused (.|\n)*✗ nobody holds it or waits, and isLocked\(\) is true/ },
      'own-errors': { E4: /✗ two refusals are one and the same error object/ },
    },
    make() {
      const mutex = new Mutex();
      // The timeout belongs to the wrapper, of which there may be one for each request.
      return locked(
        mutex,
        ({ timeout }) => {
          const asked = timeout === undefined ? mutex : withTimeout(mutex, timeout);
          return asked.acquire().then((release) => ({ release }));
        },
        (_, body) => mutex.runExclusive(() => body()),
      );
    },
  },
];
