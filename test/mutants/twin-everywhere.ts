/**
 * Whether a lock and its naive twin agree on every step of a bounded model.
 */
import type { sharedLockModels } from '../../models/shared-lock.model.ts';
import { explore } from '../../src/testing/explore.ts';
import { LockTwin } from '../property/shared-lock.twin.ts';
import { expectSame } from '../property/twin-agreement.ts';
import type { Modules } from './load-mutant.ts';

export function isTwinEverywhere(
  { step }: Pick<Modules['shared-lock'], 'step'>,
  model: (typeof sharedLockModels)[number],
): boolean {
  // Without the claims, which would end the exploration before the twin has seen the step that breaks one.
  const unjudged = { ...model, invariants: [], stepInvariants: [] };
  try {
    explore(unjudged, step, {
      onStep: ({ before, command, after, effects }) => {
        const twin = LockTwin.of(before);
        expectSame([twin.apply(command), twin.state], [effects, after]);
      },
    });
    return true;
  } catch {
    return false;
  }
}
