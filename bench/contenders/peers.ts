/** The locks of others that ours is measured against. */
import { asyncAwaitMutexLock } from './async-await-mutex-lock.ts';
import { asyncMutex } from './async-mutex.ts';
import { asyncSema } from './async-sema.ts';
import type { Contender } from './contender.ts';
import { rwlock } from './rwlock.ts';

export const peers: readonly Contender[] = [asyncMutex, rwlock, asyncAwaitMutexLock, asyncSema];
