/**
 * Every reachable state of the bounded models of a condition: all invariants hold, all witnesses are seen,
 * the size is the pinned one, and XState's interpreter does what the compiled machine does.
 */
import { describe, expect, test, vi } from 'vitest';
import { conditionMachine } from '../../models/condition.machine.ts';
import { conditionModels, largeConditionModels } from '../../models/condition.model.ts';
import type { ConditionCommand, ConditionEffect } from '../../src/core/condition/commands.ts';
import { decode, encode, type State, step } from '../../src/core/condition/compiled.ts';
import { explore } from '../../src/testing/explore.ts';
import { xstateStep } from '../../src/testing/xstate-step.ts';

const reference = xstateStep<State, ConditionCommand, ConditionEffect>(conditionMachine);
const long = process.env['LOCKCHART_LONG'] !== undefined;

vi.setConfig({ testTimeout: 600_000 });

describe.each([...conditionModels, ...(long ? largeConditionModels : [])])('condition, $name', (model) => {
  test('keeps every invariant, reaches every witness, and has the pinned size', () => {
    const { states, edges, missing, broken } = explore(model, step);
    expect(broken).toBeNull();
    expect(missing).toEqual([]);
    expect({ states, edges }).toEqual(model.pinned);
  });

  test('is one machine on both executors', () => {
    explore(model, step, {
      onStep: ({ before, command, after, effects }) => {
        const answer = reference(before, command);
        // Comparing texts first: a deep comparison of each of so many steps takes far longer.
        if (JSON.stringify(answer) !== JSON.stringify([after, effects])) {
          expect({ before, command, answer }).toEqual({ before, command, answer: [after, effects] });
        }
      },
    });
  });

  test('has a canonical form with an exact round trip', () => {
    explore(model, step, {
      onStep: ({ after }) => {
        if (JSON.stringify(encode(decode(after))) !== JSON.stringify(after))
          expect(encode(decode(after))).toEqual(after);
      },
    });
  });
});
