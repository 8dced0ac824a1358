/**
 * In every reachable state of the bounded models, whatever follows is as the properties say.
 */
import { describe, expect, test, vi } from 'vitest';
import { conditionModels } from '../../models/condition.model.ts';
import { levelOrderModels } from '../../models/level-order.model.ts';
import { lockSetModels } from '../../models/lock-set.model.ts';
import { sharedLockModels } from '../../models/shared-lock.model.ts';
import { explore, type Model } from '../../src/testing/explore.ts';
import { conditionProperties } from '../../src/testing/properties/condition.ts';
import { levelOrderProperties } from '../../src/testing/properties/level-order.ts';
import { lockSetProperties } from '../../src/testing/properties/lock-set.ts';
import { compiledExecutors, machineOf, managerOf, setOf } from '../../src/testing/properties/machines.ts';
import { invariantOf, type Machine, type Property, stepOf } from '../../src/testing/properties/property.ts';
import { sharedLockProperties } from '../../src/testing/properties/shared-lock.ts';

vi.setConfig({ testTimeout: 600_000 });

describe('properties hold in every state', () => {
  test.each(sharedLockModels)('of one lock, $name', (model) => {
    expectAll(sharedLockProperties, machineOf(compiledExecutors.lock), model);
  });

  test.each(lockSetModels)('of a lock set, $name', (model) => {
    expectAll(lockSetProperties, setOf(compiledExecutors), model);
  });

  test.each(levelOrderModels)('of a lock manager, $name', (model) => {
    expectAll(levelOrderProperties, managerOf(compiledExecutors, model.setup), model);
  });

  test.each(conditionModels)('of a condition, $name', (model) => {
    expectAll(conditionProperties, machineOf(compiledExecutors.condition), model);
  });
});

function expectAll<State, Command, Effect>(
  properties: readonly Property<State, Command, Effect>[],
  machine: Machine<State, Command, Effect>,
  { initial, commands, normalise, pinned }: Model<State, Command, Effect>,
): void {
  const invariants = properties.map((property) => invariantOf(property, machine));
  const { broken, states } = explore({ initial, commands, normalise, invariants }, stepOf(machine));
  expect(broken).toBeNull();
  expect(states).toBe(pinned.states);
}
