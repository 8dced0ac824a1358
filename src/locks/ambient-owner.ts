/**
 * Owners that follow the flow of asynchronous code. For Node only: the entry for browsers leaves this file
 * out.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { OwnerId } from '../core/shared-lock/commands.ts';
import { misuse } from './errors.ts';
import { show } from './options.ts';
import { ambient } from './owner.ts';

let storage: AsyncLocalStorage<OwnerId> | undefined;

/**
 * Runs `fn` as `owner`: every lock that it takes, across `await` and in whatever it calls, is asked for in
 * that name unless the call names another. With a known owner a second acquire of the same lock is an error
 * at once and not a silent hang. What `fn` returns is returned. An owner inside an owner holds until its own
 * `fn` has ended.
 *
 * @throws {LockUsageError} `invalid-argument` when the owner is not a string, or `fn` no function; at each
 * call where nothing can follow an owner across `await`, as in browsers.
 *
 * @example
 * ```ts
 * import { SharedLock, withOwner } from 'lockchart';
 *
 * const lock = new SharedLock('config');
 * await withOwner('job-17', async () => {
 *   using hold = await lock.acquire();
 *   console.log(hold.owner, lock.isOwned('exclusive')); // job-17 true
 * });
 * ```
 */
export function withOwner<Result>(owner: OwnerId, fn: () => Result): Result {
  if (typeof owner !== 'string') throw misuse(`An owner is a string, not ${show(owner)}.`);
  if (typeof fn !== 'function') {
    throw misuse(`withOwner takes an owner, and a function to run as that owner, not ${show(fn)}.`);
  }
  ambient.owner = currentOwner;
  storage ??= new AsyncLocalStorage();
  return storage.run(owner, fn);
}

const currentOwner = (): OwnerId | undefined => storage?.getStore();
