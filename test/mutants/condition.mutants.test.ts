/**
 * Every planted bug in a condition is caught, and a table (docs/condition-mutants.md, written by this test)
 * says by what.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { conditionModels } from '../../models/condition.model.ts';
import { compiledEngine, type LockEngine } from '../../src/locks/engine.ts';
import { explore } from '../../src/testing/explore.ts';
import { conditionInterleavings } from '../property/condition.interleavings.ts';
import { agreesWithConditionTwin } from '../property/condition.runs.ts';
import { conditionMutants } from './condition.mutants.ts';
import { loadMutant, type Modules, type Mutant } from './load-mutant.ts';
import { type Checks, mutantTable, SEED } from './mutant-table.ts';

type ConditionModule = Modules['condition'];

const checks: Checks<ConditionModule> = {
  invariant: (condition) => {
    const broken = conditionModels.map((model) => explore(model, condition.step).broken?.invariant);
    return [...new Set(broken.filter((name) => name !== undefined))].join(', ');
  },
  'naive twin': (condition) => {
    const { failed } = fc.check(agreesWithConditionTwin(condition), {
      seed: SEED,
      numRuns: 200,
      endOnFailure: true,
    });
    return failed ? 'differs' : '';
  },
  interleavings: async (condition) => {
    const { failed } = await fc.check(conditionInterleavings(engineOf(condition)), {
      seed: SEED,
      numRuns: 300,
      endOnFailure: true,
      timeout: 1000,
    });
    return failed ? 'fails' : '';
  },
};

const subject = { name: 'condition', load: (mutant: Mutant | null) => loadMutant('condition', mutant) };

test('the unchanged condition passes every check', async () => {
  for (const check of Object.values(checks)) expect(await check(subject.load(null))).toBe('');
});

test('every planted bug is caught, as the table says', { timeout: 300_000 }, async () => {
  const table = await mutantTable(subject, checks, conditionMutants, {
    title: 'Planted bugs in a condition, and what catches them',
    thing: 'the condition',
    legend: '',
  });
  await expect(table).toMatchFileSnapshot('../../docs/condition-mutants.md');
});

/** The lock is the real one: only its conditions are run by the mutant. */
function engineOf({ start, send, encode }: ConditionModule): LockEngine {
  type Live = ReturnType<typeof start>;
  return {
    ...compiledEngine,
    name: 'mutant',
    condition: {
      start: (input) => start(input),
      send: (live, command, tell) => send(live as Live, command.type, command, tell),
      context: (live) => live as Live,
      read: (live) => encode(live as Live),
    },
  };
}
