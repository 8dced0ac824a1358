/** All that the kit is run on, and which of them run on this Node. */
import { asyncLock } from './adapters/async-lock.ts';
import { asyncMutex } from './adapters/async-mutex.ts';
import { asyncRwlock } from './adapters/async-rwlock.ts';
import { esfx } from './adapters/esfx.ts';
import { ours } from './adapters/lockchart.ts';
import { navigatorLocks } from './adapters/navigator-locks.ts';
import { rwlock } from './adapters/rwlock.ts';
import { small } from './adapters/small.ts';
import type { Peer } from './peer.ts';

const version = Number(process.versions.node.split('.')[0]);

/** mortice cannot even be loaded on an older Node. */
const { mortice } = version >= 22 ? await import('./adapters/mortice.ts') : { mortice: [] };

export const peers: readonly Peer[] = [
  ...ours,
  ...asyncMutex,
  ...asyncLock,
  ...rwlock,
  ...asyncRwlock,
  ...esfx,
  ...small,
  ...mortice,
  ...navigatorLocks,
].filter(({ node = 0 }) => version >= node);
