/**
 * Random interleavings of tasks around one condition: fast-check decides who goes on next, which timer fires,
 * and when somebody aborts. The tasks record who is inside the lock; neither it nor the condition is asked.
 */
import fc from 'fast-check';
import { expect } from 'vitest';
import {
  Condition,
  type Hold,
  type LockEngine,
  LockError,
  LockUsageError,
  type Mode,
  SharedLock,
  SingleNotifyCondition,
} from '../../src/index.ts';
import { countListeners, Room, ScheduledClock } from './interleavings.ts';

const drawnTask = fc.record({
  mode: fc.constantFrom<Mode>('shared', 'exclusive'),
  asks: fc.constantFrom('hold', 'owner', 'try'),
  /** For how many notifications to wait. */
  rounds: fc.integer({ min: 1, max: 3 }),
  timeout: fc.constantFrom(undefined, undefined, undefined, 0, 10),
  aborts: fc.boolean(),
  /** Releases its hold while it waits. */
  leaves: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});
type Task = typeof drawnTask extends fc.Arbitrary<infer Value> ? Value : never;

interface Scene {
  readonly scheduler: fc.Scheduler;
  readonly lock: SharedLock;
  readonly condition: Condition | SingleNotifyCondition;
  readonly room: Room;
  readonly listeners: { live: number };
  notified: number;
}

/**
 * Whoever waits without a limit is woken, and whoever waits has the lock again when the wait is over, however
 * it ends. Nothing is left at the end.
 */
export function conditionInterleavings(engine: LockEngine | undefined) {
  const tasks = fc.array(drawnTask, { minLength: 1, maxLength: 6 });
  const modes = fc.array(fc.constantFrom<Mode>('shared', 'exclusive'), { minLength: 3, maxLength: 3 });
  return fc.asyncProperty(
    fc.scheduler(),
    tasks,
    modes,
    fc.boolean(),
    async (scheduler, work, notifiers, once) => {
      const clock = new ScheduledClock(scheduler);
      const lock = new SharedLock('room', { engine, clock });
      const condition = once ? new SingleNotifyCondition(lock) : new Condition(lock);
      const scene = { scheduler, lock, condition, room: new Room(), listeners: { live: 0 }, notified: 0 };
      const visits = work.map((one, place) =>
        visit(once ? { ...one, rounds: 1 } : one, `owner-${place}`, scene),
      );
      const all = [...visits, notify(once ? notifiers.slice(0, 1) : notifiers, scene)];
      await scheduler.waitFor(Promise.all(all));
      expect(lock.snapshot()).toMatchObject({ state: 'free', holders: [], queue: [] });
      expect([condition.waiting, clock.live.size, scene.listeners.live]).toEqual([[], 0, 0]);
    },
  );
}

async function notify(modes: readonly Mode[], scene: Scene): Promise<void> {
  const { scheduler, lock, condition, room } = scene;
  for (const mode of modes) {
    await scheduler.schedule(Promise.resolve(), 'notifier asks');
    await lock.run(mode, async (hold) => {
      room.enter(mode);
      scene.notified += 1;
      condition.notifyAll({ hold });
      await scheduler.schedule(Promise.resolve(), 'notifier works');
      room.leave(mode);
    });
  }
}

async function visit(task: Task, owner: string, scene: Scene): Promise<void> {
  const { scheduler, lock, room } = scene;
  const { mode } = task;
  const controller = new AbortController();
  const signal = countListeners(controller.signal, scene.listeners);
  const pause = (label: string) => scheduler.schedule(Promise.resolve(), `${owner} ${label}`);
  await pause('asks');
  if (task.aborts) void pause('aborts').then(() => controller.abort(owner));
  const named = task.asks === 'owner' ? owner : undefined;
  const tried = task.asks === 'try' ? lock.tryAcquire(mode) : undefined;
  using hold = tried ?? (await lock.acquire({ mode, owner: named }));
  room.enter(mode);
  const sleeper = { hold, signal, isAsleep: false };
  if (task.leaves) void pause('leaves').then(() => sleeper.isAsleep && hold.release());
  try {
    while (scene.notified < task.rounds) await sleep(task, sleeper, scene);
  } catch (error) {
    if (!isExpected(error, task, owner)) throw error;
  }
  if (!hold.isHeld) return;
  await pause('works');
  room.leave(mode);
}

interface Sleeper {
  readonly hold: Hold;
  readonly signal: AbortSignal;
  isAsleep: boolean;
}

async function sleep(task: Task, sleeper: Sleeper, { room, condition }: Scene): Promise<void> {
  const { hold, signal } = sleeper;
  const { mode, token } = hold;
  const asker = task.asks === 'owner' ? { owner: hold.owner ?? '' } : { hold };
  const isTry = task.timeout === 0 || signal.aborted;
  room.leave(mode);
  sleeper.isAsleep = true;
  try {
    await condition.wait({ ...asker, timeout: task.timeout, signal });
  } finally {
    sleeper.isAsleep = false;
    if (hold.isHeld) {
      room.enter(mode);
      expect([hold.mode, hold.token > token]).toEqual([mode, !isTry]);
    } else expect(task.leaves).toBe(true);
  }
}

function isExpected(error: unknown, { aborts, timeout, leaves }: Task, owner: string): boolean {
  if (LockUsageError.is(error)) return leaves && error.code === 'released-while-waiting';
  return (
    (aborts && error === owner) || (timeout !== undefined && LockError.is(error) && error.code === 'timeout')
  );
}
