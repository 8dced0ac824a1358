/**
 * What follows from any state of a condition.
 */
import type { ConditionCommand, ConditionEffect } from '../../core/condition/commands.ts';
import type { State } from '../../core/condition/compiled.ts';
import type { Property } from './property.ts';
import { roundTrip } from './round-trip.ts';

export const conditionProperties: readonly Property<State, ConditionCommand, ConditionEffect>[] = [
  roundTrip(function* ({ context: { waiters } }) {
    const request = Math.max(0, ...waiters.map((waiter) => waiter.request)) + 1;
    const isTry = { try: false };
    const ends: ConditionCommand[] = [
      { type: 'condition.wait', owner: null, request: request + 1, ...isTry },
      { type: 'condition.notify', owner: null },
      { type: 'condition.wait', owner: null, request: request + 2, ...isTry },
    ];
    for (const { owner, request: waiting } of [...waiters, { owner: 'newcomer', request: 0 }]) {
      yield [{ type: 'condition.wait', owner, request, ...isTry }, ...ends];
      yield [{ type: 'condition.notify', owner }, ...ends];
      yield [{ type: 'condition.cancel', owner, request: waiting, reason: 'timeout' }, ...ends];
    }
  }),
];
