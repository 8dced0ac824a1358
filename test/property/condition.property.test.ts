/**
 * Random runs of the pure condition. Each property is one sentence about any run of any length.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { stateInvariants, stepInvariants } from '../../models/condition.invariants.ts';
import { conditionMachine } from '../../models/condition.machine.ts';
import type { ConditionCommand, ConditionEffect } from '../../src/core/condition/commands.ts';
import * as compiled from '../../src/core/condition/compiled.ts';
import { brokenInvariant, type Step } from '../../src/testing/explore.ts';
import { xstateStep } from '../../src/testing/xstate-step.ts';
import { agreesWithConditionTwin, type ConditionRun, conditionRuns } from './condition.runs.ts';
import { expectSame } from './twin-agreement.ts';

type State = compiled.State;

const { decode, encode, start, step } = compiled;
const claims = { invariants: stateInvariants, stepInvariants };
const reference = xstateStep<State, ConditionCommand, ConditionEffect>(conditionMachine);
const times = process.env['LOCKCHART_LONG'] === undefined ? 1 : 10;

/** At least so many commands in all. */
const COMMANDS = 50_000 * times;

function* trace({ once, commands }: ConditionRun): Generator<Step<State, ConditionCommand, ConditionEffect>> {
  let before = encode(start({ once }));
  for (const command of commands) {
    const [after, effects] = step(before, command);
    yield { before, command, after, effects };
    before = after;
  }
}

describe('condition', () => {
  test.prop([conditionRuns(60)], { numRuns: 1000 * times })(
    'keeps every invariant after every command',
    (run) => {
      for (const taken of trace(run)) expect(brokenInvariant(claims, taken)).toBeUndefined();
    },
  );

  test.prop([conditionRuns(60)], { numRuns: 300 * times })(
    'wakes or refuses everybody who ever began to wait, once a last notify has come',
    (run) => {
      const last: ConditionCommand = { type: 'condition.notify', owner: null };
      const all = [...trace({ ...run, commands: [...run.commands, last] })].flatMap(({ effects }) => effects);
      const ended = all.filter(
        (effect) =>
          effect.type === 'condition.notified' ||
          (effect.type === 'condition.refused' && ['timeout', 'abort', 'over'].includes(effect.reason)),
      );
      for (const { type, request } of all) {
        if (type !== 'condition.waiting') continue;
        expect(ended.filter((effect) => effect.request === request)).toHaveLength(1);
      }
    },
  );

  test.prop([conditionRuns(60)], { numRuns: 300 * times })('leaves what it was given as it was', (run) => {
    for (const { before, command } of trace(run)) {
      const copy = structuredClone({ before, command });
      step(before, command);
      expect({ before, command }).toEqual(copy);
    }
  });

  test.prop([conditionRuns(60)], { numRuns: 300 * times })('has an exact round trip through JSON', (run) => {
    for (const { after } of trace(run)) {
      const json = JSON.stringify(after);
      expect(encode(decode(JSON.parse(json)))).toEqual(JSON.parse(json));
    }
  });

  test('agrees with its naive twin and with XState, on long runs in memory', { timeout: 600_000 }, () => {
    let commands = 0;
    const agreement = agreesWithConditionTwin(compiled, (run, states) => {
      let state = encode(start({ once: run.once }));
      for (const [place, command] of run.commands.entries()) {
        const [next, effects] = reference(state, command);
        expectSame([effects, next], states[place]);
        state = next;
      }
      commands += run.commands.length;
    });
    fc.assert(agreement, { numRuns: 300 * times });
    expect(commands).toBeGreaterThanOrEqual(COMMANDS);
  });
});
