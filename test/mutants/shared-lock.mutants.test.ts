/**
 * Every planted bug is caught, and a table (docs/mutants.md, written by this test) says by what.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sharedLockModels } from '../../models/shared-lock.model.ts';
import type { LockEngine } from '../../src/index.ts';
import { explore } from '../../src/testing/explore.ts';
import { interleavings } from '../property/interleavings.ts';
import { agreesWithTwin } from '../property/twin-agreement.ts';
import { type LockModule, loadMutant } from './load-mutant.ts';
import { sharedLockMutants } from './shared-lock.mutants.ts';
import { failingTraces } from './traces.ts';

/** A fixed seed, so that the table is the same every time. */
const SEED = 20_261_123;

type Check = (lock: LockModule) => string | Promise<string>;

/** Each gives what caught the bug, or nothing. */
const checks: Readonly<Record<string, Check>> = {
  invariant: (lock) => {
    const broken = sharedLockModels.map((model) => explore(model, lock.step).broken?.invariant);
    return [...new Set(broken.filter((name) => name !== undefined))].join(', ');
  },
  'naive twin': (lock) => {
    const { failed } = fc.check(agreesWithTwin(lock), { seed: SEED, numRuns: 200, endOnFailure: true });
    return failed ? 'differs' : '';
  },
  interleavings: async (lock) => {
    const { failed } = await fc.check(interleavings(engineOf(lock)), {
      seed: SEED,
      numRuns: 300,
      endOnFailure: true,
      timeout: 1000,
    });
    return failed ? 'fails' : '';
  },
  'traces of the original': async (lock) => {
    const failed = await failingTraces(engineOf(lock));
    return failed === 0 ? '' : `${failed}`;
  },
};

test('the unchanged lock passes every check', async () => {
  for (const check of Object.values(checks)) expect(await check(loadMutant(null))).toBe('');
});

test('every planted bug is caught, as the table says', { timeout: 300_000 }, async () => {
  const rows: string[] = [];
  for (const mutant of sharedLockMutants) {
    const lock = loadMutant(mutant);
    const caught: string[] = [];
    for (const check of Object.values(checks)) caught.push(await check(lock));
    expect(caught.join(''), `nothing catches the lock that ${mutant.name}`).not.toBe('');
    rows.push(`| ${[mutant.name, ...caught].join(' | ')} |`);
  }
  await expect(table(rows)).toMatchFileSnapshot('../../docs/mutants.md');
});

function table(rows: readonly string[]): string {
  const columns = ['the lock …', ...Object.keys(checks)];
  return `# Planted bugs, and what catches them

Written by test/mutants/shared-lock.mutants.test.ts, which fails when a bug is caught by nothing, or by other checks
than these. An empty cell: this check alone would miss the bug. *Traces of the original* counts the recorded
scenarios that fail.

| ${columns.join(' | ')} |
|${columns.map(() => '---').join('|')}|
${rows.join('\n')}
`;
}

function engineOf({ start, send, encode }: LockModule): LockEngine {
  type Live = ReturnType<typeof start>;
  return {
    name: 'mutant',
    start: () => start(undefined),
    send: (live, type, command, emit) => send(live as Live, type, command, emit),
    context: (live) => (live as Live).context,
    read: (live) => encode(live as Live),
  };
}
