/**
 * Model-based tests: XState's own graph tools find a shortest path to each state of the machine, and each
 * path is walked on a live lock, through its public promises. After every event the snapshot, and what was
 * promised to whom, are as the machine says; from the end of the path every further step is taken, too.
 */
import { describe, expect, test } from 'vitest';
import { getShortestPaths } from 'xstate/graph';
import { renamedLock, renaming } from '../../models/renaming.ts';
import { sharedLockMachine } from '../../models/shared-lock.machine.ts';
import { sharedLockModels } from '../../models/shared-lock.model.ts';
import type { LockCommand, LockEffect } from '../../src/core/shared-lock/commands.ts';
import { initialState, type State } from '../../src/core/shared-lock/compiled.ts';
import type { LockEngine } from '../../src/index.node.ts';
import { xstateStep } from '../../src/testing/xstate-step.ts';
import { engines } from '../locks/engines.ts';
import { LockDriver, type Outcome } from './lock-driver.ts';

const step = xstateStep<State, LockCommand, LockEffect>(sharedLockMachine);
const [{ commands }] = sharedLockModels as readonly [(typeof sharedLockModels)[number]];

/** Three owners, two priorities: all that can be asked through promises. */
function eventsIn(state: State): LockCommand[] {
  const waiting = state.context.queue.flatMap(({ waiters }) => waiters.map(({ request }) => request));
  return commands(state).flatMap((command): LockCommand[] => {
    if (command.type === 'lock.raise') {
      // A timer raises, by one, and there is none where that is not possible.
      const group = state.context.queue.find(({ waiters }) =>
        waiters.some((one) => one.request === command.request),
      );
      return group !== undefined && group.priority === command.priority + 1 ? [command] : [];
    }
    if (command.type !== 'lock.cancel') return [command];
    // Only a request that waits has a timer or listens to its signal. One owner gives up by the latter.
    if (!waiting.includes(command.request)) return [];
    return [{ ...command, reason: command.owner === 'cy' ? 'abort' : 'timeout' }];
  });
}

const plain = ({ value, context }: { value: string; context: object }): State =>
  ({ value, context }) as State;

const shortestPaths = () =>
  getShortestPaths(sharedLockMachine, {
    events: (snapshot) => eventsIn(plain(snapshot)),
    // Tokens and request ids only grow: as they are, no state would ever come again.
    serializeState: (snapshot) => keyOf(plain(snapshot)),
    limit: 100_000,
  });

const keyOf = (state: State): string => JSON.stringify(renamedLock(state, renaming()));

describe.each(engines)('on the %s engine', (_name, engine) => {
  test('a live lock walks every shortest path, and every step from its end, as its machine does', async () => {
    const paths = shortestPaths();
    expect(paths.length).toBe(394);
    let further = 0;
    for (const { steps, state } of paths) {
      // The first step is XState's own, to the initial state.
      const path = steps.slice(1).map(({ event }) => event);
      const end = await walk(path, engine);
      expect(keyOf(end)).toBe(keyOf(plain(state)));
      further += await stepsFrom(end, path, engine);
    }
    expect(further).toBe(3_296);
  });
});

/**
 * A shortest path leads to a state that no shorter one has reached, so by itself it leaves out most steps.
 */
async function stepsFrom(
  end: State,
  path: readonly LockCommand[],
  engine: LockEngine | undefined,
): Promise<number> {
  const commandsOn = eventsIn(end).filter((command) => changes(end, command));
  for (const command of commandsOn) {
    const driver = new LockDriver(engine);
    for (const earlier of path) driver.perform(earlier);
    await perform(driver, end, command);
    await finish(driver);
  }
  return commandsOn.length;
}

async function walk(path: readonly LockCommand[], engine: LockEngine | undefined): Promise<State> {
  const driver = new LockDriver(engine);
  let state = initialState;
  for (const command of path) state = await perform(driver, state, command);
  for (const command of eventsIn(state)) {
    if (!changes(state, command)) await perform(driver, state, command);
  }
  await finish(driver);
  return state;
}

const changes = (state: State, command: LockCommand): boolean =>
  JSON.stringify(step(state, command)[0]) !== JSON.stringify(state);

/** Nothing is left behind. */
async function finish({ lock, clock, asked }: LockDriver): Promise<void> {
  lock.close();
  await settled();
  expect(clock.timers.size).toBe(0);
  expect([...asked.values()].filter(({ said }) => said === null)).toEqual([]);
}

/** Whatever promises have to do is done when the event loop takes its next turn. */
const settled = (): Promise<void> => new Promise(setImmediate);

/** Does it on both, and compares. Gives the machine's next state. */
async function perform(driver: LockDriver, before: State, command: LockCommand): Promise<State> {
  const [after, effects] = step(before, command);
  const outcome = driver.perform(command);
  await settled();
  const { value, context } = after;
  expect(driver.lock.snapshot()).toEqual({
    name: 'driven',
    state: value,
    closed: context.closed,
    holders: context.holds.map(({ owner, mode, token }) => ({ owner, mode, token })),
    queue: context.queue.map(({ waiters, ...group }) => ({
      ...group,
      owners: waiters.map(({ owner }) => owner),
    })),
  });
  for (const effect of effects) expectSaid(driver, effect, outcome);
  for (const { request, ...hold } of context.holds) {
    expect(driver.asked.get(request)?.hold).toMatchObject({ ...hold, isHeld: true });
  }
  const waiting = context.queue.flatMap(({ waiters }) => waiters.map(({ request }) => request));
  const pending = [...driver.asked].filter(([, { said }]) => said === null).map(([request]) => request);
  expect(pending.toSorted()).toEqual(waiting.toSorted());
  return after;
}

/** The machine's answer is what the promise of the request came to, or what the call did. */
function expectSaid({ asked }: LockDriver, effect: LockEffect, outcome: Outcome): void {
  const { type, request } = effect;
  const of = (request === null ? undefined : asked.get(request)) ?? outcome;
  if (type === 'lock.granted') expect(of.said).toBe('granted');
  else if (type === 'lock.deleted') expect(of.said).toBe('deleted');
  else if (type === 'lock.refused') expect(of.said).toBe(effect.reason);
  else expect(outcome.said).not.toBeNull();
}
