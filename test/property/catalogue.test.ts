/**
 * The catalogue of a lock set by itself: a removal is of a lock, and not of a name.
 */
import { expect, test } from 'vitest';
import type { CatalogueCommand } from '../../src/core/catalogue/commands.ts';
import { initialState, step } from '../../src/core/catalogue/compiled.ts';

const removed = (lock: number): CatalogueCommand => ({ type: 'catalogue.remove', name: 'a', lock, token: 5 });
const added: CatalogueCommand = { type: 'catalogue.add', names: ['a'] };

test('a removal that comes late leaves the name to the lock that has it by then', () => {
  let state = initialState;
  for (const command of [added, removed(1), added, removed(1)]) [state] = step(state, command);
  expect(state.context.members).toEqual([{ name: 'a', lock: 2 }]);
});

test('a removal of what is gone changes nothing but the last token', () => {
  const [state, effects] = step(initialState, removed(1));
  expect(state).toEqual({ ...initialState, context: { ...initialState.context, token: 5 } });
  expect(effects).toEqual([{ type: 'catalogue.removed', lock: 1 }]);
});
