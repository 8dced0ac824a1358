/**
 * Wrong use of inspection is told at once, and says what to do.
 */
import { describe, expect, test } from 'vitest';
import { LockSet, SharedLock } from '../../src/index.ts';
import { inspectedEngine } from '../../src/inspect/watched-engine.ts';
import { inspect } from '../../src/inspect.ts';
import { install } from '../../src/locks/inspection.ts';
import { thrownBy } from '../locks/kit.ts';

describe('misuse is told at once:', () => {
  test.each([
    ['inspect of nothing', () => inspect({} as never, () => {}), /inspect takes a SharedLock/],
    ['inspect of null', () => inspect(null as never, () => {}), /inspect takes a SharedLock/],
    [
      'nobody to tell',
      () => inspect(new SharedLock('x'), 'me' as never),
      /inspect is a function, or an observer/,
    ],
    [
      'null to tell',
      () => inspect(new SharedLock('x'), null as never),
      /inspect is a function, or an observer/,
    ],
    [
      'the option',
      () => new SharedLock('x', { inspect: 1 as never }),
      /inspect is a function, or an observer/,
    ],
    ['of a set', () => new LockSet('x', [], { inspect: { next: 1 } as never }), /inspect is a function/],
  ])('%s', (_what, misuse, message) => {
    expect(thrownBy(misuse)).toMatchObject({ name: 'LockUsageError', code: 'invalid-argument', message });
  });

  test('without lockchart/inspect the option says what to load', () => {
    install(undefined);
    try {
      expect(thrownBy(() => new SharedLock('x', { inspect: () => {} }))).toMatchObject({
        code: 'invalid-argument',
        message: "To use inspect, load 'lockchart/inspect' too.",
      });
    } finally {
      install(inspectedEngine);
    }
  });

  test('an observer of errors only is told of none of this, as in XState', () => {
    const lock = new SharedLock('x', { inspect: { error: () => {} } as never });
    expect(lock.tryAcquire()?.isHeld).toBe(true);
  });
});
