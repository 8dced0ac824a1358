/** Small ones: `@rocicorp/lock` and `async-sema` with one permit. */
import { RWLock } from '@rocicorp/lock';
import { Sema } from 'async-sema';
import { type Peer, RELEASED_TWICE } from '../peer.ts';

export const small: readonly Peer[] = [
  {
    name: '@rocicorp/lock',
    packageName: '@rocicorp/lock',
    offered: { shared: true, run: true, order: true, fair: true, releaseTwice: true },
    defects: {},
    make() {
      const lock = new RWLock();
      return {
        acquire: ({ mode }) =>
          (mode === 'shared' ? lock.read() : lock.write()).then((release) => ({ release })),
        run: ({ mode }, body) =>
          mode === 'shared' ? lock.withRead(() => body()) : lock.withWrite(() => body()),
      };
    },
  },
  {
    name: 'async-sema',
    packageName: 'async-sema',
    offered: { tryAcquire: true, waiterCount: true, order: true, fair: true, releaseTwice: true },
    defects: { 'released-twice': { E35: RELEASED_TWICE } },
    make() {
      const sema = new Sema(1);
      const hold = { release: () => sema.release() };
      return {
        acquire: () => sema.acquire().then(() => hold),
        tryAcquire: () => (sema.tryAcquire() === undefined ? undefined : hold),
        waiterCount: () => sema.nrWaiting(),
      };
    },
  },
];
