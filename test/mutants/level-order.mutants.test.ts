/**
 * Every planted bug in a lock manager is caught, and a table (docs/level-order-mutants.md, written by this
 * test) says by what; every claim about it catches one.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stateInvariants, stepInvariants } from '../../models/level-order.invariants.ts';
import { levelOrderModels } from '../../models/level-order.model.ts';
import { agreesWithManagerTwin, openManager } from '../property/level-order.runs.ts';
import { brokenClaims } from './broken-claims.ts';
import { changingModels } from './level-order.changes.ts';
import { levelOrderMutants } from './level-order.mutants.ts';
import { type Checks, mutantTable, SEED } from './mutant-table.ts';
import { type Systems, systemsWith } from './systems.ts';
import { failingSample } from './traces.ts';

const subject = { name: 'level-order', load: systemsWith };

const models = [...levelOrderModels.slice(0, 1), ...changingModels];

const useful = new Set<string>();

const checks: Checks<Systems> = {
  invariants: ({ managerStep, machines }) => {
    const broken = brokenClaims(models.map((model) => ({ model, step: managerStep(machines, model.setup) })));
    for (const name of broken) useful.add(name);
    return broken.join(', ');
  },
  'naive twin': ({ machines, LockManagerSystem }) => {
    const agrees = agreesWithManagerTwin((setup) => openManager(machines, setup, LockManagerSystem));
    const { failed } = fc.check(agrees, { seed: SEED, numRuns: 150, endOnFailure: true });
    return failed ? 'differs' : '';
  },
  'traces of the original': async ({ readScenario }) => {
    const failed = await failingSample('lock-manager', 24, readScenario);
    return failed === 0 ? '' : `${failed}`;
  },
};

test('the unchanged lock manager passes every check', async () => {
  for (const check of Object.values(checks)) expect(await check(subject.load(null))).toBe('');
});

test('every planted bug is caught, as the table says', { timeout: 300_000 }, async () => {
  const table = await mutantTable(subject, checks, levelOrderMutants, {
    title: 'Planted bugs in a lock manager, and what catches them',
    thing: 'the lock manager',
    legend:
      ' *Invariants* names those that the\nfirst broken step breaks; *traces of the original* counts failures among each 24th of the scenarios.',
  });
  const claims = [...stateInvariants, ...stepInvariants].map(({ name }) => name);
  expect(claims.filter((name) => !useful.has(name))).toEqual([]);
  await expect(table).toMatchFileSnapshot('../../docs/level-order-mutants.md');
});
