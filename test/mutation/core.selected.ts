/**
 * What Stryker runs against the core, beside the tests of its parts: a little of each of the checks, so that
 * thousands of changed cores can be tried.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conditionModels } from '../../models/condition.model.ts';
import { levelOrderModels } from '../../models/level-order.model.ts';
import { lockSetModels } from '../../models/lock-set.model.ts';
import { sharedLockModels } from '../../models/shared-lock.model.ts';
import * as condition from '../../src/core/condition/compiled.ts';
import { managerStep } from '../../src/core/level-order/system-step.ts';
import { systemStep } from '../../src/core/lock-set/system-step.ts';
import * as lock from '../../src/core/shared-lock/compiled.ts';
import { claims } from '../../src/testing/claims.ts';
import { explore } from '../../src/testing/explore.ts';
import { allCompiled } from '../../src/testing/identity.ts';
import { compiledExecutors } from '../../src/testing/properties/machines.ts';
import { readScenario } from '../conformance/scenarios.ts';
import { failingSample } from '../mutants/traces.ts';
import { agreesWithConditionTwin } from '../property/condition.runs.ts';
import { agreesWithManagerTwin, openManager } from '../property/level-order.runs.ts';
import { agreesWithSetTwin, openSet, tokensGrow } from '../property/lock-set.runs.ts';
import { queueIsTheList } from '../property/queue.runs.ts';
import { LockTwin } from '../property/shared-lock.twin.ts';
import { agreesWithTwin, expectSame } from '../property/twin-agreement.ts';

describe('along a few random runs', () => {
  test('a lock is its twin', () => {
    fc.assert(agreesWithTwin(lock), { numRuns: 25 });
  });

  test('a queue is the list', () => {
    fc.assert(queueIsTheList, { numRuns: 12 });
  });

  test('a condition is its twin, of the kind with many rounds unless told otherwise', () => {
    expect(condition.initialState.context.once).toBe(false);
    fc.assert(agreesWithConditionTwin(condition), { numRuns: 25 });
  });

  test('a lock set is its twin', () => {
    fc.assert(
      agreesWithSetTwin(() => openSet(allCompiled)),
      { numRuns: 15 },
    );
  });

  test('the tokens of a name grow', () => {
    fc.assert(
      tokensGrow(() => openSet(allCompiled)),
      { numRuns: 30 },
    );
  });

  test('a lock manager is its twin', () => {
    fc.assert(
      agreesWithManagerTwin((setup) => openManager(allCompiled, setup)),
      { numRuns: 15 },
    );
  });
});

describe('in every state', () => {
  test.each(sharedLockModels)('of a lock, $name, it is its twin', (model) => {
    const { states, edges, broken } = explore(model, lock.step, {
      onStep: ({ before, command, after, effects }) => {
        const twin = LockTwin.of(before);
        expectSame([twin.apply(command), twin.state], [effects, after]);
        expectSame(lock.encode(lock.decode(after)), after);
      },
    });
    expect(broken).toBeNull();
    expect({ states, edges }).toEqual(model.pinned);
  });

  test.each(conditionModels)('of a condition, $name, all claims hold', (model) => {
    const { states, edges, broken } = explore(model, condition.step);
    expect(broken).toBeNull();
    expect({ states, edges }).toEqual(model.pinned);
  });

  test.each(lockSetModels)('near the first of a lock set, $name, all claims hold', (model) => {
    const { broken } = explore(model, systemStep(allCompiled), { symmetry: true, depth: 4 });
    expect(broken).toBeNull();
  });

  test.each(levelOrderModels)('near the first of a lock manager, $name, all claims hold', (model) => {
    const { broken } = explore(model, managerStep(allCompiled, model.setup), { symmetry: true, depth: 4 });
    expect(broken).toBeNull();
  });
});

test.each(['lock-set', 'lock-manager'] as const)('of the traces of a %s none fails', async (kind) => {
  expect(await failingSample(kind, 40, readScenario)).toBe(0);
});

/** Those that say what would follow from a state, and that nothing is lost where one is stored. */
const CONSEQUENCES = claims.filter(({ name }) => /^(blockers|round-trip|release-succeeds)/.test(name));

test.each(CONSEQUENCES)('near the first of a $machine, $name holds', ({ check }) => {
  expect(check(compiledExecutors, { depth: 2 })).toBeNull();
});
