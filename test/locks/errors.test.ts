/**
 * What is an error of this package, and how one is shown.
 */
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import * as here from '../../src/index.ts';
import { rejectionOf } from './kit.ts';

test('nothing else is an error of locks', () => {
  class LockError extends Error {
    override readonly name = 'LockError';
    readonly code = 'timeout';
  }
  const others = [
    undefined,
    null,
    0,
    'timeout',
    {},
    () => {},
    Symbol('x'),
    new Error('x'),
    new LockError('x'),
  ];
  for (const other of [...others, Object.create(null)]) {
    expect(here.LockError.is(other)).toBe(false);
    expect(here.LockUsageError.is(other)).toBe(false);
  }
});

test('the message of an error is shown as that of any error, with what it is about', async () => {
  const lock = new here.SharedLock('config');
  using _hold = await lock.acquire();
  const error = await rejectionOf(lock.acquire({ timeout: 0, owner: 'ann' }));
  expect(String(error)).toBe(`LockError: ${(error as Error).message}`);
  expect(inspect(error)).toMatch(/^LockError: Lock 'config'[\s\S]*errors\.test[\s\S]*code: 'timeout'/);
  expect(Object.prototype.toString.call(error)).toBe('[object Error]');
  // What says nothing about this error is not shown.
  expect(inspect(error)).not.toMatch(/names|Symbol\(/);
});
