/**
 * Random interleavings of tasks around one lock (./interleavings.ts), on both engines.
 */
import fc from 'fast-check';
import { test } from 'vitest';
import { xstateEngine } from '../../src/machines.ts';
import { interleavings } from './interleavings.ts';

const times = process.env['LOCKCHART_LONG'] === undefined ? 1 : 20;

test.each([
  ['compiled', undefined, 2000],
  ['xstate', xstateEngine, 300],
] as const)(
  'on the %s engine no two are let in that exclude each other, and nothing is left',
  async (_name, engine, runs) => {
    await fc.assert(interleavings(engine), { numRuns: runs * times });
  },
);
