/**
 * A lock with a condition, for the suites of conditions.
 */
import { Condition, SharedLock } from '../../src/index.ts';
import type { Engine } from './engines.ts';

export function setUp(engine: Engine) {
  const lock = new SharedLock('queue', { engine });
  return { lock, filled: new Condition(lock) };
}
