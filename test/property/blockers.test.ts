/**
 * Whom a request waits for, by example; that these are just enough is a property of its own (`blockers-…` in
 * src/testing/properties/shared-lock.ts).
 */
import { expect, test } from 'vitest';
import { blockers } from '../../src/core/shared-lock/blockers.ts';
import { initialState, step } from '../../src/core/shared-lock/compiled.ts';

test('whoever holds or stands before, in a mode that excludes it, is in the way of a request', () => {
  const asked = [
    ['ann', 'shared'],
    ['bob', 'shared'],
    ['cy', 'exclusive'],
    ['dee', 'shared'],
    ['eve', 'shared'],
    ['fay', 'exclusive'],
    [null, 'shared'],
  ] as const;
  let state = initialState;
  for (const [place, [owner, mode]] of asked.entries()) {
    const how = { priority: place === 6 ? 1 : 0, try: false };
    [state] = step(state, { type: 'lock.acquire', owner, request: place + 1, mode, ...how });
  }
  const inTheWayOf = (request: number) => blockers(state.context, request).map(({ owner }) => owner);
  expect(blockers(state.context, 3)).toEqual([
    { owner: 'ann', request: 1 },
    { owner: 'bob', request: 2 },
  ]);
  // A writer is what sharers wait for, be it that one waits itself.
  expect([inTheWayOf(4), inTheWayOf(5)]).toEqual([['cy'], ['cy']]);
  expect(inTheWayOf(6)).toEqual(['ann', 'bob', 'cy', 'dee', 'eve']);
  expect(inTheWayOf(7)).toEqual(['cy', 'fay']);
  // Neither a holder nor a stranger waits.
  expect([inTheWayOf(1), inTheWayOf(99)]).toEqual([[], []]);
});
