/**
 * Exploring with symmetry loses no state and no broken claim: each state of the full graph has its
 * representative in the reduced one, and the reduced one has no other; a machine that breaks a claim breaks
 * it in both, after as many commands.
 */
import { describe, expect, test, vi } from 'vitest';
import { levelOrderModels } from '../../models/level-order.model.ts';
import { lockSetModels } from '../../models/lock-set.model.ts';
import { largeSharedLockModels, sharedLockModels } from '../../models/shared-lock.model.ts';
import { compiledKeyring } from '../../src/core/level-order/system.ts';
import { managerStep } from '../../src/core/level-order/system-step.ts';
import { compiledMachines } from '../../src/core/lock-set/machines.ts';
import { systemStep } from '../../src/core/lock-set/system-step.ts';
import { step } from '../../src/core/shared-lock/compiled.ts';
import { explore, type Model, type StepFunction } from '../../src/testing/explore.ts';
import { replay } from '../../src/testing/transcript.ts';
import { loadMutant } from '../mutants/load-mutant.ts';
import { sharedLockMutants } from '../mutants/shared-lock.mutants.ts';

const long = process.env['LOCKCHART_LONG'] !== undefined;

vi.setConfig({ testTimeout: 300_000 });

describe('the reduced graph has the states of the full one', () => {
  test.each([...sharedLockModels, ...(long ? largeSharedLockModels : [])])('of one lock, $name', (model) => {
    expectSameClasses(model, step, model.name === '1 owner and 3 anonymous' ? 1 : 5);
  });

  test.each(lockSetModels)('of a lock set, $name', (model) => {
    expectSameClasses(model, systemStep(compiledMachines), 1.9);
  });

  test.each(levelOrderModels)('of a lock manager, $name', (model) => {
    const machines = { ...compiledMachines, keyring: compiledKeyring };
    expectSameClasses(model, managerStep(machines, model.setup), 1.9);
  });
});

describe('the reduced graph shows the planted bugs of one lock', () => {
  const [model = expect.fail('there is no model')] = sharedLockModels;

  test.each(sharedLockMutants)('$name', (mutant) => {
    const changed = loadMutant('shared-lock', mutant).step;
    const full = explore(model, changed).broken;
    const reduced = explore(model, changed, { symmetry: true }).broken;
    expect(reduced?.invariant).toBe(full?.invariant);
    expect(reduced?.run.length).toBe(full?.run.length);
    if (reduced != null) expect(replay(model, changed, reduced.transcript)).toBe(reduced.transcript);
  });
});

/** `gain`: how many times fewer states there are at least. */
function expectSameClasses<State, Command, Effect>(
  model: Model<State, Command, Effect>,
  stepOf: StepFunction<State, Command, Effect>,
  gain: number,
): void {
  const symmetric = model.symmetric ?? expect.fail('the model has no symmetry');
  const classesOf = (options: { readonly symmetry: boolean }) => {
    const classes = new Set([JSON.stringify(symmetric(model.initial))]);
    let last = 0;
    const onStep = ({ after }: { readonly after: State }, _: number, to: number): void => {
      if (to <= last) return;
      last = to;
      classes.add(JSON.stringify(symmetric(after)));
    };
    return { classes, found: explore(model, stepOf, { ...options, onStep }) };
  };
  const { classes: full, found: all } = classesOf({ symmetry: false });
  const { classes: reduced, found: some } = classesOf({ symmetry: true });
  expect(reduced).toEqual(full);
  expect(some.states).toBe(full.size);
  expect(some.broken).toBeNull();
  expect(some.missing).toEqual([]);
  expect(all.states / some.states).toBeGreaterThanOrEqual(gain);
}
