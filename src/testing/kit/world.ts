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
  setInterval: unknown;
  clearInterval: unknown;
}

type Callback = (...given: unknown[]) => void;

/** One that was set, with what Node's have too. */
class SetTimer {
  timer: unknown;

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }
}

/** The part of Node's `process` that is used, where there is one. */
interface Process {
  listeners(event: string): ((...given: unknown[]) => void)[];
  on(event: string, listener: (...given: unknown[]) => void): unknown;
  off(event: string, listener: (...given: unknown[]) => void): unknown;
}

/** So many timers of 0 ms may be made at one moment. */
const MOST_AT_ONCE = 1_000;
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
  const { setTimeout, clearTimeout, setInterval, clearInterval } = timers;
  const { now } = Date;
  const ownNow = Object.getOwnPropertyDescriptor(performance, 'now');
  const passes = slowed(clock);
  timers.setTimeout = (callback: Callback, ms?: number, ...given: unknown[]) => {
    const set = new SetTimer();
    set.timer = clock.setTimeout(() => callback(...given), passes(ms));
    return set;
  };
  timers.setInterval = (callback: Callback, ms?: number, ...given: unknown[]) => {
    const set = new SetTimer();
    const again = (): void => {
      set.timer = clock.setTimeout(
        () => {
          again();
          callback(...given);
        },
        Math.max(1, Number(ms) || 0),
      );
    };
    again();
    return set;
  };
  // A timer that was set before the scenario is the platform's, and is cleared there.
  const cleared = (their: unknown) => (set: unknown) => {
    if (set instanceof SetTimer) clock.clearTimeout(set.timer);
    else (their as (timer: unknown) => void)(set);
  };
  timers.clearTimeout = cleared(clearTimeout);
  timers.clearInterval = cleared(clearInterval);
  Date.now = () => clock.now();
  Object.defineProperty(performance, 'now', { value: () => clock.now(), configurable: true });
  return () => {
    Object.assign(timers, { setTimeout, clearTimeout, setInterval, clearInterval });
    Date.now = now;
    if (ownNow === undefined) delete (performance as { now?: unknown }).now;
    else Object.defineProperty(performance, 'now', ownNow);
  };
}

/**
 * How long a timer takes: as long as was said, but where a lock looks again and again after no time at all,
 * time goes on at last, as it does on every platform.
 */
function slowed(clock: VirtualClock): (ms: unknown) => number {
  let moment = clock.now();
  let made = 0;
  return (ms) => {
    if (clock.now() !== moment) made = 0;
    moment = clock.now();
    made += 1;
    return Math.max(made > MOST_AT_ONCE ? 1 : 0, Number(ms) || 0);
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
