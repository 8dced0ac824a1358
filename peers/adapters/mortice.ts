/** `mortice`: readers and writers with signals, by name. Needs Node 22. */
import createMortice from 'mortice';
import type { Peer } from '../peer.ts';

let made = 0;

export const mortice: readonly Peer[] = [
  {
    name: 'mortice',
    packageName: 'mortice',
    offered: {
      shared: true,
      signal: true,
      fair: true,
      order: true,
      releaseTwice: true,
      crowd: 1_000,
      turns: 2,
      latency: 5,
    },
    defects: { 'aborted-while-waiting': { E29: /abort by=\w+\n(.|\n)*✗ .* hold it at the same time/ } },
    node: 22,
    make() {
      made += 1;
      return locked({ name: `kit-${made}` });
    },
  },
  {
    name: 'mortice without a name',
    packageName: 'mortice',
    offered: { shared: true, crowd: 1_000, turns: 8, latency: 5 },
    defects: { 'locks-apart': { E28: /lock=other\n(.|\n)*✗ .* nobody holds the lock/ } },
    node: 22,
    make: () => locked({}),
  },
];

function locked(options: { readonly name?: string }): ReturnType<Peer['make']> {
  const lock = createMortice({ ...options, singleProcess: true });
  return {
    async acquire({ mode, signal }) {
      const limits = signal === undefined ? {} : { signal };
      return { release: await (mode === 'shared' ? lock.readLock(limits) : lock.writeLock(limits)) };
    },
  };
}
