/**
 * What is synchronized wrongly says so, when it is decorated or at the first call.
 */
import { describe, expect, test } from 'vitest';
import { type AcquireOptions, type Hold, LockUsageError, SharedLock, synchronized } from '../../src/index.ts';
import { rejectionOf, thrownBy } from './kit.ts';

const failure = new Error('what the method throws');
const fail = (): never => {
  throw failure;
};

const BY_SYMBOL = Symbol('the lock');
const common = new SharedLock('common');

function expectMisuse(error: unknown, ...words: readonly string[]): void {
  expect(error).toBeInstanceOf(LockUsageError);
  expect(error).toMatchObject({ code: 'invalid-argument' });
  for (const word of words) expect((error as Error).message).toContain(word);
}

/** As in a program without types. */
const untyped = synchronized as unknown as (...args: unknown[]) => (...args: unknown[]) => unknown;
const method = async (): Promise<void> => expect.fail('was run');

describe('a misuse says what is wrong', () => {
  test.each([
    ['is not there', undefined, 'undefined'],
    ['is something else', 17, 'not 17'],
    ['is an object', { run: () => {} }, 'this object'],
    ['holds a hold', {} as Hold, 'this object'],
  ])('a member that %s rejects the call, and names class, method and member', async (_title, lock, shown) => {
    const decorate = untyped('padlock');
    class Chest {
      padlock = lock;
      static padlock = lock;
      open = decorate(method, { kind: 'method', name: 'open' }) as () => Promise<void>;
      static close = decorate(method, { kind: 'method', name: Symbol('close') }) as () => Promise<void>;
    }
    expectMisuse(await rejectionOf(new Chest().open()), 'Chest.open', "member 'padlock'", shown);
    expectMisuse(await rejectionOf(Chest.close()), 'Chest.Symbol(close)', "member 'padlock'", shown);
  });

  test('a function that finds no lock, and a call without an object, reject', async () => {
    const context = { kind: 'method', name: 'open' };
    const byFunction = untyped(() => null)(method, context) as () => Promise<void>;
    const byMember = untyped(BY_SYMBOL)(method, context) as () => Promise<void>;
    expectMisuse(await rejectionOf(byFunction.call(new Map())), 'Map.open', 'its function', 'not null');
    expectMisuse(await rejectionOf(byMember.call(undefined)), 'undefined.open', 'Symbol(the lock)');
    expectMisuse(await rejectionOf(byMember.call(Object.create(null))), 'undefined.open', 'Symbol(the lock)');
    const broken = untyped(fail)(method, context) as () => Promise<void>;
    expect(await rejectionOf(broken())).toBe(failure);
  });

  test.each(['class', 'getter', 'setter', 'field', 'accessor'])('a %s is no method', (kind) => {
    expectMisuse(
      thrownBy(() => untyped(common)(method, { kind, name: 'size' })),
      kind,
      "'size'",
    );
    expectMisuse(
      thrownBy(() => untyped('lock')(undefined, { kind, name: 'size' })),
      kind,
      "'size'",
    );
  });

  test('also when the compiler is not asked', () => {
    expectMisuse(
      thrownBy(() => {
        class Chest {
          // @ts-expect-error a getter is no method.
          @synchronized(common)
          get size() {
            return 17;
          }
        }
        return Chest;
      }),
      "getter 'size'",
    );
  });

  test('a decorator of the old kind, and a decorator called as a function', () => {
    const { open } = { open: method };
    expectMisuse(
      thrownBy(() => untyped(common)({}, 'open', { value: open })),
      'experimentalDecorators',
    );
    expectMisuse(
      thrownBy(() => untyped('lock')(Map)),
      'experimentalDecorators',
    );
    expectMisuse(
      thrownBy(() => untyped(common, undefined)(1, 2)),
      'synchronized(lock, fn)',
    );
  });

  test('what is no lock at all', () => {
    for (const lock of [undefined, null, 17, {}]) {
      expectMisuse(
        thrownBy(() => untyped(lock)),
        'SharedLock',
      );
      expectMisuse(
        thrownBy(() => untyped(lock, method)),
        'SharedLock',
      );
    }
    expectMisuse(
      thrownBy(() => untyped('lock', method)),
      "not 'lock'",
    );
  });

  test('options are looked at before the first call', () => {
    const wrong = ['Shared', null, 17, { mode: 'read' }, { timeout: -1 }, { owner: 17 }, { priority: '1' }];
    for (const options of wrong) {
      expectMisuse(
        thrownBy(() => untyped(common, method, options)),
        "'common'",
      );
      expectMisuse(thrownBy(() => untyped(common, options)));
      expectMisuse(thrownBy(() => untyped('lock', options)));
    }
  });

  test('a function behind the options, which would never run', () => {
    for (const lock of [common, 'lock', () => common]) {
      expectMisuse(
        thrownBy(() => untyped(lock, 'shared', method)),
        'the function before its options',
      );
    }
  });

  test('options that are changed later are those that were given', async () => {
    let reads = 0;
    const raise = { after: 5 };
    const options: AcquireOptions & { priority: number } = {
      mode: 'shared',
      get priority() {
        reads += 1;
        return 3;
      },
      raise,
    };
    const snapshot = synchronized(common, () => common.snapshot(), options);
    Object.assign(options, { mode: 'both', raise: 17 });
    Object.assign(raise, { after: 'soon' });
    const seen = [await snapshot(), await snapshot()].map(({ state }) => state);
    expect([seen, reads]).toEqual([['shared', 'shared'], 1]);
  });

  test('a generator, which would run without the lock', () => {
    const generators = [function* walk() {}, async function* walk() {}];
    for (const walk of generators) {
      expectMisuse(
        thrownBy(() => untyped(common, walk)),
        "'walk'",
        'generator',
      );
      expectMisuse(
        thrownBy(() => untyped(common)(walk, { kind: 'method', name: 'walk' })),
        "'walk'",
      );
    }
  });

  test('nothing of it leaves a lock held', () => {
    expect(common.snapshot()).toMatchObject({ state: 'free', queue: [] });
  });
});
