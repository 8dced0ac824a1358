/**
 * Random runs of a whole lock manager: its machines, the sets, the locks and the router. Each property is one
 * sentence about any run of any length; `npm run test:long` runs ten times as many commands.
 */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { compiledKeyring, type ManagerSetup } from '../../src/core/level-order/system.ts';
import { compiledMachines } from '../../src/core/lock-set/machines.ts';
import { xstateMachines } from '../../src/machines/xstate-machines.ts';
import { agreesWithManagerTwin, openManager } from './level-order.runs.ts';
import { counted, sideBySide } from './living.ts';

const times = process.env['LOCKCHART_LONG'] === undefined ? 1 : 10;

/** At least so many commands in all. */
const COMMANDS = 30_000 * times;

/** What is said, or why it is refused. */
const ANSWERS = [
  'abort add-partially-owned bgl-release bgl-required closed delete-while-sharing downgrade-unheld',
  'duplicate-add immutable-level invalid-level keyring-busy keyring.acquired keyring.added',
  'keyring.downgraded keyring.names keyring.raised keyring.released keyring.releasedAll',
  'keyring.removed level-order not-found not-more-urgent not-waiting opportunistic-timeout',
  'release-unheld remove-failed-holding remove-not-all-owned set-double-acquire set-downgrade-unowned',
  'set-release-unowned timeout',
].flatMap((some) => some.split(' '));

vi.setConfig({ testTimeout: 600_000 });

const compiled = (setup: ManagerSetup) =>
  openManager({ ...compiledMachines, keyring: compiledKeyring }, setup);

test('a lock manager agrees with its naive twin, and gives every answer that there is', () => {
  const tally = { commands: 0, answers: new Set<string>() };
  const open = (setup: ManagerSetup) => counted(compiled(setup), tally);
  fc.assert(agreesWithManagerTwin(open), { numRuns: 220 * times });
  expect(tally.commands).toBeGreaterThanOrEqual(COMMANDS);
  expect([...tally.answers].toSorted()).toEqual(ANSWERS);
});

test('on XState it agrees with its naive twin, too, and is the same in every part', () => {
  const both = (setup: ManagerSetup) =>
    sideBySide(openManager(xstateMachines('manager'), setup), compiled(setup));
  fc.assert(agreesWithManagerTwin(both), { numRuns: 15 * times });
});
