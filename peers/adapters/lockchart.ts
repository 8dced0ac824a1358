/** Ours, on both engines. */
import { type LockEngine, LockSet, SharedLock } from '../../src/index.node.ts';
import { xstateEngine } from '../../src/machines.ts';
import type { Capabilities, KitAsk, KitMode } from '../../src/testing.ts';
import type { Peer } from '../peer.ts';

const offered: Capabilities = {
  shared: true,
  timeout: true,
  timeoutOfZero: 'no-wait',
  signal: true,
  signalReason: true,
  priority: true,
  tryAcquire: true,
  run: true,
  waiterCount: true,
  isLocked: true,
  order: true,
  fair: true,
  releaseTwice: true,
  reentry: 'refused',
};

const modeOf = (mode: KitMode): 'shared' | 'exclusive' => (mode === 'shared' ? 'shared' : 'exclusive');

const optionsOf = ({ mode, ...rest }: KitAsk) => ({ ...rest, mode: modeOf(mode), names: undefined });

function sharedLock(name: string, engine: LockEngine | undefined, crowd: number): Peer {
  return {
    name,
    offered: { ...offered, crowd },
    defects: {},
    make() {
      const lock = new SharedLock('kit', { engine });
      return {
        acquire: (ask) => lock.acquire(optionsOf(ask)),
        tryAcquire: ({ owner, mode }) => lock.tryAcquire({ owner, mode: modeOf(mode) }),
        run: (ask, body) => lock.run(optionsOf(ask), body),
        waiterCount: () => lock.waiterCount,
        isLocked: () => lock.snapshot().state !== 'free',
      };
    },
  };
}

function lockSet(name: string, engine: LockEngine | undefined): Peer {
  return {
    name,
    offered: {
      shared: true,
      timeout: true,
      signal: true,
      signalReason: true,
      names: 'several',
      releaseTwice: true,
      crowd: 50,
    },
    defects: {},
    make() {
      const set = new LockSet('kit', ['a', 'b', 'hasOwnProperty', '__proto__', 'constructor', '', '0'], {
        engine,
      });
      return {
        acquire: ({ names = ['a'], mode, owner, timeout, signal }) =>
          set.acquire(names, { mode: modeOf(mode), owner, timeout, signal }),
      };
    },
  };
}

// XState copies the whole state at every command, so that n waiters cost n² there.
export const ours: readonly Peer[] = [
  sharedLock('lockchart', undefined, 20_000),
  sharedLock('lockchart on XState', xstateEngine, 200),
  lockSet('lockchart LockSet', undefined),
  lockSet('lockchart LockSet on XState', xstateEngine),
];
