/**
 * Every planted bug is caught, and a table (docs/mutants.md, written by this test) says by what.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sharedLockModels } from '../../models/shared-lock.model.ts';
import { explore } from '../../src/testing/explore.ts';
import { interleavings } from '../property/interleavings.ts';
import { agreesWithTwin } from '../property/twin-agreement.ts';
import { lockEngine } from './engines.ts';
import { loadMutant, type Modules, type Mutant } from './load-mutant.ts';
import { type Checks, mutantTable, SEED } from './mutant-table.ts';
import { sharedLockMutants } from './shared-lock.mutants.ts';
import { failingTraces } from './traces.ts';
import { isTwinEverywhere } from './twin-everywhere.ts';

type LockModule = Modules['shared-lock'];

/** Each gives what caught the bug, or nothing. */
const checks: Checks<LockModule> = {
  invariant: (lock) => {
    const broken = sharedLockModels.map((model) => explore(model, lock.step).broken?.invariant);
    return [...new Set(broken.filter((name) => name !== undefined))].join(', ');
  },
  'naive twin': (lock) => {
    const { failed } = fc.check(agreesWithTwin(lock), { seed: SEED, numRuns: 200, endOnFailure: true });
    return failed ? 'differs' : '';
  },
  'naive twin at every step': (lock) =>
    sharedLockModels.every((model) => isTwinEverywhere(lock, model)) ? '' : 'differs',
  interleavings: async (lock) => {
    const { failed } = await fc.check(interleavings(lockEngine(lock)), {
      seed: SEED,
      numRuns: 300,
      endOnFailure: true,
      timeout: 1000,
    });
    return failed ? 'fails' : '';
  },
  'traces of the original': async (lock) => {
    const failed = await failingTraces(lockEngine(lock));
    return failed === 0 ? '' : `${failed}`;
  },
};

const subject = { name: 'shared-lock', load: (mutant: Mutant | null) => loadMutant('shared-lock', mutant) };

test('the unchanged lock passes every check', async () => {
  for (const check of Object.values(checks)) expect(await check(subject.load(null))).toBe('');
});

test('every planted bug is caught, as the table says', { timeout: 300_000 }, async () => {
  const table = await mutantTable(subject, checks, sharedLockMutants, {
    title: 'Planted bugs, and what catches them',
    thing: 'the lock',
    legend: ' *Traces of the original* counts the\nrecorded scenarios that fail.',
  });
  await expect(table).toMatchFileSnapshot('../../docs/mutants.md');
});
