/**
 * Priority raising by example, on both engines.
 */
import { describe, expect, test } from 'vitest';
import { LockSet, SharedLock } from '../../src/index.ts';
import { VirtualClock } from '../../src/testing.ts';
import { engines } from './engines.ts';
import { turn, watch } from './kit.ts';

describe.each(engines)('on the %s engine', (_name, engine) => {
  const scene = () => {
    const clock = new VirtualClock();
    return { clock, lock: new SharedLock('raised', { engine, clock }) };
  };
  const priorities = (lock: SharedLock) =>
    lock.snapshot().queue.map(({ owners, priority }) => `${owners.join()}@${priority}`);

  test('a waiter becomes more urgent each time, down to the limit, and keeps no timer', async () => {
    const { clock, lock } = scene();
    const hold = await lock.acquire({ owner: 'holder' });
    const waiting = lock.acquire({ owner: 'ann', priority: 1, raise: { after: 100, by: 2, to: -2 } });
    const seen: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      await clock.advance(100);
      seen.push(priorities(lock).join(' '));
    }
    expect(seen).toEqual(['ann@-1', 'ann@-2', 'ann@-2', 'ann@-2']);
    expect(clock.pending).toBe(0);
    hold.release();
    (await waiting).release();
  });

  test('it is off unless asked for', async () => {
    const { clock, lock } = scene();
    const hold = await lock.acquire();
    const waiting = lock.acquire({ owner: 'ann' });
    await clock.advance(1e7);
    expect([priorities(lock), clock.pending]).toEqual([['ann@0'], 0]);
    hold.release();
    (await waiting).release();
  });

  test('E7 async-mutex: a stream of more urgent requests does not starve it', async () => {
    const { clock, lock } = scene();
    let hold = await lock.acquire();
    const starved = watch(lock.acquire({ owner: 'starved', raise: { after: 10 } }));
    let rounds = 0;
    for (; starved.state === 'pending' && rounds < 100; rounds += 1) {
      const next = lock.acquire({ priority: -3 });
      await clock.advance(4);
      hold.release();
      await turn();
      if (starved.state === 'pending') hold = await next;
      else (starved.value as unknown as { release(): void }).release();
    }
    // Raised at 10, 20 and 30 ms: then it stands among the others, behind the one that came at 28 ms.
    expect(rounds).toBe(9);
    expect(clock.pending).toBe(0);
  });

  test('a raise that lets a sharer in ends its wait', async () => {
    const { clock, lock } = scene();
    const hold = await lock.acquire({ mode: 'shared' });
    const writer = watch(lock.acquire({ owner: 'writer' }));
    const reader = watch(lock.acquire({ owner: 'reader', mode: 'shared', raise: { after: 10 } }));
    await clock.advance(10);
    expect([writer.state, reader.state, clock.pending]).toEqual(['pending', 'resolved', 0]);
    hold.release();
    (reader.value as unknown as { release(): void }).release();
    await turn();
    expect(writer.state).toBe('resolved');
  });

  test('a timeout, an abort and a close stop it', async () => {
    const { clock, lock } = scene();
    const hold = await lock.acquire();
    const controller = new AbortController();
    const raise = { after: 1000 };
    const waits = [
      watch(lock.acquire({ raise, timeout: 5 })),
      watch(lock.acquire({ raise, signal: controller.signal })),
      watch(lock.acquire({ raise })),
    ];
    await clock.advance(5);
    controller.abort();
    lock.close();
    await turn();
    expect(waits.map(({ state }) => state)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(clock.pending).toBe(0);
    hold.release();
  });

  test('in a set the request is raised where it waits, and comes to the next lock so', async () => {
    const clock = new VirtualClock();
    const nodes = new LockSet('node', ['a', 'b'], { engine, clock });
    const a = await nodes.acquire('a', { owner: 'one' });
    const b = await nodes.acquire('b', { owner: 'two' });
    const both = watch(nodes.acquire(['a', 'b'], { owner: 'ann', raise: { after: 10, to: -1 } }));
    await clock.advance(10);
    const at = (member: number) => nodes.snapshot().members[member]?.queue[0]?.priority;
    expect(at(0)).toBe(-1);
    a.release();
    expect(at(1)).toBe(-1);
    b.release();
    await turn();
    expect([both.state, clock.pending]).toEqual(['resolved', 0]);
  });
});

test('a step that would change nothing is refused', () => {
  const lock = new SharedLock('raised');
  const set = new LockSet('raised', ['a']);
  const options = { priority: 1e17, raise: { after: 5, by: 1 } };
  return Promise.all(
    [lock.acquire(options), set.acquire('a', options)].map((asked) =>
      expect(asked).rejects.toMatchObject({ code: 'invalid-argument' }),
    ),
  );
});
