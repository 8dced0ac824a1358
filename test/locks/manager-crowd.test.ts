/**
 * Hundreds of owners on one lock manager, at random, with everything that can happen to them: in the end
 * every lock is free, nobody waits, and nothing is left behind.
 */
import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { engines } from './engines.ts';
import { growth } from './heap.ts';
import { climb } from './manager-climb.ts';
import { Crowd } from './manager-crowd.ts';

const long = process.env['LOCKCHART_LONG'] !== undefined;
/** Another one by `LOCKCHART_SEED=7 npx vitest run test/locks/manager-crowd.test.ts`. */
const seed = Number(process.env['LOCKCHART_SEED'] ?? 1);

const MEGABYTE = 2 ** 20;

/** XState copies what an owner has at every event. */
const crowds = [
  ['compiled', 500, long ? 1_000_000 : 20_000],
  ['xstate', 100, long ? 20_000 : 1_500],
] as const;

/** What has to have happened, or the test shows less than it says. */
const happenings = (
  'acquire,opportunistic,all,release,downgrade,names,misuse,mishap,stopped,' +
  'added,removed,remove owned,duplicate-add,not-found,timeout,abort,closed'
).split(',');

test.each(crowds)(
  `on the %s engine, %d owners and %d operations at random (seed ${seed})`,
  { timeout: 900_000 },
  async (name, owners, operations) => {
    const crowd = new Crowd(seed, engines.find(([engine]) => engine === name)?.[1]);
    await crowd.run(owners, Math.min(operations / 2, 50_000), climb);
    const bytes = await growth(() => crowd.run(owners, operations, climb));
    expect(crowd.unexpected).toEqual([]);
    expect(crowd.inside.broken).toEqual([]);
    expect(happenings.filter((what) => crowd.tally.get(what) === undefined)).toEqual([]);

    const sets = crowd.manager.snapshot().levels.map(({ set }) => set);
    for (const { state, holders, queue } of sets.flatMap(({ setLock, members }) => [setLock, ...members])) {
      expect({ state, holders, queue }).toEqual({ state: 'free', holders: [], queue: [] });
    }
    expect(crowd.inside.size).toBe(0);
    expect(crowd.clock.pending).toBe(0);
    expect(getEventListeners(crowd.never, 'abort')).toEqual([]);
    expect(bytes).toBeLessThan(MEGABYTE);
  },
);
