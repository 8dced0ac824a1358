/**
 * Every planted bug in a lock set is caught, and a table (docs/lock-set-mutants.md, written by this test)
 * says by what; every invariant catches some.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stateInvariants, stepInvariants } from '../../models/lock-set.invariants.ts';
import { lockSetModels } from '../../models/lock-set.model.ts';
import { explore } from '../../src/testing/explore.ts';
import { agreesWithSetTwin, openSet, tokensGrow } from '../property/lock-set.runs.ts';
import { lockSetMutants } from './lock-set.mutants.ts';
import { membershipMutants, routingMutants } from './membership.mutants.ts';
import { type Checks, mutantTable, SEED } from './mutant-table.ts';
import { type Systems, systemsWith } from './systems.ts';
import { failingSample } from './traces.ts';

const subject = { name: 'lock-set', load: systemsWith };

const open = (systems: Systems) => () => openSet(systems.machines, systems);

const checks: Checks<Systems> = {
  invariant: ({ systemStep, machines }) => {
    const broken = lockSetModels.map((model) => explore(model, systemStep(machines)).broken?.invariant);
    return [...new Set(broken.filter((name) => name !== undefined))].join(', ');
  },
  'naive twin': (systems) => {
    const { failed } = fc.check(agreesWithSetTwin(open(systems)), { seed: SEED, numRuns: 50, endOnFailure: true });
    return failed ? 'differs' : '';
  },
  tokens: (systems) => {
    const { failed } = fc.check(tokensGrow(open(systems)), { seed: SEED, numRuns: 20, endOnFailure: true });
    return failed ? 'fall' : '';
  },
  'traces of the original': async ({ readScenario }) => {
    const failed = await failingSample('lock-set', 12, readScenario);
    return failed === 0 ? '' : `${failed}`;
  },
};
