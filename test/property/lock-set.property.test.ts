/**
 * Random runs of a whole lock set: its machines, its locks and the router. Each property is one sentence
 * about any run of any length; `npm run test:long` runs ten times as many commands.
 */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { compiledMachines } from '../../src/core/lock-set/machines.ts';
import { xstateMachines } from '../../src/machines/xstate-machines.ts';
import { counted, sideBySide } from './living.ts';
import { agreesWithSetTwin, openSet, tokensGrow } from './lock-set.runs.ts';

const times = process.env['LOCKCHART_LONG'] === undefined ? 1 : 10;

/** At least so many commands in all. */
const COMMANDS = 30_000 * times;

/** What is said, or why it is refused. */
const ANSWERS = [
  'abort add-partially-owned delete-while-sharing downgrade-unheld duplicate-add not-found',
  'not-more-urgent not-waiting opportunistic-timeout release-unheld remove-failed-holding',
  'remove-not-all-owned set-busy set-double-acquire set-downgrade-unowned set-release-unowned',
  'set.acquired set.added set.downgraded set.names set.raised set.released set.removed timeout',
].flatMap((some) => some.split(' '));

vi.setConfig({ testTimeout: 600_000 });

const compiled = () => openSet(compiledMachines);

test('a lock set agrees with its naive twin, and gives every answer that there is', () => {
  const tally = { commands: 0, answers: new Set<string>() };
  fc.assert(
    agreesWithSetTwin(() => counted(compiled(), tally)),
    { numRuns: 220 * times },
  );
  expect(tally.commands).toBeGreaterThanOrEqual(COMMANDS);
  expect([...tally.answers].toSorted()).toEqual(ANSWERS);
});

test('on XState it agrees with its naive twin, too, and is the same in every part', () => {
  const both = () => sideBySide(openSet(xstateMachines('set')), compiled());
  fc.assert(agreesWithSetTwin(both), { numRuns: 15 * times });
});

test('the tokens of a name grow, also across remove and add', () => {
  fc.assert(tokensGrow(compiled), { numRuns: 300 * times });
});
