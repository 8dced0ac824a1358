/** `navigator.locks` as Node has it, from version 24 on. It calls a body while it holds, by name. */
import type { KitAsk, KitHold } from '../../src/testing.ts';
import type { Peer } from '../peer.ts';

interface Requests {
  request(name: string, options: object, body: (lock: object | null) => unknown): Promise<unknown>;
}

let made = 0;

export const navigatorLocks: readonly Peer[] = [
  {
    name: 'navigator.locks',
    offered: {
      shared: true,
      signal: true,
      signalReason: true,
      tryAcquire: true,
      run: true,
      order: true,
      fair: true,
      names: 'one',
      turns: 20,
      crowd: 1_000,
    },
    defects: { 'body-throws': { E49: /body=throws (.|\n)*✗ .* nobody holds the lock/ } },
    node: 24,
    make() {
      made += 1;
      const prefix = `kit-${made}`;
      const { locks } = (globalThis as unknown as { navigator: { locks: Requests } }).navigator;
      const request = (ask: KitAsk, more: object, body: (lock: object | null) => unknown) => {
        const { mode, signal, names: [name] = ['key'] } = ask;
        const limits = signal === undefined ? {} : { signal };
        return locks.request(`${prefix}-${name}`, { mode, ...limits, ...more }, body);
      };
      const hold = (ask: KitAsk, more: object) =>
        new Promise<KitHold | undefined>((resolve, reject) => {
          const body = (lock: object | null) =>
            lock === null
              ? resolve(undefined)
              : new Promise<void>((release) => resolve({ release: () => release() }));
          request(ask, more, body).catch(reject);
        });
      return {
        acquire: (ask) => hold(ask, {}) as Promise<KitHold>,
        tryAcquire: (ask) => hold(ask, { ifAvailable: true }),
        run: (ask, body) => request(ask, {}, () => body()),
      };
    },
  },
];
