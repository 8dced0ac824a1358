/**
 * For every test file: a test must not leave behind what a lock has made to be told of something. A timer
 * keeps a process alive for nothing, and it is how timed waits of other libraries leak; a listener keeps its
 * request for as long as its signal lives.
 *
 * Counting those of the process would count those of vitest and of other tests too, so the locks' own clock
 * is watched instead, and of the listeners those that ../src/locks/abort.ts adds. A test that puts methods of
 * its own on a signal counts by itself. An unhandled rejection needs no guard here: vitest fails the run for
 * it.
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

const listeners = new Map<unknown, AbortSignal>();
const { addEventListener, removeEventListener } = AbortSignal.prototype;

AbortSignal.prototype.addEventListener = function (this: AbortSignal, ...given: unknown[]): void {
  const isOfLocks = new Error('who listens').stack?.includes('/src/locks/abort.ts') === true;
  if (isOfLocks && !Object.hasOwn(this, 'addEventListener')) listeners.set(given[1], this);
  Reflect.apply(addEventListener, this, given);
};

AbortSignal.prototype.removeEventListener = function (this: AbortSignal, ...given: unknown[]): void {
  listeners.delete(given[1]);
  Reflect.apply(removeEventListener, this, given);
};

beforeEach(() => {
  live.clear();
  listeners.clear();
});

afterEach(() => {
  const armed = [...live];
  const heard = [...listeners].filter(([, signal]) => !Object.hasOwn(signal, 'removeEventListener'));
  live.clear();
  listeners.clear();
  for (const [timer] of armed) clearTimeout(timer);
  const some = armed.slice(0, 5).map(([, ms]) => `${ms} ms`);
  if (armed.length > 0) {
    throw new Error(`${armed.length} timers of locks are still armed after the test: ${some.join(', ')}`);
  }
  if (heard.length > 0) throw new Error(`locks still listen to ${heard.length} signals after the test`);
});
