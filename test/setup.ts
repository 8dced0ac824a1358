/**
 * For every test file: a test must not leave a timer behind that a lock has made. Such a timer keeps a
 * process alive for nothing, and it is how timed waits of other libraries leak.
 *
 * Counting the timers of the process would count those of vitest and of other tests too, so the locks' own
 * clock is watched instead. An unhandled rejection needs no guard here: vitest fails the run for it.
 */
import { afterEach, beforeEach } from 'vitest';
import { systemClock } from '../src/locks/clock.ts';

const live = new Map<unknown, number>();
const { setTimeout, clearTimeout } = systemClock;

systemClock.setTimeout = (callback, ms) => {
  const timer = setTimeout(() => {
    live.delete(timer);
    callback();
  }, ms);
  live.set(timer, ms);
  return timer;
};

systemClock.clearTimeout = (timer) => {
  live.delete(timer);
  clearTimeout(timer);
};

beforeEach(() => live.clear());

afterEach(() => {
  const left = [...live];
  live.clear();
  for (const [timer] of left) clearTimeout(timer);
  if (left.length === 0) return;
  const some = left.slice(0, 5).map(([, ms]) => `${ms} ms`);
  throw new Error(`${left.length} timers of locks are still armed after the test: ${some.join(', ')}`);
});
