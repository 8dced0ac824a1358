/**
 * Renaming loses nothing: a machine does in a renamed state what it does in the state itself, under the new
 * names. So does giving other names to owners who may do the same.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, vi } from 'vitest';
import { conditionModels } from '../../models/condition.model.ts';
import { levelOrderModels } from '../../models/level-order.model.ts';
import { lockSetModels } from '../../models/lock-set.model.ts';
import { renamedLock, renaming } from '../../models/renaming.ts';
import { sharedLockModels } from '../../models/shared-lock.model.ts';
import * as condition from '../../src/core/condition/compiled.ts';
import { compiledKeyring } from '../../src/core/level-order/system.ts';
import { managerStep } from '../../src/core/level-order/system-step.ts';
import { compiledMachines } from '../../src/core/lock-set/machines.ts';
import { systemStep } from '../../src/core/lock-set/system-step.ts';
import type { LockCommand, LockEffect } from '../../src/core/shared-lock/commands.ts';
import { initialState, type State as LockState, step } from '../../src/core/shared-lock/compiled.ts';
import { type Explorable, explore, type Model, type StepFunction } from '../../src/testing/explore.ts';
import { lockRuns } from '../../src/testing/lock-commands.ts';

vi.setConfig({ testTimeout: 300_000 });

/** Which command is next, among those of a state. */
const choices = fc.array(fc.nat(), { minLength: 20, maxLength: 60 });

describe('along random runs', () => {
  test.prop([lockRuns(200)])('of one lock, with any command, late ones too', (run) => {
    let state = initialState;
    for (const command of run) {
      const request = renaming();
      const renamed = renamedLock(state, request);
      const [after, effects] = step(state, command);
      const [afterRenamed, effectsRenamed] = step(renamed, renamedCommand(command, request));
      expect(renamedLock(afterRenamed, renaming())).toEqual(renamedLock(after, renaming()));
      expect(effectsRenamed).toEqual(
        effects.map((effect) => renamedEffect(effect, request, renamed.context.token - state.context.token)),
      );
      state = after;
    }
  });

  test.prop([fc.constantFrom(...sharedLockModels), choices])('of one lock', (model, taken) => {
    expectParallel(model, step, taken);
  });

  test.prop([fc.constantFrom(...lockSetModels), choices])('of a lock set', (model, taken) => {
    expectParallel(model, systemStep(compiledMachines), taken);
  });

  test.prop([fc.constantFrom(...levelOrderModels), choices])('of a lock manager', (model, taken) => {
    const machines = { ...compiledMachines, keyring: compiledKeyring };
    expectParallel(model, managerStep(machines, model.setup), taken);
  });

  test.prop([fc.constantFrom(...conditionModels), choices])('of a condition', (model, taken) => {
    expectParallel(model, condition.step, taken);
  });
});

describe('on the graph without renaming, as far as a few commands lead', () => {
  test('of one lock', () => expectSameStates(sharedLockModels[0], step, 4));
  test('of one lock with anonymous owners', () => expectSameStates(sharedLockModels[1], step, 5));
  test('of a lock set', () => expectSameStates(lockSetModels[0], systemStep(compiledMachines), 3));
  test('of a lock set that changes', () =>
    expectSameStates(lockSetModels[1], systemStep(compiledMachines), 3));
});

describe('a renaming that loses something is noticed', () => {
  test('along random runs', () => {
    const runs = fc.property(choices, (taken) =>
      expectParallel({ ...small, normalise: forgetful }, step, taken),
    );
    expect(fc.check(runs).failed).toBe(true);
  });

  test('on the graph', () => {
    expect(() => expectSameStates({ ...small, normalise: closing }, step, 3)).toThrow();
  });
});

const [small = expect.fail('there is no model')] = sharedLockModels;

function forgetful(state: LockState): LockState {
  const { value, context } = renamedLock(state, renaming());
  return { value, context: { ...context, queue: [] } };
}

/** Takes a lock that somebody holds for a closed one. */
function closing(state: LockState): LockState {
  const { value, context } = renamedLock(state, renaming());
  return { value, context: { ...context, closed: context.closed || context.holds.length > 0 } };
}

/** What one command of many does in a state, the command of the same place does in the renamed state. */
function expectParallel<State, Command, Effect>(
  { initial, commands, normalise }: Model<State, Command, Effect>,
  stepOf: StepFunction<State, Command, Effect>,
  taken: readonly number[],
): void {
  let state = initial;
  for (const choice of taken) {
    const all = commands(state);
    const place = choice % all.length;
    const renamed = normalise(state);
    expect(normalise(renamed)).toEqual(renamed);
    const [after, effects] = stepOf(state, all[place] as Command);
    const [afterRenamed, effectsRenamed] = stepOf(renamed, commands(renamed)[place] as Command);
    expect(normalise(afterRenamed)).toEqual(normalise(after));
    expect(withoutNumbers(effectsRenamed)).toBe(withoutNumbers(effects));
    state = after;
  }
}

/** As many commands lead to the same states, once those of the graph that was not renamed are renamed. */
function expectSameStates<State, Command, Effect>(
  model: Explorable<State, Command, Effect> | undefined,
  stepOf: StepFunction<State, Command, Effect>,
  depth: number,
): void {
  const { initial, commands, normalise } = model ?? expect.fail('there is no model');
  const rename = normalise ?? expect.fail('the model renames nothing');
  const renamed = new Map<string, number>();
  const found = explore({ initial, commands, normalise: rename }, stepOf, {
    depth,
    onStep: ({ after }, _, to) => renamed.set(JSON.stringify(rename(after)), to),
  });
  const plain = new Set<string>();
  const { states } = explore({ initial, commands }, stepOf, {
    depth,
    onStep: ({ after }) => plain.add(JSON.stringify(rename(after))),
  });
  expect(states).toBeGreaterThan(found.states);
  expect(plain).toEqual(new Set(renamed.keys()));
  expect(found.states).toBe(plain.size);
}

function renamedCommand(command: LockCommand, request: (id: number) => number): LockCommand {
  return 'request' in command && command.request !== undefined
    ? { ...command, request: request(command.request) }
    : command;
}

/** `shift`: by how much the next token differs. */
function renamedEffect(effect: LockEffect, request: (id: number) => number, shift: number): LockEffect {
  return {
    ...effect,
    request: effect.request === null ? null : request(effect.request),
    ...('token' in effect ? { token: effect.token + shift } : {}),
  } as LockEffect;
}

const withoutNumbers = (effects: readonly unknown[]): string =>
  JSON.stringify(effects, (_key, value: unknown) => (typeof value === 'number' ? 0 : value));
