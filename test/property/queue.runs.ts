/**
 * Arbitrary runs of the queue of a lock by itself, and the property that it agrees with a list that is sorted
 * anew for every question: many priorities, waiters that leave from anywhere, and the jump of a shared group.
 * Every link of every line is checked.
 */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Mode } from '../../src/core/shared-lock/commands.ts';
import { Place } from '../../src/core/shared-lock/place.ts';
import { WaitQueue } from '../../src/core/shared-lock/queue.ts';

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('add'), mode: fc.constantFrom<Mode>('shared', 'exclusive') }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('remove') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('take') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('advance') }) },
);
const steps = fc.array(fc.tuple(step, fc.nat(), fc.nat({ max: 40 })), { maxLength: 300, size: 'max' });

/** The queue as a list of groups in order of arrival, which is sorted by priority when asked. */
class ListedQueue {
  groups: Place[][] = [];

  get places(): Place[] {
    const sorted = this.groups.toSorted(([one], [other]) => priorityOf(one) - priorityOf(other));
    return sorted.flat();
  }

  add(place: Place): void {
    const open = this.groups.find(
      ([first]) => place.mode === 'shared' && first?.mode === 'shared' && first.priority === place.priority,
    );
    if (open === undefined) this.groups.push([place]);
    else open.push(place);
  }

  remove(place: Place): void {
    this.groups = this.groups
      .map((group) => group.filter((other) => other !== place))
      .filter(({ length }) => length > 0);
  }

  advance(): void {
    const top = this.places[0]?.priority;
    const isJumping = ([first]: Place[]): boolean => first?.priority === top && first?.mode === 'shared';
    this.groups = [...this.groups.filter(isJumping), ...this.groups.filter((group) => !isJumping(group))];
  }
}

function firstOf(queue: WaitQueue, most: number): Place[] {
  const places: Place[] = [];
  for (const place of queue) if (places.push(place) === most) break;
  return places;
}

const priorityOf = (place: Place | undefined): number => place?.priority ?? 0;

export const queueIsTheList = fc.property(steps, (run) => {
  const queue = new WaitQueue();
  const list = new ListedQueue();
  for (const [number, [{ do: what, ...rest }, pick, priority]] of run.entries()) {
    const place =
      what === 'take' ? queue.head : (list.places[pick % Math.max(1, list.places.length)] ?? null);
    if (what === 'add' && 'mode' in rest) {
      const added = new Place(null, number + 1, priority, false, rest.mode, false);
      queue.add(added);
      list.add(added);
    } else if (what === 'advance') {
      queue.advanceSharers();
      list.advance();
    } else if (place !== null) {
      queue.remove(place);
      list.remove(place);
      expect([place.next, place.previous]).toEqual([place, place]);
    }
    const places = firstOf(queue, list.places.length + 1);
    expect(places.map(({ request }) => request)).toEqual(list.places.map(({ request }) => request));
    expect(queue.head?.request).toBe(list.places[0]?.request);
    expect(queue.size).toBe(list.places.length);
    for (const each of places) expect(each.next.previous === each && each.previous.next === each).toBe(true);
  }
});
