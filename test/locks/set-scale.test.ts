/**
 * Very many members of one set. Only outcomes are asserted; times are measured in bench/. Whatever grew with
 * the square of their number would not come to an end here.
 */
import { expect, test } from 'vitest';
import { randomFrom, shuffled } from '../../bench/random.ts';
import { ALL, LockManager, LockSet } from '../../src/index.ts';
import { engines } from './engines.ts';

/** XState copies what an owner has at every event. */
const sets = [
  ['compiled', 100_000],
  ['xstate', 300],
] as const;

const engineOf = (name: string) => engines.find(([engine]) => engine === name)?.[1];

function membersOf(count: number): { sorted: readonly string[]; given: readonly string[] } {
  const sorted = Array.from({ length: count }, (_, number) => `member${String(number).padStart(6, '0')}`);
  return { sorted, given: shuffled(sorted, randomFrom(1)) };
}

test.each(sets)('on the %s engine, a set of %d is taken as a whole and taken apart', async (name, count) => {
  const { sorted, given } = membersOf(count);
  const set = new LockSet('set', given, { engine: engineOf(name) });
  const ann = { owner: 'ann' };
  const all = await set.acquire(ALL, ann);
  expect(all.names).toEqual(sorted);

  // One by one, and every other one of many.
  const some = given.slice(0, count / 10);
  for (const member of some) all.downgrade(member);
  expect(given.map((member) => all.mode(member)).filter((mode) => mode === 'shared')).toHaveLength(
    some.length,
  );
  expect(set.owningAll(ann)).toBe(true);
  for (const member of some) all.release(member);
  expect(set.owningAll(ann)).toBe(false);
  expect(set.listOwned(ann)).toEqual(given.slice(count / 10).toSorted());
  expect(await set.remove(given.slice(count / 2), ann)).toEqual(given.slice(count / 2));
  all.release();

  const rest = given.slice(0, count / 2);
  expect(await set.names()).toEqual(rest.toSorted());
  expect(await set.remove(given, { owner: 'bob' })).toEqual(rest);
  expect(await set.names()).toEqual([]);
  const again = await set.add(given, { acquire: 'shared', owner: 'ann' });
  expect(again.names).toEqual(sorted);
  again.release();
  expect(set.snapshot().members.every(({ state }) => state === 'free')).toBe(true);
});

test.each(sets)('on the %s engine, a set of %d that cannot be had is given back', async (name, count) => {
  const { sorted, given } = membersOf(count);
  const manager = new LockManager({ levels: [{ name: 'level', members: given }], engine: engineOf(name) });
  const last = sorted.slice(-1);
  const ann = manager.keyring('ann');
  await ann.acquire('level', last);
  const bob = manager.keyring('bob');
  await expect(bob.acquire('level', given, { timeout: 0 })).rejects.toMatchObject({ code: 'timeout' });
  const most = await bob.acquire('level', ALL, { opportunistic: true });
  expect(most.names).toEqual(sorted.slice(0, -1));
  bob.close();
  ann.close();
  const [level] = manager.snapshot().levels;
  expect(level?.set.members.every(({ state, queue }) => state === 'free' && queue.length === 0)).toBe(true);
});
