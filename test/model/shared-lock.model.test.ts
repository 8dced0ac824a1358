/**
 * Every reachable state of the bounded models of one lock: all invariants hold, all witnesses are seen, the
 * size is the pinned one, and XState's interpreter and a naive twin do what the compiled machine does.
 */
import { describe, expect, test, vi } from 'vitest';
import { sharedLockMachine } from '../../models/shared-lock.machine.ts';
import { largeSharedLockModels, sharedLockModels } from '../../models/shared-lock.model.ts';
import type { LockCommand, LockEffect } from '../../src/core/shared-lock/commands.ts';
import { decode, encode, type State, step } from '../../src/core/shared-lock/compiled.ts';
import { explore } from '../../src/testing/explore.ts';
import { xstateStep } from '../../src/testing/xstate-step.ts';
import { LockTwin } from '../property/shared-lock.twin.ts';
import { expectSame } from '../property/twin-agreement.ts';

const reference = xstateStep<State, LockCommand, LockEffect>(sharedLockMachine);
const long = process.env['LOCKCHART_LONG'] !== undefined;

vi.setConfig({ testTimeout: 600_000 });

describe.each([...sharedLockModels, ...(long ? largeSharedLockModels : [])])(
  'shared lock, $name',
  (model) => {
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

    test('is the lock of its naive twin, which shares no rule with it', () => {
      explore(model, step, {
        onStep: ({ before, command, after, effects }) => {
          const twin = LockTwin.of(before);
          expectSame([twin.apply(command), twin.state], [effects, after]);
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
  },
);
