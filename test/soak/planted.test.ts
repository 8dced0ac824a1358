/** That a round of the soak notices a lock that is broken, and one that leaves something behind. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type * as machines from '../../src/core/lock-set/machines.ts';
import { compiledEngine, type LockEngine } from '../../src/locks/engine.ts';
import { allCompiled } from '../../src/testing/identity.ts';
import { VirtualClock } from '../../src/testing.ts';
import { lockEngine } from '../mutants/engines.ts';
import { loadMutant, type Mutant, named, packageWith } from '../mutants/load-mutant.ts';
import { sharedLockMutants } from '../mutants/shared-lock.mutants.ts';
import { runRound } from './round.ts';

/** The numbers of rounds on the compiled engine. */
const MANAGER = 0;
const LOCKS_AND_SETS = 1;

vi.setConfig({ testTimeout: 60_000 });

// Whatever is left behind here is planted: that test/setup.ts would notice it, too, is not what is tested.
beforeEach(() => {
  const { addEventListener } = EventTarget.prototype;
  vi.spyOn(AbortSignal.prototype, 'addEventListener').mockImplementation(addEventListener);
});

afterEach(() => vi.restoreAllMocks());

async function problemsIn(round: number, engine: LockEngine = compiledEngine): Promise<readonly string[]> {
  const { problems } = await runRound(round, 1, { compiled: engine, xstate: engine });
  return problems;
}

/** Executes every lock, alone or in a set, with one line changed. */
function engineWith(mutant: Mutant): LockEngine {
  const { compiledMachines } = packageWith(mutant)<typeof machines>('src/core/lock-set/machines.ts');
  return {
    ...lockEngine(loadMutant('shared-lock', mutant)),
    machines: () => ({ ...allCompiled, lock: compiledMachines.lock }),
  };
}

test.each([MANAGER, LOCKS_AND_SETS])('round %d finds nothing where nothing is planted', async (round) => {
  expect(await problemsIn(round)).toEqual([]);
});

test.each([
  [MANAGER, 'grants beside an exclusive hold', /^exclusion at /],
  [MANAGER, 'forgets the handoff at a release', /owners wait for each other$/],
  [LOCKS_AND_SETS, 'grants beside an exclusive hold', /^exclusion at /],
  [LOCKS_AND_SETS, 'forgets the handoff at a release', /^owner\d+ waits for ever$/],
])('round %d finds a lock that %s', async (round, name, problem) => {
  const problems = await problemsIn(round, engineWith(named(sharedLockMutants, name)));
  expect(problems).toContainEqual(expect.stringMatching(problem));
});

test('a round finds timers that are not stopped', async () => {
  vi.spyOn(VirtualClock.prototype, 'clearTimeout').mockReturnValue(undefined);
  expect(await problemsIn(MANAGER)).toContainEqual(expect.stringMatching(/^\d+ timers are left$/));
});

test('a round finds listeners that are not removed', async () => {
  vi.spyOn(AbortSignal.prototype, 'removeEventListener').mockReturnValue(undefined);
  for (const round of [MANAGER, LOCKS_AND_SETS])
    expect(await problemsIn(round)).toContainEqual(
      expect.stringMatching(/listeners? (is|are) left at a signal$/),
    );
});
