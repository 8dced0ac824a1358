/**
 * What one owner holds, as it is kept in memory, against a plain map that is sorted anew for every question.
 */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { type Held, HeldMembers } from '../../src/core/lock-set/held-members.ts';

/** Names that come in order are kept otherwise than those that do not, and few otherwise than many. */
const name = fc.integer({ min: 0, max: 80 }).map((number) => `member${String(number).padStart(2, '0')}`);
const upwards = fc.uniqueArray(name, { maxLength: 60, size: 'max' }).map((names) => names.toSorted());
const step = fc.oneof(
  fc.record({ do: fc.constant('set' as const), names: fc.oneof(upwards, fc.array(name, { maxLength: 5 })) }),
  fc.record({ do: fc.constant('delete' as const), names: fc.array(name, { maxLength: 3 }) }),
  fc.record({ do: fc.constant('clear' as const), names: fc.constant([]) }),
  fc.record({ do: fc.constant('look' as const), names: fc.array(name, { maxLength: 5 }) }),
);

test.prop([fc.array(step, { maxLength: 30 })])('it is a map, whatever comes and goes', (run) => {
  const members = new HeldMembers();
  const map = new Map<string, Held>();
  for (const [number, { do: what, names }] of run.entries()) {
    for (const given of names) {
      const mode = number % 3 === 0 ? 'shared' : 'exclusive';
      const held: Held = { name: given, lock: number, request: number, mode, token: number };
      if (what === 'set') {
        members.set(given, held);
        map.set(given, held);
      } else if (what === 'delete') {
        members.delete(given);
        map.delete(given);
      } else {
        expect(members.get(given)).toBe(map.get(given));
        expect(members.has(given)).toBe(map.has(given));
      }
    }
    if (what === 'clear') {
      members.clear();
      map.clear();
    }
    expect(members.size).toBe(map.size);
    const sorted = [...map.keys()].toSorted();
    expect(members.sorted()).toEqual(sorted.map((one) => map.get(one)));
    expect(members.exclusive).toBe([...map.values()].filter(({ mode }) => mode === 'exclusive').length);
  }
});
