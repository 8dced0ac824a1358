/**
 * Model-based tests of a lock set: a shortest path to each state of the machine that one owner has, walked on
 * a live set through its public promises.
 *
 * The machine's events are what the owner asks, and what the catalogue and the locks answer. A live set
 * answers by itself; so others hold every lock, and do what makes it answer as the path says.
 */
import { describe, expect, test } from 'vitest';
import { getShortestPaths } from 'xstate/graph';
import { lockSetMachine } from '../../models/lock-set.machine.ts';
import type { LockSetCommand, LockSetEffect, SetAnswer } from '../../src/core/lock-set/commands.ts';
import type { State } from '../../src/core/lock-set/compiled.ts';
import type { LockEngine } from '../../src/index.node.ts';
import { xstateStep } from '../../src/testing/xstate-step.ts';
import { engines } from '../locks/engines.ts';
import { lockName, type Outcome, SetDriver, standing } from './set-driver.ts';
import { asksOfNobody, asksOfOwner, eventsIn, isTry } from './set-events.ts';

const step = xstateStep<State, LockSetCommand, LockSetEffect>(lockSetMachine);

const plain = ({ value, context }: { value: string; context: object }): State =>
  ({ value, context }) as State;

const shortestPaths = () =>
  getShortestPaths(lockSetMachine, {
    input: { owner: 'ann', alias: null },
    events: (snapshot) => eventsIn(plain(snapshot)),
    serializeState: (snapshot) => JSON.stringify(plain(snapshot)),
    limit: 100_000,
  });

interface Move {
  readonly before: State;
  readonly command: LockSetCommand;
  readonly after: State;
  readonly effects: readonly LockSetEffect[];
}

/** What was asked last, and what the machine has answered. */
interface Asked {
  readonly outcome: Outcome;
  answer: SetAnswer | undefined;
}

describe.each(engines)('on the %s engine', (_name, engine) => {
  test('a live set lets its owner walk every shortest path, and every step from its end', async () => {
    const paths = shortestPaths();
    expect(paths.length).toBe(196);
    let further = 0;
    for (const { steps } of paths) {
      // The first step is XState's own, to the initial state.
      const moves: Move[] = [];
      let state = plain(steps[0]?.state as { value: string; context: object });
      for (const { event } of steps.slice(1)) {
        const move = moved(state, event);
        moves.push(move);
        state = move.after;
      }
      const driver = await walk(moves, engine);
      if (isAtRest(state)) await refusals(driver, state);
      await leave(driver);
      // By itself a shortest path leaves out all steps to states that another one reaches.
      for (const move of eventsIn(state).map((command) => moved(state, command))) {
        if (JSON.stringify(move.after) === JSON.stringify(state)) continue;
        further += 1;
        await leave(await walk([...moves, move], engine));
      }
    }
    expect(further).toBe(541);
  });
});

function moved(before: State, command: LockSetCommand): Move {
  const [after, effects] = step(before, command);
  return { before, command, after, effects };
}

async function walk(moves: readonly Move[], engine: LockEngine | undefined): Promise<SetDriver> {
  const driver = new SetDriver(engine);
  let asked: Asked = { outcome: { said: null, names: [] }, answer: undefined };
  for (const [place, { before, command, after, effects }] of moves.entries()) {
    if (isAtRest(before)) {
      if (before.context.operation === null) await driver.keep();
      // What the set answers by itself, once this is done, has to be as the path says before that.
      const following = moves.slice(place + 1);
      const end = following.findIndex((move) => isAtRest(move.before));
      for (const { command: later } of following.slice(0, end === -1 ? following.length : end)) {
        if (later.type === 'lock.granted') driver.free(lockName(later.lock));
      }
      const outcome = await perform(driver, command);
      if (outcome !== undefined) asked = { outcome, answer: undefined };
    }
    asked.answer ??= effects.find((effect) => isAnswer(effect));
    if (isAtRest(after)) expectSame(driver, after, asked);
  }
  return driver;
}

async function leave(driver: SetDriver): Promise<void> {
  driver.abort();
  await settled();
  expect(standing(driver.set.snapshot()).waits).toEqual([]);
}

/** Whatever changes nothing is on no path: it is asked at the end of each. */
async function refusals(driver: SetDriver, state: State): Promise<void> {
  for (const command of [...asksOfNobody, ...asksOfOwner(state.context)]) {
    const [after, effects] = step(state, command);
    if (JSON.stringify(after) !== JSON.stringify(state)) continue;
    const outcome = await perform(driver, command);
    expectAnswer(outcome, effects.find(isAnswer));
    expectStanding(driver, state);
  }
}

/** Nothing is answered before somebody else does something. */
function isAtRest({ value, context }: State): boolean {
  if (value === 'acquiringMember') return !isTry(context);
  if (value === 'acquiringSetLock') return context.operation?.try === false;
  return ['idle', 'owning', 'openingToAdd', 'openingToRead', 'deleting'].includes(value);
}

/** Gives what it comes to, if it is something that the owner asks. */
async function perform(driver: SetDriver, command: LockSetCommand): Promise<Outcome | undefined> {
  let outcome: Outcome | undefined;
  if (command.type === 'lock.granted' || command.type === 'lock.deleted') driver.free(lockName(command.lock));
  else if (command.type !== 'lock.refused') outcome = driver.perform(command);
  else if (command.reason === 'deleted') await driver.end(lockName(command.lock));
  else driver.abort();
  await settled();
  return outcome;
}

/** Whatever promises have to do is done when the event loop takes its next turn. */
const settled = (): Promise<void> => new Promise(setImmediate);

function expectSame(driver: SetDriver, state: State, { outcome, answer }: Asked): void {
  expectStanding(driver, state);
  if (state.context.operation === null) expectAnswer(outcome, answer);
  else expect(outcome.said).toBeNull();
}

function expectStanding({ set }: SetDriver, { context: { setLock, members: held, operation } }: State): void {
  const all = setLock === null ? held : [setLock, ...held];
  expect(standing(set.snapshot())).toEqual({
    holds: all.map(({ lock, mode }) => `${lockName(lock)} ${mode}`),
    waits: operation?.at == null ? [] : [lockName(operation.at.lock)],
  });
}

/** What the promise comes to, or the call. */
function expectAnswer(outcome: Outcome | undefined, answer: SetAnswer | undefined): void {
  if (answer?.type === 'set.refused') {
    const isPartly = answer.reason === 'abort' && answer.names.length > 0;
    expect(outcome?.said).toBe(isPartly ? 'aborted' : answer.reason);
    return;
  }
  expect(outcome?.said).toBe('done');
  if (answer?.type === 'set.acquired' || answer?.type === 'set.removed')
    expect(outcome?.names).toEqual(answer.names);
}

const isAnswer = (effect: LockSetEffect): effect is SetAnswer => effect.type.startsWith('set.');
