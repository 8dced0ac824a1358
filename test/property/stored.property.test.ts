/**
 * A whole that is stored and restored before each command goes on like one that lives on: nothing of it is
 * lost, and what was stored is a copy, which nobody changes.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ManagerSetup } from '../../src/core/level-order/system.ts';
import { managerStep } from '../../src/core/level-order/system-step.ts';
import type { OwnerKey } from '../../src/core/lock-set/system.ts';
import { systemStep } from '../../src/core/lock-set/system-step.ts';
import { allCompiled } from '../../src/testing/identity.ts';
import { agreesWithManagerTwin, openManager } from './level-order.runs.ts';
import { type Living, sideBySide, type Told } from './living.ts';
import { agreesWithSetTwin, openSet } from './lock-set.runs.ts';

type Step<Command, Answer, State> = (
  state: State,
  command: { readonly key: OwnerKey; readonly command: Command },
) => [State, Told<Answer>[]];

/** Beside the one that lives on, one that is made anew for each command. */
function alsoStored<Command, Answer, State>(
  whole: Living<Command, Answer, State>,
  step: Step<Command, Answer, State>,
): Living<Command, Answer, State> {
  const living: typeof whole = { ...whole, encode: () => frozen(whole.encode()) };
  let state = living.encode();
  const stored: typeof whole = {
    perform(key, command) {
      const [after, told] = step(state, { key, command });
      state = frozen(after);
      return told;
    },
    encode: () => state,
  };
  return sideBySide(living, stored);
}

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}

test('a lock set that is stored before each command', () => {
  const both = () => alsoStored(openSet(allCompiled), systemStep(allCompiled));
  fc.assert(agreesWithSetTwin(both), { numRuns: 15 });
});

test('a lock manager that is stored before each command', () => {
  const both = (setup: ManagerSetup) =>
    alsoStored(openManager(allCompiled, setup), managerStep(allCompiled, setup));
  fc.assert(agreesWithManagerTwin(both), { numRuns: 15 });
});

test('what is stored does not tell who came first, though one be called by the number of another', () => {
  const how = { mode: 'shared', priority: 0, try: false, opportunistic: false, limited: false } as const;
  const asked = [
    { key: '7', name: 'n1' },
    { key: 7, name: 'n2' },
    { key: 'ann', name: 'n10' },
  ];
  const setup = {
    levels: [{ name: 'node', modifiable: true, members: ['n1', 'n10', 'n2'] }],
    bigLock: null,
  };
  const [one, other] = [asked, asked.toReversed()].map((order) => {
    const manager = openManager(allCompiled, setup);
    for (const { key, name } of order)
      manager.perform(key, { type: 'keyring.acquire', request: 7, level: 'node', names: [name], ...how });
    return manager.encode();
  });
  expect(one).toEqual(other);
  expect(one?.keyrings.map(({ key }) => key)).toEqual(['7', 7, 'ann']);
});
