/**
 * Random interleavings of tasks around one condition (./condition.interleavings.ts), on both engines.
 */
import fc from 'fast-check';
import { test } from 'vitest';
import { xstateEngine } from '../../src/machines.ts';
import { conditionInterleavings } from './condition.interleavings.ts';

const times = process.env['LOCKCHART_LONG'] === undefined ? 1 : 20;

test.each([
  ['compiled', undefined, 2000],
  ['xstate', xstateEngine, 300],
] as const)(
  'on the %s engine everybody is woken, and has the lock again whenever a wait is over',
  async (_name, engine, runs) => {
    await fc.assert(conditionInterleavings(engine), { numRuns: runs * times });
  },
);
