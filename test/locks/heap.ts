/**
 * The size of the heap after a full collection. vitest starts its workers without `--expose-gc`, so the
 * collector is fetched from a fresh context made after the flag was set.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { turn } from './kit.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Weak references are cleared only between two turns of the event loop. */
export async function collectGarbage(): Promise<void> {
  for (let i = 0; i < 3; i += 1) {
    await turn();
    collect();
  }
}

/** How many bytes the heap grows by when `fn` runs, once warm. What `fn` returns is kept until measured. */
export async function growth(fn: () => Promise<unknown>): Promise<number> {
  await collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const kept = await fn();
  await collectGarbage();
  const after = process.memoryUsage().heapUsed;
  return kept === undefined ? after - before : after - before;
}
