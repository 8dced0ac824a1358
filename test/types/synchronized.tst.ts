/**
 * What must compile, and what must not, around `synchronized`.
 */
import { describe, expect, test } from 'tstyche';
import { LockSet, SharedLock, synchronized } from '../../src/index.ts';

const lock = new SharedLock('config');
const key: unique symbol = Symbol('lock');

describe('a function', () => {
  test('keeps its parameters and its this, and gives a promise of what it gave', () => {
    expect(synchronized(lock, (one: number, other: string = '') => one + other)).type.toBe<
      (this: unknown, one: number, other?: string) => Promise<string>
    >();
    expect(synchronized(lock, async () => 17)).type.toBe<(this: unknown) => Promise<number>>();
    expect(synchronized(lock, (...names: string[]) => names, 'shared')).type.toBe<
      (this: unknown, ...names: string[]) => Promise<string[]>
    >();
    const bound = synchronized(lock, function (this: Date) {
      return this.getTime();
    });
    expect(bound).type.toBe<(this: Date) => Promise<number>>();
    const either = synchronized(lock, () => (Math.random() < 0.5 ? 'now' : Promise.resolve('later')));
    expect(either()).type.toBe<Promise<string>>();
  });

  test('stays generic', () => {
    const same = synchronized(lock, <Value>(value: Value) => value);
    expect(same(17 as const)).type.toBe<Promise<17>>();
  });

  test('takes a mode or the options of acquire, and nothing else', () => {
    expect(synchronized).type.toBeCallableWith(lock, () => {}, { mode: 'shared', timeout: 5, priority: -1 });
    expect(synchronized).type.not.toBeCallableWith(lock, () => {}, 'Shared');
    expect(synchronized).type.not.toBeCallableWith(lock, () => {}, { timeOut: 5 });
    expect(synchronized).type.not.toBeCallableWith('lock', () => {});
    expect(synchronized).type.not.toBeCallableWith(() => {}, lock);
    expect(synchronized).type.not.toBeCallableWith(new LockSet(), () => {});
    expect(synchronized).type.not.toBeCallableWith();
    expect(synchronized).type.not.toBeCallableWith(17);
  });
});

describe('a method', () => {
  test('finds its lock by whatever the object has', () => {
    class Config {
      static readonly registry = new SharedLock('registry');
      readonly lock = lock;
      readonly [key] = lock;
      readonly #hidden = lock;
      private readonly inner = lock;

      get computed(): SharedLock {
        return this.#hidden;
      }

      @synchronized('lock')
      async byName(one: number): Promise<string> {
        return `${one}`;
      }

      @synchronized(key, 'shared')
      async bySymbol() {}

      @synchronized('computed', { timeout: 5, mode: 'shared' })
      async byGetter() {}

      @synchronized((self: Config) => self.#hidden)
      async byFunction() {}

      @synchronized((self: Config) => self.inner)
      async byPrivate() {}

      @synchronized(lock)
      async byLock() {}

      @synchronized('lock')
      async generic<Value>(value: Value): Promise<Value> {
        return value;
      }

      @synchronized('lock')
      thenable(): PromiseLike<number> {
        return Promise.resolve(1);
      }

      @synchronized('registry')
      static async ofTheClass() {}
    }
    const config = new Config();
    expect(config.byName).type.toBe<(one: number) => Promise<string>>();
    expect(config.generic(17 as const)).type.toBe<Promise<17>>();
    expect(Config.ofTheClass()).type.toBe<Promise<void>>();
  });

  test('does not compile with a member that is not there, or is no lock, or is not accessible', () => {
    abstract class Wrong {
      static readonly registry = lock;
      readonly lock = lock;
      readonly maybe?: SharedLock;
      readonly nodes = new LockSet();
      readonly size = 17;
      private readonly inner = lock;
      look = () => this.inner;

      // @ts-expect-error Property 'lcok' is missing in type 'Wrong'
      @synchronized('lcok')
      async misspelt() {}

      // @ts-expect-error Type 'number' is not assignable to type 'SharedLock'.
      @synchronized('size')
      async notALock() {}

      // @ts-expect-error Type 'LockSet' is missing the following properties from type 'SharedLock'
      @synchronized('nodes')
      async aSet() {}

      // @ts-expect-error Property 'maybe' is optional in type 'Wrong'
      @synchronized('maybe')
      async notSure() {}

      // @ts-expect-error Property 'inner' is private in type 'Wrong'
      @synchronized('inner')
      async hidden() {}

      // @ts-expect-error Property 'registry' is missing in type 'Wrong'
      @synchronized('registry')
      async ofTheClass() {}

      // @ts-expect-error Property 'lock' is missing in type 'typeof Wrong'
      @synchronized('lock')
      static async ofTheObject() {}

      // @ts-expect-error Type 'Wrong' is missing the following properties from type 'Date'
      @synchronized((self: Date) => self && lock)
      async ofAnother() {}
    }
    expect<Wrong>().type.toHaveProperty('misspelt');
    expect(synchronized).type.not.toBeCallableWith((self: Wrong) => self.size);
  });

  test('must give a promise, and must be a method', () => {
    abstract class Wrong {
      readonly lock = lock;

      // @ts-expect-error Type 'number' is not assignable to type 'PromiseLike<unknown>'.
      @synchronized('lock')
      now() {
        return 17;
      }

      // @ts-expect-error Property 'then' is missing in type 'AsyncGenerator<number, void, unknown>'
      @synchronized(lock)
      async *steps() {
        yield 1;
      }

      // @ts-expect-error Argument of type 'undefined' is not assignable to parameter of type 'never'.
      @synchronized('lock')
      field = async () => {};

      // @ts-expect-error Type 'number' is not assignable to type 'PromiseLike<unknown>'.
      @synchronized(lock)
      get size() {
        return 17;
      }
    }
    expect<Wrong>().type.toHaveProperty('now');
    expect(synchronized).type.not.toBeCallableWith('lock', { timeOut: 5 });
    expect(synchronized).type.not.toBeCallableWith('lock', 'read');
    expect(synchronized).type.not.toBeCallableWith(lock, null);

    // @ts-expect-error Type 'typeof Whole' is not assignable to type '(...args: never) => PromiseLike<unknown>'.
    @synchronized(lock)
    class Whole {
      readonly lock = lock;
    }
    expect(Whole).type.toBeConstructableWith();
  });
});
