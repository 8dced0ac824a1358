/**
 * What executes a condition: many waiters on each engine, and the machine on XState where it can be watched.
 */
import { describe, expect, test } from 'vitest';
import type { AnyActorRef } from 'xstate';
import { Condition, SharedLock } from '../../src/index.ts';
import { createXstateEngine } from '../../src/machines.ts';
import { setUp } from './condition-kit.ts';
import { engines } from './engines.ts';
import { growth } from './heap.ts';

describe.each(engines)('on the %s engine', (name, engine) => {
  const many = name === 'compiled' ? 20_000 : 500;

  test.each(['shared', 'exclusive'] as const)(
    `${many} waiters (%s) are all woken, in order`,
    async (mode) => {
      const { lock, filled } = setUp(engine);
      const order: number[] = [];
      const tasks = Array.from({ length: many }, (_, place) =>
        lock.run({ mode, owner: `owner ${place}` }, async (hold) => {
          await filled.wait({ hold, timeout: 1_000_000 });
          order.push(place);
        }),
      );
      await expect.poll(() => filled.waiting.length, { timeout: 30_000 }).toBe(many);
      const notified = await lock.run('exclusive', (hold) => filled.notifyAll({ hold }));
      await Promise.all(tasks);
      expect(notified).toBe(many);
      expect(order).toEqual(Array.from({ length: many }, (_, place) => place));
      expect(lock.snapshot()).toMatchObject({ state: 'free', queue: [] });
    },
  );

  test('waits leave nothing behind, however they end', async () => {
    const { lock, filled } = setUp(engine);
    const [hold, other] = [await lock.acquire('shared'), await lock.acquire('shared')];
    const deaf = Object.assign(new AbortController().signal, {
      addEventListener: () => {
        throw new Error('deaf');
      },
    });
    const wait = async (times: number) => {
      for (let i = 0; i < times; i += 1) {
        const waiting = filled.wait({ hold, timeout: 60_000 });
        filled.notifyAll({ hold: other });
        await waiting;
        await filled.wait({ hold, signal: deaf }).catch(() => {});
        const controller = new AbortController();
        const aborted = filled.wait({ hold, signal: controller.signal }).catch(() => {});
        controller.abort();
        await aborted;
      }
    };
    const times = name === 'compiled' ? 20_000 : 5_000;
    await wait(times);
    expect(await growth(() => wait(times))).toBeLessThan(2 ** 20);
    expect(hold.isHeld).toBe(true);
  });
});

test('on XState its machine can be watched, beside that of the lock', async () => {
  const told: string[] = [];
  const requests = new Set<unknown>();
  const engine = createXstateEngine({
    inspect: (event) => {
      if (event.type !== '@xstate.event') return;
      told.push(`${event.event.type} to ${(event.actorRef as AnyActorRef).id}`);
      if (event.event.type === 'lock.acquire') requests.add(event.event['request']);
    },
  });
  const { lock, filled } = setUp(engine);
  const hold = await lock.acquire('shared');
  const other = await lock.acquire('shared');
  told.length = 0;
  const waiting = filled.wait({ hold });
  filled.notifyAll({ hold: other });
  await waiting;
  expect(told).toEqual([
    'condition.wait to condition of queue',
    'lock.release to queue',
    'condition.notify to condition of queue',
    'lock.acquire to queue',
  ]);
  // To the lock it is another request each time, by the same hold.
  expect(requests.size).toBe(3);
});

test('a condition has the engine of its lock where it is given none', async () => {
  const seen = new Set<string>();
  const engine = createXstateEngine({ inspect: (event) => seen.add((event.actorRef as AnyActorRef).id) });
  const filled = new Condition(new SharedLock('queue', { engine }), { engine: undefined });
  expect(filled.hasWaiting).toBe(false);
  expect([...seen]).toEqual(['queue', 'condition of queue']);
});

test('a condition has an engine of its own where it is given one', async () => {
  const lock = new SharedLock('queue');
  const seen = new Set<string>();
  const engine = createXstateEngine({ inspect: (event) => seen.add((event.actorRef as AnyActorRef).id) });
  const filled = new Condition(lock, { engine });
  using hold = await lock.acquire();
  filled.notifyAll({ hold });
  expect([...seen]).toEqual(['condition of queue']);
});
