/** A keyring that grants everything at once, and says all is well. */
import type { JobKeyring } from '../../src/cli/run/run-words.ts';

export function grantingKeyring(change: Partial<JobKeyring> = {}): JobKeyring {
  return {
    acquire: (_level, names) => Promise.resolve({ names: typeof names === 'symbol' ? ['n1', 'n2'] : names }),
    release: () => undefined,
    downgrade: () => undefined,
    add: () => Promise.resolve(undefined),
    remove: (_level, names) => Promise.resolve(names),
    releaseAll: () => undefined,
    ...change,
  };
}
