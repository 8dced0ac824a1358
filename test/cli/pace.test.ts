/** Virtual time at the pace of real time: what happens is what would happen anyway. */
import { describe, expect, test } from 'vitest';
import { Pace } from '../../src/cli/run/pace.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';

const busyFor = (ms: number): void => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

describe('a pace', () => {
  test('takes as long as its speed says, at least, and fires each timer at its moment', async () => {
    const clock = new VirtualClock();
    const fired: number[] = [];
    for (const at of [3_000, 1_000, 2_000]) clock.setTimeout(() => fired.push(clock.now()), at);
    const pace = new Pace(clock, 100);
    const began = performance.now();
    await pace.pass();
    // Timers of the platform may fire a little early.
    expect(performance.now() - began).toBeGreaterThan(28);
    expect(fired).toEqual([1_000, 2_000, 3_000]);
  });

  test('a machine that is busy makes it slower, and nothing late', async () => {
    const clock = new VirtualClock();
    const fired: number[] = [];
    clock.setTimeout(() => busyFor(1_500), 10);
    for (const at of [20, 1_030, 1_040]) clock.setTimeout(() => fired.push(clock.now()), at);
    const pace = new Pace(clock, 1);
    await pace.pass();
    expect(fired).toEqual([20, 1_030, 1_040]);
    expect(pace.behindMs).toBeGreaterThanOrEqual(490);
  });

  test('everybody has a turn between timers that are due at once', async () => {
    const clock = new VirtualClock();
    const order: string[] = [];
    for (const name of ['one', 'two']) {
      clock.setTimeout(() => {
        order.push(name);
        setImmediate(() => order.push(`after ${name}`));
      }, 0);
    }
    await new Pace(clock, 1).pass();
    expect(order).toEqual(['one', 'after one', 'two', 'after two']);
  });
});
