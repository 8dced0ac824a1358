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
    const wait = (owner: string | null, place: number): ConditionCommand => ({
      type: 'condition.wait',
      owner,
      request: request + place,
      try: false,
    });
    for (const { owner, request: waiting } of [...waiters, { owner: 'newcomer', request }]) {
      // Twice: the second time it waits already.
      const twice = [wait(owner, 0), wait(owner, 1)];
      yield [...twice, { type: 'condition.notify', owner }, wait(owner, 2)];
      yield [
        ...twice,
        { type: 'condition.cancel', owner, request: waiting, reason: 'timeout' },
        wait(owner, 2),
      ];
    }
  }),
];
