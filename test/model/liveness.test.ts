/**
 * Nobody waits for ever, in any of the bounded models of a lock, a set and a manager, and whoever waits is
 * passed by no more grants than the model says; and there is a run in which so many pass.
 */
import { describe, expect, test, vi } from 'vitest';
import { largeLevelOrderModels, levelOrderModels } from '../../models/level-order.model.ts';
import { largeLockSetModels, lockSetModels } from '../../models/lock-set.model.ts';
import { largeSharedLockModels, sharedLockModels } from '../../models/shared-lock.model.ts';
import { compiledKeyring } from '../../src/core/level-order/system.ts';
import { managerStep } from '../../src/core/level-order/system-step.ts';
import { compiledMachines } from '../../src/core/lock-set/machines.ts';
import { systemStep } from '../../src/core/lock-set/system-step.ts';
import { step } from '../../src/core/shared-lock/compiled.ts';
import type { Model, StepFunction } from '../../src/testing/explore.ts';
import { checkLiveness, type Overtaking } from '../../src/testing/liveness.ts';
import { replay } from '../../src/testing/transcript.ts';

const long = process.env['LOCKCHART_LONG'] !== undefined;

vi.setConfig({ testTimeout: 900_000 });

describe('nobody waits for ever', () => {
  const locks = [...sharedLockModels, ...(long ? largeSharedLockModels : [])];
  // Who has no name cannot be followed from state to state.
  test.each(locks.filter(({ liveness }) => liveness !== undefined))('for one lock, $name', (model) => {
    expectLive(model, step);
  });

  test.each([...lockSetModels, ...(long ? largeLockSetModels : [])])('for a lock set, $name', (model) => {
    expectLive(model, systemStep(compiledMachines));
  });

  test.each([...levelOrderModels, ...(long ? largeLevelOrderModels : [])])(
    'for a lock manager, $name',
    (model) => {
      expectLive(model, managerStep({ ...compiledMachines, keyring: compiledKeyring }, model.setup));
    },
  );
});

describe('somebody waits for ever', () => {
  test('who lists the names of a set while holding members, as in the original', () => {
    const [model] = lockSetModels;
    const { excludes: _, ...liveness } = model?.liveness ?? expect.fail('the model says nobody waits');
    const set = systemStep(compiledMachines);
    const { starvation, standstill } = checkLiveness(model, set, liveness);
    expect(standstill?.cycle).toEqual([]);
    expect(starvation?.transcript).toMatchInlineSnapshot(`
      "key=ann command={set.acquire request=1 mode=shared priority=0 limited=false names=[a b] try=false opportunistic=false}
        → key=ann answer={set.acquired request=1 names=[a b]}
        = {a,b} a=shared:ann b=shared:ann
      key=bob command={set.acquire request=2 mode=exclusive priority=0 limited=false names=null try=false opportunistic=false}
        = {a,b} [lockset]=exclusive:bob a=shared:ann|exclusive@0:bob b=shared:ann
      key=ann command={set.names request=3}
        = {a,b} [lockset]=exclusive:bob|shared@0:ann a=shared:ann|exclusive@0:bob b=shared:ann
      # and so it stays: ann waits
      "
    `);
  });
});

function expectLive<State, Command, Effect>(
  model: Model<State, Command, Effect>,
  stepOf: StepFunction<State, Command, Effect>,
): void {
  const liveness = model.liveness ?? expect.fail('the model does not say who waits');
  const { starvation, standstill, overtaking } = checkLiveness(model, stepOf, liveness);
  expect(starvation?.transcript).toBeUndefined();
  expect(standstill?.transcript).toBeUndefined();
  expect(overtaking?.count).toBe(liveness.overtaking);
  const shown = overtaking ?? expect.fail('nobody ever waits');
  expect(replay(model, stepOf, shown.transcript)).toBe(shown.transcript);
  expect(grantsPassing(model, stepOf, shown)).toBe(liveness.overtaking);
}

/** Counted again, from the last moment at which the owner came or somebody more urgent came. */
function grantsPassing<State, Command, Effect>(
  { initial, liveness }: Model<State, Command, Effect>,
  stepOf: StepFunction<State, Command, Effect>,
  { owner, run }: Overtaking<Command>,
): number {
  const { waits, asks, passes } = liveness ?? expect.fail('the model does not say who waits');
  let passed = 0;
  let before = initial;
  for (const command of run) {
    const [after, effects] = stepOf(before, command);
    const wait = waits(before).find((one) => one.owner === owner);
    const by = asks(command);
    const isUrgent = by.owner !== owner && by.priority !== null && by.priority < (wait?.priority ?? 0);
    passed = wait === undefined || isUrgent ? 0 : passed + passes({ before, command, after, effects }, wait);
    before = after;
  }
  return passed;
}
