/** The kit: each of its properties finds a planted bug, and ours has all of them, on both engines. */
import { describe, expect, test } from 'vitest';
import { ours } from '../../peers/adapters/lockchart.ts';
import { SharedLock } from '../../src/index.node.ts';
import { lockScenarios } from '../../src/testing/arbitraries.ts';
import { lockProperties } from '../../src/testing/kit/properties.ts';
import { assertLock, checkLock, type LockAdapter } from '../../src/testing.ts';
import { plantedLocks } from './planted-locks.ts';

const adapterOf = (name: string): LockAdapter => ({
  name,
  make: () => plantedLocks[name]?.make() ?? never(),
});

function never(): never {
  throw new Error('there is no such lock');
}

test('there is a planted bug for every property', () => {
  expect(Object.keys(plantedLocks)).toEqual(lockProperties.map(({ name }) => name));
});

describe('a planted bug is found, in at most ten commands', () => {
  test.each(Object.entries(plantedLocks))('%s', async (name, { offered }) => {
    const checks = checkLock(adapterOf(name), offered, { seed: 3 });
    const result = await checks.find((check) => check.name === name)?.check();
    expect(result?.broken?.scenario).toMatch(/\n {2}✗ .*\n$/);
    expect(result?.broken?.commands).toBeLessThanOrEqual(10);
    expect(result?.broken?.scenario.split('\n').filter((line) => /^\w/.test(line))).toHaveLength(
      result?.broken?.commands ?? 0,
    );
  });
});

describe.each(ours.map((peer) => [peer.name, peer] as const))('%s', (_name, peer) => {
  test.each(checkLock(peer, peer.offered).map(({ name, run }) => [name, run] as const))('%s', (_title, run) =>
    run(),
  );
});

describe('a report', () => {
  const name = 'aborted-while-waiting';
  const { offered } = plantedLocks[name] ?? never();

  test('leads back to its scenario, by seed and path', async () => {
    const find = async (again: { readonly seed: number; readonly path?: string }) =>
      checkLock(adapterOf(name), offered, again)
        .find((check) => check.name === name)
        ?.check();
    const first = await find({ seed: 11 });
    const again = await find({ seed: 11, path: first?.broken?.path ?? '' });
    expect(again?.broken?.scenario).toBe(first?.broken?.scenario);
    expect(again?.runs).toBe(1);
  });

  test('is the message of the test, and of all of them together', async () => {
    const report =
      /aborted-while-waiting\nAn abort .*\n\nacquire by=(.|\n)* ✗ (.|\n)*Again: \{ seed: 11, path: '/;
    const check = checkLock(adapterOf(name), offered, { seed: 11 }).find((one) => one.name === name);
    await expect(check?.run()).rejects.toThrow(report);
    await expect(assertLock(adapterOf(name), offered, { seed: 11 })).rejects.toThrow(report);
  });

  test('of a lock that is sound says what was tried', async () => {
    const sound: LockAdapter = {
      name: 'sound',
      make() {
        const lock = new SharedLock();
        return { acquire: () => lock.acquire() };
      },
    };
    const results = await assertLock(sound, {}, { runs: 10, seed: 1 });
    expect(results.map(({ name: property }) => property)).toContain('exclusion');
    expect(results.every(({ holds, seed }) => holds && seed === 1)).toBe(true);
  });
});

test('what is offered must be there', () => {
  expect(() => checkLock(adapterOf('exclusion'), { run: true })).toThrow(/offers run, but/);
  expect(() => lockScenarios({}, 'no such')).toThrow(RangeError);
});

test('the platform has its own timers again afterwards', async () => {
  const before = [
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
    Date.now,
    performance.now,
    Math.random,
  ];
  const listeners = process.listeners('unhandledRejection');
  await expect(assertLock(adapterOf('exclusion'), {})).rejects.toThrow();
  expect([
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
    Date.now,
    performance.now,
    Math.random,
  ]).toEqual(before);
  expect(process.listeners('unhandledRejection')).toEqual(listeners);
});
