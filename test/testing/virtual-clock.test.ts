/** Virtual time passes only when told to, in one order, and everything happens at its moment. */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test, vi } from 'vitest';
import { SharedLock } from '../../src/index.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';

/** Sets timers that write down what fired, and when. */
function diary(clock: VirtualClock) {
  const fired: string[] = [];
  const set = (name: string, ms: number, then: () => void = () => undefined): unknown =>
    clock.setTimeout(() => {
      fired.push(`${name}@${clock.now()}`);
      then();
    }, ms);
  return { fired, set };
}

describe('timers', () => {
  test('fire at their moment, by deadline and then by age, and not before', async () => {
    const clock = new VirtualClock(100);
    const { fired, set } = diary(clock);
    set('b', 20);
    set('a', 10);
    set('c', 20);
    set('half', 10.5);
    await clock.advance(9);
    expect(fired).toEqual([]);
    await clock.advance(11);
    expect(fired).toEqual(['a@110', 'half@110.5', 'b@120', 'c@120']);
    expect([clock.now(), clock.pending, clock.nextAt]).toEqual([120, 0, undefined]);
  });

  test('do not fire when cancelled, also by another timer of the same moment', async () => {
    const clock = new VirtualClock();
    const { fired, set } = diary(clock);
    set('a', 10, () => clock.clearTimeout(b));
    const b = set('b', 10);
    clock.clearTimeout(set('c', 5));
    clock.clearTimeout(undefined);
    clock.clearTimeout(new VirtualClock().setTimeout(() => undefined, 1));
    expect([clock.pending, clock.nextAt]).toEqual([2, 10]);
    await clock.advance(50);
    clock.clearTimeout(b);
    expect(fired).toEqual(['a@10']);
    expect(clock.pending).toBe(0);
  });

  test('that are made on the way fire on the way, if they are due', async () => {
    const clock = new VirtualClock();
    const { fired, set } = diary(clock);
    set('a', 10, () => {
      set('now', 0);
      set('b', 5);
      set('late', 11);
    });
    await clock.advance(20);
    expect(fired).toEqual(['a@10', 'now@10', 'b@15']);
    await clock.advance(1);
    expect(fired.at(-1)).toBe('late@21');
  });

  property.prop([
    fc.array(fc.record({ ms: fc.nat(20), cancels: fc.option(fc.nat(40)) }), { maxLength: 60, size: 'max' }),
  ])('fire as those of a sorted list would', async (drafts) => {
    const clock = new VirtualClock();
    const live = new Map<number, number>();
    const timers: unknown[] = [];
    const fired: number[] = [];
    for (const [index, { ms, cancels }] of drafts.entries()) {
      timers.push(clock.setTimeout(() => void fired.push(index), ms));
      live.set(index, ms);
      if (cancels !== null) {
        clock.clearTimeout(timers[cancels]);
        live.delete(cancels);
      }
      expect(clock.pending).toBe(live.size);
    }
    await clock.advance(20);
    // A sort is stable, so those of one deadline stay in order of age.
    expect(fired).toEqual([...live].toSorted(([, one], [, other]) => one - other).map(([index]) => index));
  });
});

describe('promises', () => {
  test('have run, however long their chain, before the next timer fires', async () => {
    const clock = new VirtualClock();
    const order: string[] = [];
    const chain = async (name: string) => {
      for (let turn = 0; turn < 1_000; turn += 1) await Promise.resolve();
      order.push(`${name}@${clock.now()}`);
    };
    void chain('before');
    clock.setTimeout(() => void chain('one'), 10);
    clock.setTimeout(() => void chain('two'), 10);
    clock.setTimeout(() => order.push(`three@${clock.now()}`), 11);
    await clock.advance(11);
    expect(order).toEqual(['before@0', 'one@10', 'two@10', 'three@11']);
  });

  test('of a lock: who is let in by one deadline does not time out at the same moment', async () => {
    const clock = new VirtualClock();
    const lock = new SharedLock('config', { clock });
    const ends: string[] = [];
    const ask = (owner: string, mode: 'shared' | 'exclusive', timeout?: number) =>
      lock.acquire({ owner, mode, timeout }).then(
        () => ends.push(`${owner} in at ${clock.now()}`),
        (error) => ends.push(`${owner} ${error.code} at ${clock.now()}`),
      );
    void ask('ann', 'shared');
    void ask('bob', 'exclusive', 50);
    void ask('cy', 'shared', 50);
    await clock.advance(100);
    // An error is made where it is awaited, a little after the grants of the same moment.
    expect(ends).toEqual(['ann in at 0', 'cy in at 50', 'bob timeout at 50']);
    expect(clock.pending).toBe(0);
  });

  test('run by settle without time passing, also under fake timers', async () => {
    vi.useFakeTimers();
    try {
      const clock = new VirtualClock();
      const { fired, set } = diary(clock);
      set('a', 0);
      await clock.settle();
      expect(fired).toEqual([]);
      await clock.advance(0);
      expect(fired).toEqual(['a@0']);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('wrong use', () => {
  test('is refused', async () => {
    const clock = new VirtualClock();
    await expect(clock.advance(-1)).rejects.toThrow(RangeError);
    await expect(clock.advance(Number.NaN)).rejects.toThrow(RangeError);
    await expect(clock.advance(Number.POSITIVE_INFINITY)).rejects.toThrow(RangeError);
    await expect(clock.advanceTo(-1)).rejects.toThrow('Time does not go back, from 0 to -1.');
    expect(() => clock.setTimeout(() => undefined, Number.NaN)).toThrow(RangeError);
    expect(() => new VirtualClock(Number.NaN)).toThrow(RangeError);
    const first = clock.advance(1);
    await expect(clock.advance(1)).rejects.toThrow('await that before you advance it');
    await first;
    expect(clock.now()).toBe(1);
  });

  test('a timer that throws ends the advance at its moment, and the clock can be used again', async () => {
    const clock = new VirtualClock();
    const { fired, set } = diary(clock);
    set('a', 5, () => {
      throw new Error('a is broken');
    });
    set('b', 6);
    await expect(clock.advance(10)).rejects.toThrow('a is broken');
    expect(clock.now()).toBe(5);
    await clock.advance(5);
    expect(fired).toEqual(['a@5', 'b@6']);
  });
});

test('tens of thousands of timers, nearly all cancelled, cost little and leave nothing', async () => {
  const clock = new VirtualClock();
  let fired = 0;
  const timers = Array.from({ length: 100_000 }, (_, index) =>
    clock.setTimeout(
      () => {
        fired += 1;
      },
      (index * 7_919) % 100_003,
    ),
  );
  for (const [index, timer] of timers.entries()) if (index % 100 !== 0) clock.clearTimeout(timer);
  expect(clock.pending).toBe(1_000);
  await clock.advance(100_003);
  expect([fired, clock.pending]).toEqual([1_000, 0]);
}, 10_000);
