/** The locks of others that ours is measured against. */
import { asyncAwaitMutexLock } from './async-await-mutex-lock.ts';
import { asyncLock } from './async-lock.ts';
import { asyncMutex, asyncMutexSemaphore } from './async-mutex.ts';
import { asyncRwlock } from './async-rwlock.ts';
import { asyncSema } from './async-sema.ts';
import type { Contender } from './contender.ts';
import { esfx } from './esfx.ts';
import { rocicorp } from './rocicorp.ts';
import { rwlock } from './rwlock.ts';

export const peers: readonly Contender[] = [
  asyncMutex,
  asyncMutexSemaphore,
  rwlock,
  asyncAwaitMutexLock,
  asyncSema,
  rocicorp,
  asyncLock,
  asyncRwlock,
  esfx,
];

/** Those of which a hundred thousand waiters are asked for: it takes some of them seconds. */
export const crowdPeers: readonly Contender[] = [
  asyncMutex,
  rwlock,
  asyncAwaitMutexLock,
  asyncSema,
  rocicorp,
];

export const isPeer = (name: string): boolean => peers.some((peer) => peer.name === name);
