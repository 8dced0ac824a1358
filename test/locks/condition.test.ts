/**
 * Conditions of a `SharedLock`, by example: waiting with a lock in hand, and being notified. Limits of a
 * wait, wrong use, locks that end and locks of other kinds are in the files beside this one.
 */
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Condition, type Hold, SingleNotifyCondition, withOwner } from '../../src/index.node.ts';
import { setUp } from './condition-kit.ts';
import { engines } from './engines.ts';
import { turn, watch } from './kit.ts';

describe.each(engines)('on the %s engine', (_name, engine) => {
  test('a wait lets go of the lock, and has it again when it is settled: the same hold with a new token', async () => {
    const { lock, filled } = setUp(engine);
    const hold = await lock.acquire();
    const waiting = watch(filled.wait({ hold }));
    expect([hold.isHeld, lock.snapshot().state]).toEqual([false, 'free']);
    const other = await lock.acquire();
    expect(filled.notifyAll({ hold: other })).toBe(1);
    await turn();
    expect([waiting.state, hold.isHeld, lock.waiterCount]).toEqual(['pending', false, 1]);
    other.release();
    await turn();
    expect([waiting.state, hold.isHeld, hold.mode, hold.token]).toEqual(['resolved', true, 'exclusive', 3]);
    hold.release();
    expect(lock.snapshot().state).toBe('free');
  });

  test('consumers that look again after every wait take everything that producers put in', async () => {
    const { lock, filled } = setUp(engine);
    const items: number[] = [];
    const taken: (number | undefined)[] = [];
    const consume = () =>
      lock.run('exclusive', async (hold) => {
        while (items.length === 0) await filled.wait({ hold });
        taken.push(items.shift());
      });
    const produce = (item: number) =>
      lock.run('exclusive', (hold) => {
        items.push(item);
        filled.notifyAll({ hold });
      });
    const consumers = Promise.all([consume(), consume(), consume()]);
    await turn();
    expect(filled.waiting).toEqual([null, null, null]);
    for (const item of [1, 2, 3]) await produce(item);
    await consumers;
    expect(taken).toEqual([1, 2, 3]);
    expect(lock.snapshot()).toMatchObject({ state: 'free', queue: [] });
  });

  test('a sharer waits and is notified by another sharer, and shares the lock again', async () => {
    const { lock, filled } = setUp(engine);
    const ann = await lock.acquire({ mode: 'shared', owner: 'ann' });
    const bob = await lock.acquire({ mode: 'shared', owner: 'bob' });
    const waiting = filled.wait({ hold: ann });
    expect(lock.snapshot().holders).toMatchObject([{ owner: 'bob' }]);
    filled.notifyAll({ hold: bob });
    expect([ann.isHeld, ann.mode, ann.token]).toEqual([true, 'shared', 3]);
    await waiting;
    expect(lock.snapshot().holders).toMatchObject([{ owner: 'bob' }, { owner: 'ann', mode: 'shared' }]);
  });

  test('a downgraded hold comes back shared', async () => {
    const { lock, filled } = setUp(engine);
    const hold = await lock.acquire();
    hold.downgrade();
    const other = await lock.acquire('shared');
    const waiting = filled.wait({ hold });
    filled.notifyAll({ hold: other });
    await waiting;
    expect([hold.mode, hold.isHeld, lock.snapshot().state]).toEqual(['shared', true, 'shared']);
  });

  test('a hold of a try waits like any other to have the lock again', async () => {
    const { lock, filled } = setUp(engine);
    const hold = lock.tryAcquire() as Hold;
    const waiting = watch(filled.wait({ hold }));
    const other = lock.tryAcquire() as Hold;
    filled.notifyAll({ hold: other });
    expect(lock.waiterCount).toBe(1);
    other.release();
    await turn();
    expect([waiting.state, hold.isHeld]).toEqual(['resolved', true]);
  });

  test('a notification in the same turn as the wait is not lost', async () => {
    const { lock, filled } = setUp(engine);
    const hold = await lock.acquire();
    const waiting = filled.wait({ hold });
    const other = lock.tryAcquire() as Hold;
    expect(filled.notifyAll({ hold: other })).toBe(1);
    other.release();
    expect(hold.isHeld).toBe(true);
    await waiting;
  });

  test('whoever waits for the lock has it before those who are woken, who come in the order of their waits', async () => {
    const { lock, filled } = setUp(engine);
    const order: string[] = [];
    const wait = async (owner: string, priority = 0) => {
      await lock.run({ owner, priority }, async (hold) => {
        await filled.wait({ hold });
        order.push(owner);
      });
    };
    const waits = [wait('ann'), wait('bob'), wait('cy', -1), wait('dee')];
    await turn();
    // Each waits once it has had the lock, and the lock served cy first among those who queued.
    expect(filled.waiting).toEqual(['ann', 'cy', 'bob', 'dee']);
    const notifier = await lock.acquire();
    const late = lock.run({ owner: 'eve' }, () => order.push('eve'));
    expect(filled.notifyAll({ hold: notifier })).toBe(4);
    notifier.release();
    await Promise.all([...waits, late]);
    // Its priority goes with a hold.
    expect(order).toEqual(['cy', 'eve', 'ann', 'bob', 'dee']);
  });

  test('a notification is for those who wait at that moment; who comes later waits for the next', async () => {
    const { lock, filled } = setUp(engine);
    const notifier = await lock.acquire('shared');
    const first = await lock.acquire({ mode: 'shared', owner: 'ann' });
    expect(filled.notifyAll({ hold: notifier })).toBe(0);
    expect(filled.hasWaiting).toBe(false);
    const waiting = watch(filled.wait({ hold: first }));
    expect([filled.hasWaiting, filled.waiting]).toEqual([true, ['ann']]);
    await turn();
    expect(waiting.state).toBe('pending');
    expect(filled.notifyAll({ hold: notifier })).toBe(1);
    await turn();
    expect(waiting.state).toBe('resolved');
    for (let round = 0; round < 3; round += 1) {
      const again = filled.wait({ hold: first });
      expect(filled.notifyAll({ hold: notifier })).toBe(1);
      await again;
    }
    expect(first.isHeld).toBe(true);
  });

  test('a named owner needs no hold, and what its acquire gave is held again', async () => {
    const { lock, filled } = setUp(engine);
    const hold = await lock.acquire({ owner: 'ann', mode: 'shared' });
    await lock.acquire({ owner: 'bob', mode: 'shared' });
    const waiting = filled.wait({ owner: 'ann' });
    expect([hold.isHeld, lock.isOwned(undefined, { owner: 'ann' })]).toEqual([false, false]);
    expect(filled.notifyAll({ owner: 'bob' })).toBe(1);
    await waiting;
    expect([hold.isHeld, hold.token, lock.isOwned('shared', { owner: 'ann' })]).toEqual([true, 3, true]);
    hold.release();
    expect(lock.snapshot().holders).toMatchObject([{ owner: 'bob' }]);
  });

  test('the surrounding owner is meant where nobody is named', async () => {
    const { lock, filled } = setUp(engine);
    const waiting = withOwner('ann', () => lock.run('exclusive', () => filled.wait()));
    await turn();
    expect(filled.waiting).toEqual(['ann']);
    expect(await withOwner('bob', () => lock.run('exclusive', () => filled.notifyAll()))).toBe(1);
    await waiting;
    expect(lock.snapshot()).toMatchObject({ state: 'free', queue: [] });
  });

  test('using releases a hold that has waited', async () => {
    const { lock, filled } = setUp(engine);
    const work = async () => {
      await using hold = await lock.acquire();
      await filled.wait({ hold });
    };
    const done = work();
    await turn();
    await lock.run('exclusive', (hold) => filled.notifyAll({ hold }));
    await done;
    expect(lock.snapshot()).toMatchObject({ state: 'free', queue: [] });
  });

  test('two conditions of one lock know nothing of each other', async () => {
    const { lock, filled } = setUp(engine);
    const emptied = new Condition(lock);
    const [ann, bob] = [await lock.acquire('shared'), await lock.acquire('shared')];
    const waits = [watch(filled.wait({ hold: ann })), watch(emptied.wait({ hold: bob }))];
    const cy = await lock.acquire('shared');
    expect(emptied.notifyAll({ hold: cy })).toBe(1);
    await turn();
    expect(waits.map(({ state }) => state)).toEqual(['pending', 'resolved']);
    expect(filled.notifyAll({ hold: cy })).toBe(1);
    await turn();
    expect([waits[0]?.state, ann.isHeld, bob.isHeld]).toEqual(['resolved', true, true]);
  });

  test('a condition shows who waits', async () => {
    const { lock, filled } = setUp(engine);
    const once = new SingleNotifyCondition(lock);
    expect(`${filled}`).toBe("Condition of lock 'queue' idle");
    const holds = [await lock.acquire({ owner: 'ann', mode: 'shared' }), await lock.acquire('shared')];
    const waits = holds.map((hold) => filled.wait({ hold }));
    expect(inspect(filled)).toBe("Condition of lock 'queue' waiting:ann,?");
    using hold = await lock.acquire('shared');
    once.notifyAll({ hold });
    expect(`${once}`).toBe("SingleNotifyCondition of lock 'queue' notified");
    filled.notifyAll({ hold });
    await Promise.all(waits);
  });
});
