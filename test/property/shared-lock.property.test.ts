/**
 * Random runs of the pure core. Each property is one sentence about any run of any length.
 *
 * A run is a plain array of commands, legal or not: the core must answer both. The number of commands is what
 * counts here: `npm run test:long` runs ten times as many.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { stateInvariants, stepInvariants } from '../../models/shared-lock.invariants.ts';
import { sharedLockMachine } from '../../models/shared-lock.machine.ts';
import type { LockCommand, LockEffect } from '../../src/core/shared-lock/commands.ts';
import * as compiled from '../../src/core/shared-lock/compiled.ts';
import { brokenInvariant, type Step } from '../../src/testing/explore.ts';
import { lockRuns } from '../../src/testing/lock-commands.ts';
import { xstateStep } from '../../src/testing/xstate-step.ts';
import { agreesWithTwin, expectSame } from './twin-agreement.ts';

type State = compiled.State;

const { decode, encode, initialState, step } = compiled;
const claims = { invariants: stateInvariants, stepInvariants };
const reference = xstateStep<State, LockCommand, LockEffect>(sharedLockMachine);
const times = process.env['LOCKCHART_LONG'] === undefined ? 1 : 10;

/** At least so many commands in all. */
const COMMANDS = 100_000 * times;

function* trace(commands: readonly LockCommand[]): Generator<Step<State, LockCommand, LockEffect>> {
  let before = initialState;
  for (const command of commands) {
    const [after, effects] = step(before, command);
    yield { before, command, after, effects };
    before = after;
  }
}

describe('shared lock', () => {
  test.prop([lockRuns(60)], { numRuns: 1000 * times })(
    'keeps every invariant after every command',
    (commands) => {
      for (const taken of trace(commands)) expect(brokenInvariant(claims, taken)).toBeUndefined();
    },
  );

  test.prop([lockRuns(60)], { numRuns: 300 * times })(
    'serves everyone once all holders let go',
    (commands) => {
      let state = [...trace(commands)].at(-1)?.after ?? initialState;
      const waiting = state.context.queue.flatMap(({ waiters }) => waiters.map(({ request }) => request));
      const answered: (number | null)[] = [];
      for (let hold = state.context.holds[0]; hold !== undefined; hold = state.context.holds[0]) {
        const [next, effects] = step(state, {
          type: 'lock.release',
          owner: hold.owner,
          request: hold.request,
        });
        answered.push(
          ...effects.filter(({ type }) => type !== 'lock.released').map(({ request }) => request),
        );
        state = next;
      }
      expect(answered).toEqual(waiting);
      expect(state.context.queue).toEqual([]);
    },
  );

  test.prop([lockRuns(60)], { numRuns: 300 * times })('leaves what it was given as it was', (commands) => {
    for (const { before, command } of trace(commands)) {
      const copy = structuredClone({ before, command });
      step(before, command);
      expect({ before, command }).toEqual(copy);
    }
  });

  test.prop([lockRuns(60)], { numRuns: 300 * times })('has an exact round trip through JSON', (commands) => {
    for (const { after } of trace(commands)) {
      const json = JSON.stringify(after);
      expect(encode(decode(JSON.parse(json)))).toEqual(JSON.parse(json));
    }
  });

  test('agrees with its naive twin and with XState, on long runs in memory', { timeout: 600_000 }, () => {
    let commands = 0;
    const agreement = agreesWithTwin(compiled, (run, states) => {
      let state = initialState;
      for (const [place, command] of run.entries()) {
        const [next, effects] = reference(state, command);
        expectSame([effects, next], states[place]);
        state = next;
      }
      commands += run.length;
    });
    fc.assert(agreement, { numRuns: 600 * times });
    expect(commands).toBeGreaterThanOrEqual(COMMANDS);
  });
});
