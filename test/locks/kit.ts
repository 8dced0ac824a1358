/**
 * What the suites of the shell share: a lock with owners whose answers are written down as they come, a look
 * at a promise that does not wait for it, and time that tests move.
 */
import { expect, onTestFinished, vi } from 'vitest';
import { type AcquireOptions, type Hold, type LockOptions, type Mode, SharedLock } from '../../src/index.ts';

const realImmediate = setImmediate;

/** Until every promise that can settle without a timer has settled. */
export function turn(): Promise<void> {
  return new Promise((resolve) => realImmediate(resolve));
}

/** What has become of a promise so far. */
export interface Watched<Value> {
  state: 'pending' | 'resolved' | 'rejected';
  value?: Value;
  error?: unknown;
}

export function watch<Value>(promise: Promise<Value>): Watched<Value> {
  const watched: Watched<Value> = { state: 'pending' };
  promise.then(
    (value) => Object.assign(watched, { state: 'resolved', value }),
    (error: unknown) => Object.assign(watched, { state: 'rejected', error }),
  );
  return watched;
}

/** What a promise rejects with; fails when it resolves. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  const watched = watch(promise);
  await promise.catch(() => {});
  expect(watched.state).toBe('rejected');
  return watched.error;
}

/** What a function throws; fails when it does not. */
export function thrownBy(fn: () => unknown): unknown {
  let value: unknown;
  try {
    value = fn();
  } catch (error) {
    return error;
  }
  return expect.fail(`returned ${String(value)} and threw nothing`);
}

/** The present, until the test ends, is what the test says it is; promises and `turn` go on as ever. */
export function stopTheClock(): { advance(ms: number): Promise<void> } {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  return {
    advance: async (ms) => {
      await vi.advanceTimersByTimeAsync(ms);
      await turn();
    },
  };
}

/** One lock, and owners of whom the news tells: `+ann` was granted, `-ann` was refused. */
export class Scene {
  readonly lock: SharedLock;
  readonly errors = new Map<string, unknown>();
  readonly #holds = new Map<string, Hold>();
  readonly #isAnonymous: boolean;
  readonly #events: string[] = [];

  constructor(engine: LockOptions['engine'], { anonymous = false } = {}) {
    this.lock = new SharedLock('scene', { engine });
    this.#isAnonymous = anonymous;
  }

  ask(owner: string, options: Mode | AcquireOptions = 'exclusive'): void {
    const given = typeof options === 'string' ? { mode: options } : options;
    this.lock.acquire(this.#isAnonymous ? given : { ...given, owner }).then(
      (hold) => {
        this.#events.push(`+${owner}`);
        this.#holds.set(owner, hold);
      },
      (error: unknown) => {
        this.#events.push(`-${owner}`);
        this.errors.set(owner, error);
      },
    );
  }

  /** An ask that can be aborted by what is returned. */
  askWithSignal(owner: string, options: Mode | AcquireOptions = 'exclusive'): (reason?: unknown) => void {
    const controller = new AbortController();
    const given = typeof options === 'string' ? { mode: options } : options;
    this.ask(owner, { ...given, signal: controller.signal });
    return (reason) => controller.abort(reason);
  }

  hold(owner: string): Hold {
    return this.#holds.get(owner) ?? expect.fail(`${owner} was not granted`);
  }

  release(...owners: string[]): void {
    for (const owner of owners) this.hold(owner).release();
  }

  /** What has happened since the last look, in the order in which it was answered. */
  async news(): Promise<string> {
    await turn();
    return this.#events.splice(0).join(' ');
  }
}
