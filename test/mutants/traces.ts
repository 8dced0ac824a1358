/**
 * How many recorded scenarios of single locks a lock on the given engine fails.
 */
import type { LockEngine } from '../../src/index.ts';
import { ownFiles } from '../conformance/command.ts';
import { readTraceFile } from '../conformance/trace-file.ts';

export async function failingTraces(engine: LockEngine): Promise<number> {
  let failed = 0;
  for (const file of ownFiles().filter((path) => path.includes('shared-lock'))) {
    for (const scenario of await readTraceFile(file)) {
      const { failure } = await scenario.replay(engine);
      if (failure !== undefined) failed += 1;
    }
  }
  return failed;
}
