/**
 * Random interleavings of tasks around one lock: fast-check decides who goes on next, which timer fires, and
 * when somebody aborts. The bodies of the tasks record who is inside; the lock is not asked.
 */
import fc from 'fast-check';
import { expect } from 'vitest';
import {
  type Clock,
  type LockEngine,
  LockError,
  LockUsageError,
  type Mode,
  SharedLock,
} from '../../src/index.node.ts';

const task = fc.record({
  way: fc.constantFrom('hold', 'run', 'downgrade', 'try', 'throw', 'again'),
  mode: fc.constantFrom<Mode>('shared', 'exclusive'),
  priority: fc.constantFrom(0, 0, 1),
  named: fc.boolean(),
  timeout: fc.constantFrom(undefined, undefined, 0, 10),
  aborts: fc.boolean(),
});
type Task = typeof task extends fc.Arbitrary<infer Value> ? Value : never;

/** Time that passes when the scheduler says so. */
export class ScheduledClock implements Clock {
  readonly live = new Set<object>();
  readonly #scheduler: fc.Scheduler;

  constructor(scheduler: fc.Scheduler) {
    this.#scheduler = scheduler;
  }

  now(): number {
    return 0;
  }

  setTimeout(callback: () => void): object {
    const timer = {};
    this.live.add(timer);
    void this.#scheduler.schedule(Promise.resolve(), 'timer').then(() => {
      if (this.live.delete(timer)) callback();
    });
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.live.delete(timer as object);
  }
}

export class Room {
  readonly #inside: Mode[] = [];

  enter(mode: Mode): void {
    this.#inside.push(mode);
    if (this.#inside.length > 1 && this.#inside.includes('exclusive')) {
      throw new Error(`together inside: ${this.#inside.join(', ')}`);
    }
  }

  leave(mode: Mode): void {
    this.#inside.splice(this.#inside.indexOf(mode), 1);
  }
}

const THROWN = new Error('thrown by the body');

export function interleavings(engine: LockEngine | undefined) {
  const tasks = fc.array(task, { minLength: 2, maxLength: 7 });
  return fc.asyncProperty(fc.scheduler(), tasks, async (scheduler, work) => {
    const clock = new ScheduledClock(scheduler);
    const lock = new SharedLock('room', { engine, clock });
    const scene = { scheduler, lock, room: new Room(), listeners: { live: 0 } };
    const visits = work.map((one, place) => visit(one, `owner-${place}`, scene));
    await scheduler.waitFor(Promise.all(visits));
    expect(lock.snapshot()).toMatchObject({ state: 'free', holders: [], queue: [] });
    expect(clock.live.size).toBe(0);
    expect(scene.listeners.live).toBe(0);
  });
}

interface Scene {
  readonly scheduler: fc.Scheduler;
  readonly lock: SharedLock;
  readonly room: Room;
  readonly listeners: { live: number };
}

async function visit(task: Task, owner: string, scene: Scene): Promise<void> {
  const { scheduler, lock } = scene;
  const controller = new AbortController();
  const signal = countListeners(controller.signal, scene.listeners);
  const pause = (label: string) => scheduler.schedule(Promise.resolve(), `${owner} ${label}`);
  await pause('asks');
  if (task.aborts) void pause('aborts').then(() => controller.abort(owner));
  const { mode, priority, timeout } = task;
  const options = { mode, priority, timeout, signal, owner: task.named ? owner : undefined };
  try {
    if (task.way === 'run' || task.way === 'throw') await lock.run(options, () => stay(task, scene, pause));
    else {
      const hold = task.way === 'try' ? lock.tryAcquire({ mode }) : await lock.acquire(options);
      if (hold === undefined) return;
      if (task.way === 'again' && task.named) await expect(lock.acquire(options)).rejects.toBeDefined();
      await stay(task, scene, pause, () => hold.downgrade());
      hold.release();
      hold.release();
    }
  } catch (error) {
    const isExpected =
      (task.way === 'throw' && error === THROWN) ||
      (task.aborts && error === owner) ||
      (timeout !== undefined && LockError.is(error) && error.code === 'timeout');
    if (!isExpected || LockUsageError.is(error)) throw error;
  }
}

async function stay(
  { way, mode }: Task,
  { room }: Scene,
  pause: (label: string) => Promise<unknown>,
  downgrade?: () => void,
): Promise<void> {
  room.enter(mode);
  await pause('works');
  room.leave(mode);
  if (way === 'throw') throw THROWN;
  if (way !== 'downgrade' || mode === 'shared') return;
  downgrade?.();
  room.enter('shared');
  await pause('works on');
  room.leave('shared');
}

export function countListeners(signal: AbortSignal, listeners: { live: number }): AbortSignal {
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...listener: Parameters<AbortSignal['addEventListener']>) => {
    listeners.live += 1;
    addEventListener.apply(signal, listener);
  };
  signal.removeEventListener = (...listener: Parameters<AbortSignal['removeEventListener']>) => {
    listeners.live -= 1;
    removeEventListener.apply(signal, listener);
  };
  return signal;
}
