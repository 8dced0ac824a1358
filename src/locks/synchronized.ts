/**
 * Methods and functions that hold a lock while they run.
 */
import type { Mode } from '../core/shared-lock/commands.ts';
import { misuse } from './errors.ts';
import {
  type AcquireOptions,
  checkRaise,
  checkRequest,
  NO_OPTIONS,
  optionsOf,
  ownerOf,
  show,
} from './options.ts';
import { SharedLock } from './shared-lock.ts';

/**
 * A standard (TC39) decorator for methods that return a promise; of objects, or of classes, that are `Self`.
 */
export type SynchronizedDecorator<Self> = <Method>(
  method: Method & ((...args: never) => PromiseLike<unknown>),
  context: SynchronizedContext<Self>,
) => Method;

/** What the decorator reads of the context that it is given. */
export interface SynchronizedContext<Self> {
  readonly kind: 'method';
  readonly name: string | symbol;
  /** Not called; by this the compiler knows whose method it is. */
  readonly addInitializer: (initializer: (this: Self) => void) => void;
}

/**
 * A function that acquires the lock, calls `fn` with the same `this` and arguments, and releases when what it
 * returns has settled, also on throw. It gives a promise of what `fn` gives, also where `fn` is synchronous,
 * because a lock may have to be waited for. Options are those of `acquire`: `exclusive` unless a mode is
 * given.
 *
 * Locks are not reentrant: a call from within another one of the same lock would wait for itself. It is
 * refused `double-acquire` where the owner is known (`withOwner`), and hangs where it is not.
 *
 * It rejects as `acquire` does, or with what `fn` throws.
 *
 * @throws {LockUsageError} `invalid-argument`, at once, when the lock, the function or an option is none.
 *
 * @example
 * ```ts
 * import { SharedLock, synchronized } from 'lockchart';
 *
 * const lock = new SharedLock('counter');
 * let count = 0;
 * const next = synchronized(lock, (step: number) => (count += step), { timeout: 500 });
 * console.log(await next(2)); // 2
 * ```
 */
export function synchronized<This, Args extends readonly unknown[], Result>(
  lock: SharedLock,
  fn: (this: This, ...args: Args) => Result,
  options?: Mode | AcquireOptions,
): (this: This, ...args: Args) => Promise<Awaited<Result>>;
/**
 * A decorator for a method that holds this lock while it runs, across every `await`, and releases it when
 * what it returns has settled, also on throw. See the function `synchronized(lock, fn)` for the rest.
 *
 * The method must be one that returns a promise: the lock may have to be waited for, and a decorator cannot
 * change the type of a method.
 *
 * @throws {LockUsageError} `invalid-argument`, while the class is defined, on anything but a method.
 */
export function synchronized(
  lock: SharedLock,
  options?: Mode | AcquireOptions,
): SynchronizedDecorator<unknown>;
/**
 * The same with the lock that the object has as a property, public or under a symbol; of a static method, the
 * class. It does not compile where there is no such lock, and the call rejects with `LockUsageError`
 * `invalid-argument`.
 *
 * @example
 * ```ts
 * import { SharedLock, synchronized } from 'lockchart';
 *
 * class Settings {
 *   readonly lock = new SharedLock('settings');
 *   readonly #values = new Map<string, string>();
 *
 *   @synchronized('lock', 'shared')
 *   async read(key: string) {
 *     return this.#values.get(key);
 *   }
 *
 *   @synchronized('lock', { timeout: 500 })
 *   async write(key: string, value: string) {
 *     this.#values.set(key, value);
 *   }
 * }
 *
 * const settings = new Settings();
 * await settings.write('colour', 'blue');
 * console.log(await settings.read('colour')); // blue
 * ```
 */
export function synchronized<Member extends string | symbol>(
  member: Member,
  options?: Mode | AcquireOptions,
): SynchronizedDecorator<Record<Member, SharedLock>>;
/**
 * The same with the lock that a function finds, for one that is private:
 * `@synchronized((self: Settings) => self.#lock)`.
 */
export function synchronized<Self>(
  select: (self: Self) => SharedLock,
  options?: Mode | AcquireOptions,
): SynchronizedDecorator<Self>;
export function synchronized(lock: unknown, ...rest: readonly unknown[]): unknown {
  if (typeof rest[0] === 'function') {
    if (!(lock instanceof SharedLock)) {
      throw misuse(`synchronized(lock, fn) takes a SharedLock first, not ${show(lock)}.`);
    }
    return holding(rest[0] as AnyFunction, () => lock, checked(lock.name, rest[1]));
  }
  if (typeof rest[1] === 'function') {
    throw misuse('synchronized takes the function before its options: synchronized(lock, fn, options).');
  }
  const find = finderOf(lock);
  const options = checked(lock instanceof SharedLock ? lock.name : '', rest[0]);
  return (method: AnyFunction, context: ClassMethodDecoratorContext) => {
    checkTarget(context);
    return holding(method, (self) => find(self, String(context.name)), options);
  };
}

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/** `lockOf`: the lock for a call on this object; it may throw. */
function holding(
  fn: AnyFunction,
  lockOf: (self: unknown) => SharedLock,
  options: AcquireOptions,
): AnyFunction {
  if (/Generator/.test(Object.prototype.toString.call(fn))) {
    throw misuse(
      `'${fn.name}' is a generator, which runs when the lock has been given back: lock inside it.`,
    );
  }
  const synchronizedFn = async function (this: unknown, ...args: unknown[]): Promise<unknown> {
    return lockOf(this).run(options, () => fn.apply(this, args));
  };
  return Object.defineProperties(synchronizedFn, {
    name: { value: fn.name, configurable: true },
    length: { value: fn.length, configurable: true },
  });
}

/** A copy of the options, each read once, which are then known to be good ones. */
function checked(lock: string, given: unknown = NO_OPTIONS): AcquireOptions {
  const { owner, mode, priority, timeout, signal, raise } = optionsOf(lock, given as AcquireOptions);
  const options = { owner, mode, priority, timeout, signal, raise: checkRaise(lock, raise, priority) };
  checkRequest(lock, options);
  ownerOf(lock, owner);
  return options;
}

/** How the lock is found when `method` is called on an object. */
function finderOf(lock: unknown): (self: unknown, method: string) => SharedLock {
  if (lock instanceof SharedLock) return () => lock;
  if (typeof lock === 'function') {
    return (self, method) => checkFound(lock(self), self, method, 'what its function finds');
  }
  if (typeof lock !== 'string' && typeof lock !== 'symbol') {
    throw misuse(`@synchronized takes a SharedLock, the name of a member or a function, not ${show(lock)}.`);
  }
  return (self, method) => {
    const found = self == null ? undefined : Reflect.get(Object(self), lock, self);
    return checkFound(found, self, method, `its member '${String(lock)}'`);
  };
}

function checkFound(found: unknown, self: unknown, method: string, where: string): SharedLock {
  if (found instanceof SharedLock) return found;
  const name = `${classNameOf(self)}.${method}`;
  throw misuse(`${name} is synchronized by ${where}, which must be a SharedLock, not ${show(found)}.`);
}

function classNameOf(self: unknown): string {
  if (self == null) return String(self);
  return typeof self === 'function' ? self.name : String(Object(self).constructor?.name);
}

function checkTarget(context: DecoratorContext | string | symbol | undefined): void {
  if (typeof context !== 'object') {
    throw misuse(
      'synchronized without a function is a standard decorator, and was called as something else: ' +
        'compile without experimentalDecorators; to wrap a function, write synchronized(lock, fn).',
    );
  }
  if (context.kind !== 'method') {
    throw misuse(`@synchronized is for methods, not for the ${context.kind} '${String(context.name)}'.`);
  }
}
