/** `@esfx/async-readerwriterlock`: readers, writers, upgradeable readers, and cancels of its own kind. */
import { AsyncReaderWriterLock } from '@esfx/async-readerwriterlock';
import { Cancelable, CancelSubscription } from '@esfx/cancelable';
import type { Peer } from '../peer.ts';

/** The platform's signal, as one of theirs. */
function cancelable(signal: AbortSignal | undefined): Cancelable | undefined {
  if (signal === undefined) return undefined;
  const cancelSignal = {
    get signaled() {
      return signal.aborted;
    },
    get reason() {
      return signal.reason as unknown;
    },
    subscribe(onSignaled: () => void) {
      signal.addEventListener('abort', onSignaled);
      return CancelSubscription.create(() => signal.removeEventListener('abort', onSignaled));
    },
  };
  return { [Cancelable.cancelSignal]: () => cancelSignal };
}

export const esfx: readonly Peer[] = [
  {
    name: '@esfx/async-readerwriterlock',
    packageName: '@esfx/async-readerwriterlock',
    offered: { shared: true, signal: true, fair: true, order: true, releaseTwice: true },
    defects: {
      'writer-gives-up': {
        E26: /abort by=(\w+)\n {2}→ refused by=\1 (.|\n)*✗ .* waits to read, and nobody writes/,
      },
      'nobody-starved-by-writers': { E27: /✗ 100 that came later have passed / },
    },
    make() {
      const lock = new AsyncReaderWriterLock();
      return {
        acquire: ({ mode, signal }) =>
          (mode === 'shared' ? lock.read(cancelable(signal)) : lock.write(cancelable(signal))).then(
            (handle) => ({
              release: () => handle.unlock(),
            }),
          ),
      };
    },
  },
  {
    name: '@esfx/async-readerwriterlock, upgradeable',
    packageName: '@esfx/async-readerwriterlock',
    offered: { shared: true, upgradeable: true, upgrade: 'upgradeable', crowd: 500 },
    defects: {
      upgrade: { E24: /✗ .* waits for its upgrade, and nobody else holds it/ },
      'refused-for-cause': { E25: /mode=upgradeable\n(.|\n)*reason="Lock already released/ },
    },
    make() {
      const lock = new AsyncReaderWriterLock();
      return {
        async acquire({ mode }) {
          if (mode !== 'upgradeable') {
            const handle = await (mode === 'shared' ? lock.read() : lock.write());
            return { release: () => handle.unlock() };
          }
          const handle = await lock.upgradeableRead();
          return { release: () => handle.unlock(), upgrade: () => handle.upgrade() };
        },
      };
    },
  },
];
