/**
 * Every planted bug in a lock set is caught, and a table (docs/lock-set-mutants.md, written by this test)
 * says by what; every claim about it catches one.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stateInvariants, stepInvariants } from '../../models/lock-set.invariants.ts';
import { lockSetModels } from '../../models/lock-set.model.ts';
import { agreesWithSetTwin, openSet, tokensGrow } from '../property/lock-set.runs.ts';
import { brokenClaims } from './broken-claims.ts';
import { named } from './load-mutant.ts';
import { lockSetMutants } from './lock-set.mutants.ts';
import { type Checks, mutantTable, SEED } from './mutant-table.ts';
import { type Systems, systemsWith } from './systems.ts';
import { failingSample } from './traces.ts';

const subject = { name: 'lock-set', load: systemsWith };

const useful = new Set<string>();

const checks: Checks<Systems> = {
  invariants: ({ systemStep, machines }) => {
    const broken = brokenClaims(lockSetModels.map((model) => ({ model, step: systemStep(machines) })));
    for (const name of broken) useful.add(name);
    return broken.join(', ');
  },
  'naive twin': (systems) => {
    const agrees = agreesWithSetTwin(() => openSet(systems.machines, systems));
    const { failed } = fc.check(agrees, { seed: SEED, numRuns: 150, endOnFailure: true });
    return failed ? 'differs' : '';
  },
  'traces of the original': async ({ readScenario }) => {
    const failed = await failingSample('lock-set', 24, readScenario);
    return failed === 0 ? '' : `${failed}`;
  },
};

test('the unchanged lock set passes every check', async () => {
  for (const check of Object.values(checks)) expect(await check(subject.load(null))).toBe('');
});

test('every planted bug is caught, as the table says', { timeout: 300_000 }, async () => {
  const table = await mutantTable(subject, checks, lockSetMutants, {
    title: 'Planted bugs in a lock set, and what catches them',
    thing: 'the lock set',
    legend:
      ' *Invariants* names those that the\nfirst broken step breaks; *traces of the original* counts failures among each 24th of the scenarios.',
  });
  const claims = [...stateInvariants, ...stepInvariants].map(({ name }) => name);
  expect(claims.filter((name) => !useful.has(name))).toEqual([]);
  await expect(table).toMatchFileSnapshot('../../docs/lock-set-mutants.md');
});

test.each([
  'gives a name that comes again the lock id that it had',
  'begins again with the tokens of a name that comes again',
  'forgets the last token of a lock that is removed',
  'starts the lock of a name that comes again with old tokens',
])('that tokens grow is seen to fail in the lock set that %s', (name) => {
  const { machines, ...parts } = systemsWith(named(lockSetMutants, name));
  const property = tokensGrow(() => openSet(machines, parts));
  expect(fc.check(property, { seed: SEED, numRuns: 300, endOnFailure: true }).failed).toBe(true);
});
