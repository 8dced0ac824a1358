/**
 * A place tells where it stands, from asking to the end: a shell looks at nothing else.
 */
import { expect, test } from 'vitest';
import { type Live, send, start } from '../../src/core/shared-lock/compiled.ts';
import { Place } from '../../src/core/shared-lock/place.ts';

function ask(lock: Live, owner: string, request: number): Place {
  const place = new Place(owner, request, 0, false, 'exclusive', false);
  expect(place.standing).toBe('none');
  send(lock, 'lock.acquire', place, () => {});
  return place;
}

test('it waits, holds, and is nowhere when it has given up or let go', () => {
  const lock = start(undefined);
  const [ann, bob, cy] = [ask(lock, 'ann', 1), ask(lock, 'bob', 2), ask(lock, 'cy', 3)];
  const standings = () => [ann, bob, cy].map(({ standing }) => standing);
  expect(standings()).toEqual(['holder', 'waiter', 'waiter']);
  send(lock, 'lock.cancel', { owner: 'bob', request: 2, reason: 'abort' }, () => {});
  expect(standings()).toEqual(['holder', 'none', 'waiter']);
  send(lock, 'lock.release', ann, () => {});
  expect(standings()).toEqual(['none', 'none', 'holder']);
  send(lock, 'lock.delete', { owner: 'cy', request: 4, priority: 0, try: false }, () => {});
  expect(standings()).toEqual(['none', 'none', 'none']);
});
