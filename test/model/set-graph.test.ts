/**
 * Model-based tests of a lock set: a shortest path to each state of the machine that one owner has, walked on a
 * live set through its public promises.
 *
 * The machine's events are what the owner asks, and what the catalogue and the locks answer. A live set answers
 * by itself; so others hold every lock, and do what makes it answer as the path says.
 */
import { describe, expect, test } from 'vitest';
import { getShortestPaths } from 'xstate/graph';
import { lockSetMachine } from '../../models/lock-set.machine.ts';
import type { LockSetCommand, LockSetEffect, SetAnswer } from '../../src/core/lock-set/commands.ts';
import type { State } from '../../src/core/lock-set/compiled.ts';
import type { LockEngine } from '../../src/index.node.ts';
import { xstateStep } from '../../src/testing/xstate-step.ts';
import { engines } from '../locks/engines.ts';
import { lockName, MEMBERS, type Outcome, SetDriver, standing } from './set-driver.ts';

const step = xstateStep<State, LockSetCommand, LockSetEffect>(lockSetMachine);

/** Ids and tokens mean nothing to the machine of one owner. */
const request = 1;
const token = 1;
const said = { owner: 'ann', request };

const members = MEMBERS.map((name, place) => ({ name, lock: place + 1 }));
const isMember = (name: string): boolean => members.some((member) => member.name === name);

/** What can come next: what the owner asks where nothing is under way, else an answer. */
function eventsIn({ value, context }: State): LockSetCommand[] {
  const { operation } = context;
  const at = operation?.at?.lock ?? 0;
  const granted = {
    type: 'lock.granted',
    lock: at,
    ...said,
    mode: operation?.mode ?? 'exclusive',
    token,
  } as const;
  const refused = (reason: 'abort' | 'timeout' | 'deleted'): LockSetCommand => ({
    type: 'lock.refused',
    lock: at,
    ...said,
    reason,
  });
  const found = (names: readonly string[]): LockSetCommand => ({
    type: 'catalogue.resolved',
    members: members.filter(({ name }) => names.includes(name)),
    missing: names.filter((name) => !isMember(name)),
  });
  const names = operation?.names ?? [];
  switch (value) {
    case 'idle':
      return asksOfNobody;
    case 'owning':
      return asksOfOwner(context);
    case 'resolving':
      return [found(names)];
    case 'lookingUp':
      return [found(names.slice(0, names.length - (operation?.todo.length ?? 0)).slice(-1))];
    case 'listing':
    case 'reading':
      return [{ type: 'catalogue.listed', members }];
    case 'adding':
      return names.some(isMember)
        ? [{ type: 'catalogue.duplicate', names: names.filter(isMember) }]
        : [{ type: 'catalogue.added', members: names.map((name) => ({ name, lock: 3 })), token: 0 }];
    case 'adopting':
      return [{ ...granted, lock: 3 }];
    case 'openingToRead':
      return [{ ...granted, mode: 'shared' }, refused('abort')];
    case 'openingToAdd':
      return [{ ...granted, mode: 'exclusive' }, refused('abort')];
    case 'acquiringSetLock':
      return [granted, refused('abort')];
    case 'acquiringMember':
      return [
        granted,
        ...(operation?.opportunistic ? [refused('timeout')] : [refused('abort'), refused('deleted')]),
      ];
    case 'deleting':
      return [{ type: 'lock.deleted', lock: at, ...said, token }, refused('abort'), refused('deleted')];
    default:
      throw new Error(`'${value}' is no state to be in when an event comes`);
  }
}

const acquire = { type: 'set.acquire', request, priority: 0, try: false, limited: false } as const;

const asksOfNobody: LockSetCommand[] = [
  ...(['shared', 'exclusive'] as const).flatMap((mode) =>
    [null, [...MEMBERS], ['a'], ['b'], ['a', 'zz']].flatMap((names) =>
      [false, true].map((opportunistic) => ({ ...acquire, names, mode, opportunistic })),
    ),
  ),
  { type: 'set.add', request, names: ['a'], acquire: null },
  { type: 'set.add', request, names: ['c'], acquire: 'exclusive' },
  { type: 'set.remove', request, names: ['zz', ...MEMBERS] },
  { type: 'set.names', request },
];

function asksOfOwner({ members: held, setLock }: State['context']): LockSetCommand[] {
  const some = [null, [], ...held.map(({ name }) => [name])];
  return [
    ...some.map((names) => ({ type: 'set.release' as const, request, names })),
    ...some.map((names) => ({ type: 'set.downgrade' as const, request, names })),
    ...held.map(({ name }) => ({ type: 'set.remove' as const, request, names: [name] })),
    ...(setLock !== null && !held.some(({ name }) => name === 'c')
      ? [{ type: 'set.add', request, names: ['c'], acquire: 'shared' } as const]
      : []),
    { type: 'set.names', request },
  ];
}

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
  test('a live set lets its owner walk every shortest path as its machine does', async () => {
    const paths = shortestPaths();
    expect(paths.length).toBe(189);
    for (const { steps } of paths) {
      const [initial, ...rest] = steps;
      let before = plain(initial?.state as { value: string; context: object });
      const moves = rest.map(({ event: command }): Move => {
        const [after, effects] = step(before, command);
        const move = { before, command, after, effects };
        before = after;
        return move;
      });
      await walk(moves, engine);
    }
  });
});

async function walk(moves: readonly Move[], engine: LockEngine | undefined): Promise<void> {
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
  const end = moves.at(-1)?.after;
  if (end !== undefined && isAtRest(end)) await refusals(driver, end);
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
function isAtRest({ value, context: { operation } }: State): boolean {
  if (value === 'acquiringMember') return operation?.opportunistic === false;
  return ['idle', 'owning', 'acquiringSetLock', 'openingToAdd', 'openingToRead', 'deleting'].includes(value);
}

/** Gives what it comes to, if it is something that the owner asks. */
async function perform(driver: SetDriver, command: LockSetCommand): Promise<Outcome | undefined> {
  let outcome: Outcome | undefined;
  if (command.type === 'lock.granted' || command.type === 'lock.deleted') driver.free(lockName(command.lock));
  else if (command.type !== 'lock.refused') outcome = driver.perform(command);
  else if (command.reason === 'deleted') await driver.end(lockName(command.lock));
  else driver.abort();
  // Whatever promises have to do is done when the event loop takes its next turn.
  await new Promise(setImmediate);
  return outcome;
}

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
