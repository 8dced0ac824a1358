/**
 * Methods and functions that hold a lock while they run, on both engines.
 */
import { describe, expect, test } from 'vitest';
import { SharedLock, synchronized, withOwner } from '../../src/index.node.ts';
import { engines } from './engines.ts';
import { rejectionOf, turn } from './kit.ts';

const failure = new Error('what the method throws');
const fail = (): never => {
  throw failure;
};

describe.each(engines)('a function on the %s engine', (_name, engine) => {
  const lockOf = () => new SharedLock('counter', { engine });

  test('runs with its own this and arguments while it holds the lock exclusively, and gives a promise', async () => {
    const lock = lockOf();
    const add = synchronized(lock, function (this: { base: number }, one: number, other: number) {
      return [this.base + one + other, lock.snapshot().state];
    });
    const sum = add.call({ base: 1 }, 2, 3);
    expect(sum).toBeInstanceOf(Promise);
    expect(await sum).toEqual([6, 'exclusive']);
    expect(lock.snapshot().state).toBe('free');
  });

  test('holds across every await, and runs in the order of the calls', async () => {
    const lock = lockOf();
    const steps: string[] = [];
    const work = synchronized(lock, async (name: string) => {
      steps.push(`${name}1`);
      await turn();
      steps.push(`${name}2`);
    });
    await Promise.all([work('a'), work('b'), work('c')]);
    expect(steps).toEqual(['a1', 'a2', 'b1', 'b2', 'c1', 'c2']);
  });

  test('shared calls run together, and an exclusive one alone', async () => {
    const lock = lockOf();
    const inside = { now: 0, most: 0 };
    const visit = async (): Promise<void> => {
      inside.now += 1;
      inside.most = Math.max(inside.most, inside.now);
      await turn();
      inside.now -= 1;
    };
    const read = synchronized(lock, visit, 'shared');
    await Promise.all([read(), read(), read()]);
    expect(inside).toEqual({ now: 0, most: 3 });
    inside.most = 0;
    const write = synchronized(lock, visit, { mode: 'exclusive' });
    await Promise.all([write(), write(), read()]);
    expect(inside).toEqual({ now: 0, most: 1 });
  });

  test.each([
    ['synchronous', fail],
    ['asynchronous', async () => fail()],
  ])('a %s throw is a rejection, and gives the lock back', async (_title, fn) => {
    const lock = lockOf();
    expect(await rejectionOf(synchronized(lock, fn)())).toBe(failure);
    expect(lock.snapshot().state).toBe('free');
  });

  test('options are those of acquire', async () => {
    const lock = lockOf();
    const hold = await lock.acquire();
    let calls = 0;
    const once = synchronized(lock, () => (calls += 1), { timeout: 0, owner: 'ann', mode: 'shared' });
    expect(await rejectionOf(once())).toMatchObject({ code: 'timeout', owner: 'ann', mode: 'shared' });
    const controller = new AbortController();
    const waiting = synchronized(lock, () => (calls += 1), { signal: controller.signal })();
    controller.abort(failure);
    expect(await rejectionOf(waiting)).toBe(failure);
    hold.release();
    expect([calls, await once()]).toEqual([0, 1]);
  });

  test('a call from within another one of the same lock is refused where the owner is known', async () => {
    const lock = lockOf();
    const inner = synchronized(lock, () => 1);
    const outer = synchronized(lock, () => inner());
    const error = await rejectionOf(withOwner('ann', () => outer()));
    expect(error).toMatchObject({ code: 'double-acquire', lock: 'counter', owner: 'ann' });
    expect(lock.snapshot()).toMatchObject({ state: 'free', queue: [] });
  });

  test('a deleted lock runs nothing', async () => {
    const lock = lockOf();
    const run = synchronized(lock, () => expect.fail('was run'));
    await lock.delete();
    expect(await rejectionOf(run())).toMatchObject({ code: 'deleted' });
  });
});

const BY_SYMBOL = Symbol('the lock');
const common = new SharedLock('common');

class Account {
  static readonly registry = new SharedLock('registry');
  static readonly names: string[] = [];
  static readonly #secret = new SharedLock('secret of the class');

  readonly lock = new SharedLock('account');
  readonly [BY_SYMBOL] = new SharedLock('by symbol');
  readonly #private = new SharedLock('private');
  balance = 0;

  get inherited(): SharedLock {
    return this.#private;
  }

  /** Which of the locks are held, and how. */
  held(): string[] {
    const locks = [this.lock, this[BY_SYMBOL], this.#private, common, Account.registry, Account.#secret];
    return locks.flatMap((lock) => {
      const { state, name } = lock.snapshot();
      return state === 'free' ? [] : [`${name}: ${state}`];
    });
  }

  @synchronized('lock')
  async deposit(amount: number, _note = ''): Promise<number> {
    const before = this.balance;
    await turn();
    this.balance = before + amount;
    return this.balance;
  }

  @synchronized('lock', 'shared')
  async look() {
    await turn();
    return this.held();
  }

  @synchronized(BY_SYMBOL, { mode: 'shared', timeout: 50 })
  async bySymbol() {
    return this.held();
  }

  @synchronized((self: Account) => self.#private)
  async byFunction() {
    return this.held();
  }

  @synchronized('inherited')
  async byGetter() {
    return this.held();
  }

  @synchronized(common)
  async byLock() {
    return this.held();
  }

  @synchronized('lock')
  async generic<Value>(value: Value): Promise<Value> {
    return value;
  }

  @synchronized((self: Account) => self.#private)
  async #hidden() {
    return this.held();
  }

  reveal() {
    return this.#hidden();
  }

  @synchronized('lock')
  async fails(): Promise<void> {
    fail();
  }

  @synchronized('registry', { mode: 'exclusive' })
  static async enlist(name: string) {
    await turn();
    Account.names.push(name);
    return Account.registry.snapshot().state;
  }

  @synchronized((self: typeof Account) => self.#secret)
  static async whisper() {
    return new Account().held();
  }
}

class Savings extends Account {
  override async byFunction() {
    return [...(await super.byFunction()), 'savings'];
  }
}

describe('a method', () => {
  test('holds the lock of its own object, across await, and of no other', async () => {
    const [one, other] = [new Account(), new Account()];
    const deposits = [one.deposit(1), one.deposit(10), one.deposit(100)];
    expect(one.lock.waiterCount).toBe(2);
    await other.deposit(5);
    expect(await Promise.all(deposits)).toEqual([1, 11, 111]);
    expect([one.balance, other.balance]).toEqual([111, 5]);
  });

  test('finds its lock by member, by symbol, by getter, by function, or is given it', async () => {
    const account = new Account();
    expect(await account.look()).toEqual(['account: shared']);
    expect(await account.bySymbol()).toEqual(['by symbol: shared']);
    expect(await account.byGetter()).toEqual(['private: exclusive']);
    expect(await account.byFunction()).toEqual(['private: exclusive']);
    expect(await account.byLock()).toEqual(['common: exclusive']);
    expect(await account.reveal()).toEqual(['private: exclusive']);
    expect(await new Savings().byFunction()).toEqual(['private: exclusive', 'savings']);
    expect(account.held()).toEqual([]);
  });

  test('sharers are in together', async () => {
    const account = new Account();
    const looks = [account.look(), account.look()];
    expect(account.lock.snapshot()).toMatchObject({ holders: [{}, {}], queue: [] });
    expect(await Promise.all(looks)).toEqual([['account: shared'], ['account: shared']]);
  });

  test('of a class holds the lock of the class', async () => {
    expect(await Promise.all([Account.enlist('ann'), Account.enlist('bob')])).toEqual([
      'exclusive',
      'exclusive',
    ]);
    expect(Account.names).toEqual(['ann', 'bob']);
    expect(await Account.whisper()).toEqual(['secret of the class: exclusive']);
  });

  test('gives the lock back when it throws', async () => {
    const account = new Account();
    expect(await rejectionOf(account.fails())).toBe(failure);
    expect(account.held()).toEqual([]);
    expect(await account.generic('still works')).toBe('still works');
  });

  test('keeps its name and its number of parameters', () => {
    const { deposit } = new Account();
    expect([deposit.name, deposit.length]).toEqual(['deposit', 1]);
    const wrapped = synchronized(common, function add(_one: number, _other: number) {});
    expect([wrapped.name, wrapped.length]).toEqual(['add', 2]);
  });
});

/** An error that says all of this. */
