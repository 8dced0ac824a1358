/** Ours in any number of waiters, members, owners or levels, to be weighed or timed. */
import type * as Main from '../../src/index.node.ts';

export const DIMENSIONS = ['waiters', 'members', 'owners', 'levels'] as const;

export type Dimension = (typeof DIMENSIONS)[number];

/** As many as there are names; they stay alive with what is given back. */
export const crowds = {
  waiters({ SharedLock }, names) {
    const lock = new SharedLock('bench');
    void lock.acquire();
    for (const _ of names) void lock.acquire();
    return lock;
  },
  members: ({ LockSet }, names) => new LockSet('bench', names),
  owners({ SharedLock }, names) {
    const lock = new SharedLock('bench');
    for (const owner of names) lock.tryAcquire({ mode: 'shared', owner });
    return lock;
  },
  levels: ({ LockManager }, names) =>
    new LockManager({ levels: names.map((name) => ({ name, members: ['first'] })) }),
} as const satisfies Record<Dimension, (main: typeof Main, names: readonly string[]) => object>;
