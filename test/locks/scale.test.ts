/**
 * Many groups, and many waiters, of one lock. Only outcomes are asserted; times are measured in bench/.
 *
 * XState copies the context at every command, so that n waiters that come one by one cost n² there, about a
 * minute for 20,000. On XState that many are therefore put in the queue by restoring a snapshot, which is
 * plain JSON.
 */
import { describe, expect, test } from 'vitest';
import { createActor } from 'xstate';
import type { LockCommand, LockEffect } from '../../src/core/shared-lock/commands.ts';
import { type State, step } from '../../src/core/shared-lock/compiled.ts';
import { type Mode, SharedLock } from '../../src/index.ts';
import { sharedLockMachine } from '../../src/machines.ts';
import { engines } from './engines.ts';
import { turn } from './kit.ts';

const GROUPS = 20_000;

/** A writer holds, and behind it wait two sharers in each of so many priorities. */
function heldWithGroups(groups: number): State {
  const queue = Array.from({ length: groups }, (_, priority) => ({
    priority,
    mode: 'shared' as const,
    deletes: false,
    waiters: [
      { owner: `owner ${priority}`, request: 2 * priority + 2 },
      { owner: null, request: 2 * priority + 3 },
    ],
  }));
  const holds = [{ owner: 'writer', request: 1, mode: 'exclusive' as const, token: 1 }];
  return { value: 'exclusive', context: { token: 1, closed: false, holds, queue } };
}

/** What XState's own interpreter makes of it. */
function interpret(state: State, command: LockCommand): [State, LockEffect[]] {
  const snapshot = sharedLockMachine.resolveState({ value: state.value, context: state.context });
  const actor = createActor(sharedLockMachine, { snapshot });
  const effects: LockEffect[] = [];
  actor.on('*', (effect) => effects.push(effect));
  actor.start();
  actor.send(command);
  const { value, context } = actor.getSnapshot();
  return [{ value, context }, effects];
}

test(`one release grants ${GROUPS} groups of different priorities, in the same way on both engines`, () => {
  const state = heldWithGroups(GROUPS);
  const before = JSON.stringify(state);
  const command: LockCommand = { type: 'lock.release', owner: 'writer' };
  const [compiled, effects] = step(state, command);
  expect(effects).toHaveLength(1 + 2 * GROUPS);
  expect(effects.filter(({ type }) => type === 'lock.granted')).toHaveLength(2 * GROUPS);
  expect(effects.at(-1)).toMatchObject({ token: 2 * GROUPS + 1, request: 2 * GROUPS + 1 });
  expect(compiled).toMatchObject({ value: 'shared', context: { queue: [], token: 2 * GROUPS + 1 } });
  const [interpreted, told] = interpret(state, command);
  expect(told).toEqual(effects);
  expect(interpreted).toEqual(compiled);
  expect(JSON.stringify(state)).toBe(before);
});

test.each(['lock.close', 'lock.delete'] as const)(
  `%s refuses ${GROUPS} groups in the same way on both engines`,
  (type) => {
    const state = heldWithGroups(GROUPS);
    const asker = { owner: 'writer', request: 10 ** 9, priority: 0, try: false };
    const command: LockCommand = type === 'lock.close' ? { type } : { type, ...asker };
    const [compiled, effects] = step(state, command);
    expect(effects.filter((effect) => effect.type === 'lock.refused')).toHaveLength(2 * GROUPS);
    expect(interpret(state, command)).toEqual([compiled, effects]);
  },
);

describe.each(engines)('on the %s engine', (name, engine) => {
  const groups = name === 'compiled' ? GROUPS : 1_000;

  test(`${groups} sharers of as many priorities are granted by one release, in order`, async () => {
    const lock = new SharedLock('config', { engine });
    const writer = await lock.acquire();
    const granted: number[] = [];
    for (let priority = groups; priority > 0; priority -= 1) {
      void lock.acquire({ mode: 'shared', priority }).then(() => granted.push(priority));
    }
    expect(lock.waiterCount).toBe(groups);
    writer.release();
    await turn();
    expect(granted).toEqual(Array.from({ length: groups }, (_, i) => i + 1));
    expect(lock.snapshot()).toMatchObject({ state: 'shared', queue: [] });
  });
});

/** Numbers that look random and are the same every time. */
function* numbersBelow(limit: number): Generator<number, never> {
  for (let seed = 1; ; seed = (seed * 48_271) % 2_147_483_647) yield seed % limit;
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  const left = [...items];
  const random = numbersBelow(2 ** 31);
  for (let i = left.length - 1; i > 0; i -= 1) {
    const j = random.next().value % (i + 1);
    [left[i], left[j]] = [left[j] as Item, left[i] as Item];
  }
  return left;
}

const crowds = [
  ['compiled', 100_000, false],
  ['compiled', 100_000, true],
  ['xstate', 1_000, true],
] as const;

test.each(crowds)(
  'on the %s engine, of %d waiters half leave in random order (named: %s)',
  async (name, many, named) => {
    const lock = new SharedLock('config', { engine: engines.find(([engine]) => engine === name)?.[1] });
    const holder = await lock.acquire();
    const modes: Mode[] = [];
    const random = numbersBelow(3);
    for (let i = 0; i < many; i += 1) modes.push(random.next().value === 0 ? 'exclusive' : 'shared');
    const leavers = shuffled(modes.map((_mode, i) => i)).slice(0, many / 2);
    const controllers = new Map(leavers.map((i) => [i, new AbortController()]));
    const gone: number[] = [];
    const served: number[] = [];
    const inside = { shared: 0, exclusive: 0 };
    let broken = 0;

    for (const [i, mode] of modes.entries()) {
      const options = { mode, owner: named ? `owner ${i}` : undefined, signal: controllers.get(i)?.signal };
      lock.acquire(options).then(
        async (hold) => {
          served.push(i);
          inside[mode] += 1;
          if (inside.exclusive > 1 || (inside.exclusive === 1 && inside.shared > 0)) broken += 1;
          await Promise.resolve();
          inside[mode] -= 1;
          hold.release();
        },
        () => gone.push(i),
      );
    }
    expect(lock.waiterCount).toBe(many);
    const reason = new Error('leaves');
    for (const i of leavers) controllers.get(i)?.abort(reason);
    await turn();
    expect(gone).toEqual(leavers);
    expect(lock.waiterCount).toBe(many / 2);

    holder.release();
    await expect.poll(() => served.length, { timeout: 30_000 }).toBe(many / 2);
    // All sharers are one group, which stands where the first of them came, though that one may have left.
    const left = modes.map((_mode, i) => i).filter((i) => !controllers.has(i));
    const opened = modes.indexOf('shared');
    const writersBefore = left.filter((i) => i < opened);
    const sharers = left.filter((i) => modes[i] === 'shared');
    const writersAfter = left.filter((i) => i > opened && modes[i] === 'exclusive');
    expect(served).toEqual([...writersBefore, ...sharers, ...writersAfter]);
    expect(broken).toBe(0);
    await turn();
    expect(lock.snapshot()).toMatchObject({ state: 'free', holders: [], queue: [] });
  },
);
