/**
 * Memory that other libraries keep. docs/peer-bugs.md, whose numbers stand at the head of the names.
 */
import { describe, expect, test } from 'vitest';
import { SharedLock } from '../../src/index.ts';
import { engines } from './engines.ts';
import { collectGarbage, growth } from './heap.ts';
import { rejectionOf } from './kit.ts';

const MEGABYTE = 2 ** 20;

describe.each(engines)('on the %s engine', (name, engine) => {
  test('B19: a lock keeps no hold, no request and no error that is over', async () => {
    const lock = new SharedLock('config', { engine });
    const kept = await lock.acquire('shared');
    const gone = await (async () => {
      const others = await Promise.all([lock.acquire('shared'), lock.acquire('shared')]);
      const error = await rejectionOf(lock.acquire({ timeout: 1 }));
      const waiting = lock.acquire();
      for (const hold of [...others, kept]) hold.release();
      const writer = await waiting;
      writer.release();
      return [...others, error as object, writer].map((thing) => new WeakRef(thing));
    })();
    await collectGarbage();
    expect(gone.map((weak) => weak.deref())).toEqual([undefined, undefined, undefined, undefined]);
    expect(kept.isHeld).toBe(false);
    expect(lock.snapshot().state).toBe('free');
  });

  const cycles = name === 'compiled' ? 1_000_000 : 20_000;

  test(`E22 @rocicorp: ${cycles} reads without a write in between leave nothing`, async () => {
    const lock = new SharedLock('config', { engine });
    const readers = await Promise.all(Array.from({ length: 10 }, () => lock.acquire('shared')));
    const read = async (times: number) => {
      for (let i = 0; i < times; i += 1) {
        readers[i % 10]?.release();
        readers[i % 10] = await lock.acquire('shared');
      }
    };
    await read(cycles / 10);
    expect(await growth(() => read(cycles))).toBeLessThan(MEGABYTE);
    expect(lock.snapshot().holders).toHaveLength(10);
  });

  test(`E22 @rocicorp: ${cycles} writers, each of whom has waited, leave nothing`, async () => {
    const lock = new SharedLock('config', { engine });
    let hold = await lock.acquire();
    const handOver = async (times: number) => {
      for (let i = 0; i < times; i += 1) {
        const next = lock.acquire();
        hold.release();
        hold = await next;
      }
    };
    await handOver(cycles / 10);
    expect(await growth(() => handOver(cycles))).toBeLessThan(MEGABYTE);
  });

  test('B19 rwlock #5: owners and priorities that come once leave nothing on a lock never free', async () => {
    const lock = new SharedLock('config', { engine });
    const onTop = Array.from({ length: 20 }, (_, i) =>
      lock.acquire({ mode: 'shared', owner: `reader ${i}` }),
    );
    await Promise.all(onTop);
    let count = 0;
    const come = async (times: number) => {
      for (let i = 0; i < times; i += 1) {
        count += 1;
        const controller = new AbortController();
        const { signal } = controller;
        const waiting = lock.acquire({ owner: `writer ${count}`, priority: count + 0.5, signal });
        controller.abort();
        await waiting.catch(() => {});
        (await lock.acquire({ mode: 'shared', owner: `guest ${count}`, priority: -count })).release();
      }
    };
    const times = name === 'compiled' ? 20_000 : 2_000;
    await come(times);
    expect(await growth(() => come(times))).toBeLessThan(MEGABYTE);
    expect(lock.snapshot()).toMatchObject({ state: 'shared', queue: [] });
  });
});
