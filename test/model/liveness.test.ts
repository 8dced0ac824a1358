/**
 * Nobody waits for ever, in any of the bounded models of a lock, a set and a manager, and whoever waits is
 * passed by no more grants than the model says; and there is a run in which so many pass.
 */
import { describe, expect, test, vi } from 'vitest';
import { largeLevelOrderModels, levelOrderModels } from '../../models/level-order.model.ts';
import { largeLockSetModels, lockSetModels } from '../../models/lock-set.model.ts';
import { renamedLock, renaming } from '../../models/renaming.ts';
import { sharedLockLiveness } from '../../models/shared-lock.liveness.ts';
import { largeSharedLockModels, sharedLockModels } from '../../models/shared-lock.model.ts';
import { compiledKeyring } from '../../src/core/level-order/system.ts';
import { managerStep } from '../../src/core/level-order/system-step.ts';
import { compiledMachines } from '../../src/core/lock-set/machines.ts';
import { systemStep } from '../../src/core/lock-set/system-step.ts';
import type { LockCommand } from '../../src/core/shared-lock/commands.ts';
import { initialState, type State as LockState, step } from '../../src/core/shared-lock/compiled.ts';
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

describe('the number of grants that pass a waiter', () => {
  test.each([2, 3, 4, 5])('is (n - 2)(n + 1) / 2 at most, and reaches it, for %i owners', (count) => {
    const owners = ['ann', 'bob', 'cy', 'dee', 'eve'].slice(0, count);
    const model = {
      initial: initialState,
      commands: (state: LockState) => legalCommands(state, owners),
      normalise: (state: LockState) => renamedLock(state, renaming()),
    };
    const { starvation, standstill, overtaking } = checkLiveness(model, step, sharedLockLiveness(owners));
    expect({ starvation, standstill }).toEqual({ starvation: null, standstill: null });
    expect(overtaking?.count).toBe(((count - 2) * (count + 1)) / 2);
  });
});

describe('somebody waits for ever', () => {
  test('who lists the names of a set while holding members, as in the original', () => {
    const [model = expect.fail('there is no model')] = lockSetModels;
    const { excludes: _, ...liveness } = model.liveness ?? expect.fail('the model does not say who waits');
    const set = systemStep(compiledMachines);
    const { starvation, standstill } = checkLiveness(model, set, liveness);
    expect(standstill?.cycle).toEqual([]);
    const scenario = starvation?.run.map(({ key, command }) => {
      const names = 'names' in command ? ` ${command.names?.join() ?? 'ALL'}` : '';
      return `${key} ${command.type.replace('set.', '')}${names}`;
    });
    expect(scenario).toEqual(['ann acquire a,b', 'bob acquire ALL', 'ann names']);
  });
});

/** What changes something: the refusals of so many owners would take too long. */
function legalCommands({ context: { holds, queue } }: LockState, owners: readonly string[]): LockCommand[] {
  const waiters = queue.flatMap((group) => group.waiters);
  const request = Math.max(0, ...[...holds, ...waiters].map((place) => place.request)) + 1;
  return owners.flatMap((owner): LockCommand[] => {
    const own = waiters.find((waiter) => waiter.owner === owner)?.request;
    if (own !== undefined) {
      return [
        { type: 'lock.cancel', owner, request: own, reason: 'abort' },
        { type: 'lock.raise', owner, request: own, priority: 0 },
      ];
    }
    if (holds.some((hold) => hold.owner === owner)) {
      return [
        { type: 'lock.release', owner },
        { type: 'lock.downgrade', owner },
      ];
    }
    return [0, 1].flatMap((priority) =>
      (['shared', 'exclusive'] as const).map((mode) => {
        return { type: 'lock.acquire', owner, request, priority, mode, try: false } as const;
      }),
    );
  });
}

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
