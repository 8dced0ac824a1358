/**
 * What must compile, and what must not, in a program that uses a lock.
 */
import { describe, expect, test } from 'tstyche';
import {
  type AcquireOptions,
  type Clock,
  type Hold,
  LockError,
  type LockErrorCode,
  LockUsageError,
  type Mode,
  SharedLock,
  withOwner,
} from '../../src/index.node.ts';

declare const hold: Hold;
declare const error: unknown;
const lock = new SharedLock('config');

describe('asking', () => {
  test('takes a mode or options, and gives a hold', () => {
    expect(lock.acquire()).type.toBe<Promise<Hold>>();
    expect(lock.acquire).type.toBeCallableWith('shared');
    expect(lock.acquire).type.toBeCallableWith({
      mode: 'exclusive',
      priority: -5,
      timeout: 500,
      owner: 'ann',
    });
    expect(lock.acquire).type.toBeCallableWith({ signal: new AbortController().signal, timeout: undefined });
    expect(lock.tryAcquire('shared')).type.toBe<Hold | undefined>();
    expect(lock.delete({ timeout: 10 })).type.toBe<Promise<void>>();
  });

  test('does not take a misspelt mode or option', () => {
    expect(lock.acquire).type.not.toBeCallableWith('Shared');
    expect(lock.acquire).type.not.toBeCallableWith('read');
    expect(lock.acquire).type.not.toBeCallableWith({ mode: 'write' });
    expect(lock.acquire).type.not.toBeCallableWith({ timeOut: 10 });
    expect(lock.acquire).type.not.toBeCallableWith({ priority: '1' });
    expect(lock.acquire).type.not.toBeCallableWith({ owner: 17 });
    expect(lock.acquire).type.not.toBeCallableWith({ signal: new AbortController() });
    expect(lock.acquire).type.not.toBeCallableWith(null);
    expect(lock.acquire).type.not.toBeCallableWith(true);
  });

  test('a try has no timeout, no signal and no priority; a delete has no mode', () => {
    expect(lock.tryAcquire).type.not.toBeCallableWith({ timeout: 10 });
    expect(lock.tryAcquire).type.not.toBeCallableWith({ signal: new AbortController().signal });
    expect(lock.tryAcquire).type.not.toBeCallableWith({ priority: 1 });
    expect(lock.delete).type.not.toBeCallableWith({ mode: 'shared' });
    expect(lock.delete).type.not.toBeCallableWith('shared');
  });

  test('release and downgrade take an owner and nothing else', () => {
    expect(lock.release).type.toBeCallableWith();
    expect(lock.release).type.toBeCallableWith({ owner: 'ann' });
    expect(lock.release).type.not.toBeCallableWith('ann');
    expect(lock.downgrade).type.not.toBeCallableWith(null);
    expect(lock.isOwned).type.toBeCallableWith('shared', { owner: 'ann' });
    expect(lock.isOwned).type.not.toBeCallableWith({ owner: 'ann' });
  });

  test('options are for reading', () => {
    const options: AcquireOptions = { mode: 'shared' };
    // @ts-expect-error Cannot assign to 'mode' because it is a read-only property.
    options.mode = 'exclusive';
  });
});

describe('run', () => {
  test('gives what its function gives, awaited', () => {
    expect(lock.run('shared', () => 17)).type.toBe<Promise<number>>();
    expect(lock.run('shared', async () => 'text')).type.toBe<Promise<string>>();
    expect(lock.run({ timeout: 10 }, async () => {})).type.toBe<Promise<void>>();
    expect(lock.run('shared', () => (Math.random() < 0.5 ? 'now' : Promise.resolve('later')))).type.toBe<
      Promise<string>
    >();
  });

  test('hands in the hold, and a function need not take it', () => {
    expect(lock.run('exclusive', (inner) => inner)).type.toBe<Promise<Hold>>();
    expect(lock.run).type.not.toBeCallableWith('exclusive', (_hold: Hold, _done: () => void) => {});
    expect(lock.run).type.not.toBeCallableWith('exclusive', (_hold: string) => {});
  });

  test('wants a function', () => {
    expect(lock.run).type.not.toBeCallableWith('exclusive');
    expect(lock.run).type.not.toBeCallableWith(() => {});
    expect(lock.run).type.not.toBeCallableWith('exclusive', Promise.resolve());
  });
});

describe('a hold', () => {
  test('has fields for reading', () => {
    expect(hold).type.toHaveProperty('token');
    expect(hold.owner).type.toBe<string | null>();
    expect(hold.mode).type.toBe<Mode>();
    // @ts-expect-error Cannot assign to 'mode' because it is a read-only property.
    hold.mode = 'shared';
    // @ts-expect-error Cannot assign to 'token' because it is a read-only property.
    hold.token = 2;
    // @ts-expect-error Cannot assign to 'isHeld' because it is a read-only property.
    hold.isHeld = false;
  });

  test('shows nothing of its place in the lock', () => {
    expect(hold).type.not.toHaveProperty('lock');
    expect(hold).type.not.toHaveProperty('wait');
    expect(hold).type.not.toHaveProperty('next');
    expect(hold).type.not.toHaveProperty('previous');
    expect(hold).type.not.toHaveProperty('standing');
    expect(hold).type.not.toHaveProperty('cancel');
    expect(hold).type.not.toHaveProperty('request');
  });

  test('is disposable both ways, and is not made by users', () => {
    expect(hold).type.toBeAssignableTo<Disposable & AsyncDisposable>();
    expect<Hold>().type.not.toBeAssignableFrom<{ release(): void }>();
    expect(hold.release()).type.toBe<void>();
  });
});

describe('errors', () => {
  test('is narrows, and its code can be switched over', () => {
    if (LockError.is(error)) {
      expect(error).type.toBe<LockError>();
      expect(error.code).type.toBe<LockErrorCode>();
      expect(error.owner).type.toBe<string | null>();
      expect(error.mode).type.toBe<Mode | undefined>();
    }
    if (LockUsageError.is(error)) expect(error.code).type.not.toBeAssignableTo<LockErrorCode>();
    expect<LockErrorCode>().type.toBe<
      'timeout' | 'deleted' | 'closed' | 'not-found' | 'duplicate-add' | 'aborted'
    >();
    expect<LockError>().type.not.toBeAssignableTo<LockUsageError>();
  });
});

describe('the lock and its surroundings', () => {
  test('the name and the clock are what they say', () => {
    expect(SharedLock).type.toBeConstructableWith();
    expect(SharedLock).type.toBeConstructableWith('config', { engine: undefined });
    expect(SharedLock).type.not.toBeConstructableWith(0);
    expect(SharedLock).type.not.toBeConstructableWith({ name: 'config' });
    expect(SharedLock).type.not.toBeConstructableWith('config', { clock: { now: () => 0 } });
    // @ts-expect-error Cannot assign to 'name' because it is a read-only property.
    lock.name = 'other';
    expect(globalThis).type.not.toBeAssignableTo<Clock>();
  });

  test('a snapshot is for reading', () => {
    const { holders, queue } = lock.snapshot();
    expect(holders).type.not.toHaveProperty('push');
    expect(queue).type.not.toHaveProperty('splice');
  });

  test('withOwner gives what its function gives', () => {
    expect(withOwner('ann', () => 17)).type.toBe<number>();
    expect(withOwner('ann', async () => 17)).type.toBe<Promise<number>>();
    expect(withOwner).type.not.toBeCallableWith(17, () => {});
  });
});
