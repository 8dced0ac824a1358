/**
 * How many recorded scenarios fail on locks with a planted bug.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { LockEngine } from '../../src/index.ts';
import { ownFiles } from '../conformance/command.ts';
import type { readScenario, Scenario } from '../conformance/scenarios.ts';
import { readTraceFile } from '../conformance/trace-file.ts';

/** Scenarios of single locks, on the given engine. */
export async function failingTraces(engine: LockEngine): Promise<number> {
  let failed = 0;
  for (const file of filesOf('shared-lock')) failed += await failing(await readTraceFile(file), engine);
  return failed;
}

/**
 * Scenarios of lock sets or managers, each `step`th of them, as a changed package reads and replays them.
 */
export async function failingSample(
  kind: 'lock-set' | 'lock-manager',
  step: number,
  read: typeof readScenario,
  engine?: LockEngine,
): Promise<number> {
  const lines = filesOf(kind).flatMap((file) => gunzipSync(readFileSync(file)).toString().trim().split('\n'));
  const sample = lines.filter((_line, place) => place % step === 0);
  return failing(sample.map(read), engine);
}

const filesOf = (kind: string): string[] => ownFiles().filter((path) => path.includes(kind));

async function failing(scenarios: readonly Scenario[], engine: LockEngine | undefined): Promise<number> {
  let failed = 0;
  for (const scenario of scenarios) {
    const { failure } = await scenario.replay(engine);
    if (failure !== undefined) failed += 1;
  }
  return failed;
}
