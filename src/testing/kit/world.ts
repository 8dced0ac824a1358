/**
 * What surrounds a lock while a scenario runs: time that stands still until it is told to pass, chance that
 * is the same each time, and an ear for rejections that nobody handles. Timers of the platform are the
 * clock's for as long, and what was there before is put back. One scenario runs at a time, because there is
 * one platform.
 */
import { SharedLock } from '../../locks/shared-lock.ts';
import { VirtualClock } from '../virtual-clock.ts';

export interface World {
  readonly clock: VirtualClock;
  /** Rejections that nobody has handled so far. */
  readonly unhandled: readonly unknown[];
}

interface Timers {
  setTimeout: unknown;
  clearTimeout: unknown;
}

/** The part of Node's `process` that is used, where there is one. */
interface Process {
  listeners(event: string): ((...given: unknown[]) => void)[];
  on(event: string, listener: (...given: unknown[]) => void): unknown;
  off(event: string, listener: (...given: unknown[]) => void): unknown;
}

const UNHANDLED = 'unhandledRejection';
const platform = new SharedLock('the platform, for one scenario at a time');

export function inWorld<Result>(visit: (world: World) => Promise<Result>): Promise<Result> {
  return platform.run('exclusive', async () => {
    const clock = new VirtualClock();
    const unhandled: unknown[] = [];
    const undo = [replaceTimers(clock), replaceChance(), hearRejections(unhandled)];
    try {
      return await visit({ clock, unhandled });
    } finally {
      for (const back of undo) back();
    }
  });
}

function replaceTimers(clock: VirtualClock): () => void {
  const timers = globalThis as unknown as Timers;
  const { setTimeout, clearTimeout } = timers;
  const { now } = Date;
  const ownNow = Object.getOwnPropertyDescriptor(performance, 'now');
  timers.setTimeout = (callback: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) => {
    const timer = clock.setTimeout(() => callback(...given), Number(ms) || 0) as object;
    return Object.assign(timer, { ref: () => timer, unref: () => timer, hasRef: () => true });
  };
  // A timer that was set before the scenario is the platform's, and is cleared there.
  timers.clearTimeout = (timer: unknown) => {
    if (typeof timer === 'object' && timer !== null && 'place' in timer) clock.clearTimeout(timer);
    else (clearTimeout as (timer: unknown) => void)(timer);
  };
  Date.now = () => clock.now();
  Object.defineProperty(performance, 'now', { value: () => clock.now(), configurable: true });
  return () => {
    Object.assign(timers, { setTimeout, clearTimeout });
    Date.now = now;
    if (ownNow === undefined) delete (performance as { now?: unknown }).now;
    else Object.defineProperty(performance, 'now', ownNow);
  };
}

/** A lock that tosses a coin tosses the same ones whenever the scenario is run again. */
function replaceChance(): () => void {
  const { random } = Math;
  let state = 1;
  Math.random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return () => {
    Math.random = random;
  };
}

function hearRejections(unhandled: unknown[]): () => void {
  const { process } = globalThis as unknown as { process?: Partial<Process> };
  if (typeof process?.listeners !== 'function') return () => {};
  const node = process as Process;
  const others = node.listeners(UNHANDLED);
  const hear = (reason: unknown): void => {
    unhandled.push(reason);
  };
  for (const other of others) node.off(UNHANDLED, other);
  node.on(UNHANDLED, hear);
  return () => {
    node.off(UNHANDLED, hear);
    for (const other of others) node.on(UNHANDLED, other);
  };
}
