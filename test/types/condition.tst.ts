/**
 * What must compile, and what must not, in a program that uses conditions.
 */
import { Mutex } from 'async-mutex';
import { describe, expect, test } from 'tstyche';
import {
  Condition,
  type Hold,
  type Lockable,
  LockSet,
  type LockUsageErrorCode,
  type NotifyOptions,
  SharedLock,
  SingleNotifyCondition,
  type WaitOptions,
} from '../../src/index.ts';

declare const hold: Hold;
const lock = new SharedLock('queue');
const filled = new Condition(lock);
const loaded = new SingleNotifyCondition(lock);

describe('a condition', () => {
  test('is of a lock, or of what has acquire and release', () => {
    expect(Condition).type.toBeConstructableWith(lock);
    expect(Condition).type.toBeConstructableWith(new Mutex(), { clock: undefined });
    expect(SingleNotifyCondition).type.toBeConstructableWith({ acquire: async () => {}, release: () => {} });
    expect<Mutex>().type.toBeAssignableTo<Lockable>();
  });

  test('is of nothing else, nor of what is told more than nothing', () => {
    expect(Condition).type.not.toBeConstructableWith();
    expect(Condition).type.not.toBeConstructableWith({});
    expect(Condition).type.not.toBeConstructableWith({ acquire: () => {}, release: () => {} });
    expect(Condition).type.not.toBeConstructableWith(new LockSet('node', []));
    expect(Condition).type.not.toBeConstructableWith(lock, { timeout: 5 });
  });

  test('is waited for and notified by a hold or an owner', () => {
    expect(filled.wait({ hold, timeout: 500, signal: new AbortController().signal })).type.toBe<
      Promise<void>
    >();
    expect(filled.notifyAll({ owner: 'ann' })).type.toBe<number>();
    expect(filled.waiting).type.toBe<readonly (string | null)[]>();
    expect(filled.hasWaiting).type.toBe<boolean>();
    expect<NotifyOptions>().type.toBeAssignableFrom<WaitOptions>();
    expect(filled.wait).type.not.toBeCallableWith(hold);
    expect(filled.wait).type.not.toBeCallableWith({ hold, priority: 1 });
    expect(filled.notifyAll).type.not.toBeCallableWith({ hold, timeout: 5 });
  });

  test('says whether it has come, where it comes once', () => {
    expect(loaded.isNotified).type.toBe<boolean>();
    expect(filled).type.not.toHaveProperty('isNotified');
    expect<
      'condition-unowned' | 'already-waiting' | 'already-notified' | 'released-while-waiting'
    >().type.toBeAssignableTo<LockUsageErrorCode>();
  });
});
