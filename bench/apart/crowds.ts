/** Ours in any number of waiters, members, owners or levels, to be weighed or timed. */
import type * as Main from '../../src/index.node.ts';
import { namesOf } from '../rows.ts';

export const DIMENSIONS = ['waiters', 'members', 'owners', 'levels'] as const;

export type Dimension = (typeof DIMENSIONS)[number];

/** What stays alive with what is given back. */
export const crowds = {
  waiters({ SharedLock }, count) {
    const lock = new SharedLock('bench');
    void lock.acquire();
    for (let number = 0; number < count; number += 1) void lock.acquire();
    return lock;
  },
  members: ({ LockSet }, count) => new LockSet('bench', namesOf(count)),
  owners({ SharedLock }, count) {
    const lock = new SharedLock('bench');
    for (const owner of namesOf(count)) lock.tryAcquire({ mode: 'shared', owner });
    return lock;
  },
  levels: ({ LockManager }, count) =>
    new LockManager({ levels: namesOf(count).map((name) => ({ name, members: ['first'] })) }),
} as const satisfies Record<Dimension, (main: typeof Main, count: number) => object>;
