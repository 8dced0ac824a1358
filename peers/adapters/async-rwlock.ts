/** `async-rwlock`: readers and writers with timeouts. One `unlock` for all, not bound to who locked. */
import { RWLock } from 'async-rwlock';
import { type Peer, RELEASED_TWICE } from '../peer.ts';

export const asyncRwlock: readonly Peer[] = [
  {
    name: 'async-rwlock',
    packageName: 'async-rwlock',
    offered: { shared: true, timeout: true, fair: true, releaseTwice: true },
    defects: {
      'writer-gives-up': {
        E18: /mode=exclusive timeout=(.|\n)*→ refused (.|\n)*✗ .*(never gets an answer|waits)/,
      },
      'reader-gives-up': {
        E19: /mode=shared timeout=(.|\n)*→ refused (.|\n)*✗ .*(never gets an answer|waits)/,
      },
      'writer-not-starved': { E20: /✗ 100 that came later have passed / },
      'released-twice': { E21: RELEASED_TWICE },
    },
    make() {
      const lock = new RWLock();
      const hold = { release: () => lock.unlock() };
      return {
        acquire: ({ mode, timeout }) =>
          (mode === 'shared' ? lock.readLock(timeout) : lock.writeLock(timeout)).then(() => hold),
      };
    },
  },
];
