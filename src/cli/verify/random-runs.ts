/**
 * Long random runs of one lock: whatever the bounds of a model leave out, such as many owners and priorities.
 */
import fc from 'fast-check';
import { stateInvariants, stepInvariants } from '../../../models/shared-lock.invariants.ts';
import { initialState } from '../../core/shared-lock/compiled.ts';
import { brokenInvariant } from '../../testing/explore.ts';
import { lockRuns } from '../../testing/lock-commands.ts';
import type { Check, Verdict } from './checks.ts';
import type { Subject } from './subject.ts';

/** Where the random numbers begin, and how many runs there are. */
export interface Randomness {
  readonly seed: number;
  readonly runs: number;
}

const LONGEST = 100;

export function randomRuns(subject: Subject, { seed, runs }: Randomness): Check {
  return {
    name: 'random runs of one lock',
    model: 'shared-lock',
    run: async () => {
      let steps = 0;
      const keeps = fc.property(lockRuns(LONGEST), (run) => {
        let before = initialState;
        for (const command of run) {
          const [after, effects] = subject.lockStep(before, command);
          const broken = brokenInvariant(
            { invariants: stateInvariants, stepInvariants },
            { before, command, after, effects },
          );
          if (broken !== undefined) throw new Error(`breaks ${broken}`);
          before = after;
          steps += 1;
        }
      });
      const { failed, counterexample, counterexamplePath, errorInstance } = fc.check(keeps, {
        seed,
        numRuns: runs,
      });
      if (!failed) return { status: 'ok', edges: steps, detail: `${runs} runs, seed ${seed}` };
      const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
      const verdict: Verdict = {
        status: 'failed',
        detail: `${why} (seed ${seed}, path ${counterexamplePath})`,
        counterexample: (counterexample?.[0] ?? []).map((command) => JSON.stringify(command)).join('\n'),
      };
      return verdict;
    },
  };
}
