/**
 * States as bytes: nothing is lost, nothing is taken for something else, and what is not plain JSON is
 * refused.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { isSame } from '../../src/testing/model.ts';
import { StateStore } from '../../src/testing/state-store.ts';

const json = fc
  .jsonValue({ depthSize: 'medium' })
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown);

describe('the states of an exploration', () => {
  test.prop([fc.array(json, { maxLength: 60 })])('are kept each once, and given back', (values) => {
    const store = new StateStore<unknown>();
    const numbers = new Map<string, number>();
    for (const value of values) {
      const text = JSON.stringify(value);
      const known = numbers.get(text);
      expect(store.numberOf(value)).toBe(known ?? -1);
      const number = store.add(value);
      expect(number).toBe(known ?? numbers.size);
      numbers.set(text, number);
      expect(store.length).toBe(numbers.size);
    }
    for (const [text, number] of numbers) expect(JSON.stringify(store.at(number))).toBe(text);
  });

  test('are found again among many, with thousands of different symbols', () => {
    const store = new StateStore<{ readonly id: number; readonly names: readonly string[] }>();
    const stateOf = (id: number) => ({ id, names: Array.from({ length: id % 7 }, () => `name ${id}`) });
    for (let id = 0; id < 50_000; id += 1) expect(store.add(stateOf(id))).toBe(id);
    for (let id = 0; id < 50_000; id += 97) {
      expect(store.numberOf(stateOf(id))).toBe(id);
      expect(store.at(id)).toEqual(stateOf(id));
    }
    expect(store.numberOf({ id: 1, names: [] })).toBe(-1);
    expect(store.bytes / store.length).toBeLessThan(100);
  });

  test('a key may be __proto__', () => {
    const store = new StateStore<unknown>();
    const state: unknown = JSON.parse('{"a":[{"__proto__":{"b":1},"c":2}]}');
    expect(JSON.stringify(store.at(store.add(state)))).toBe(JSON.stringify(state));
    expect(store.numberOf({ a: [{ c: 2 }] })).toBe(-1);
  });

  test.each([
    ['a date', { at: new Date(0) }],
    ['a map', [new Map()]],
    ['undefined', { at: undefined }],
    ['a function', { at: () => 0 }],
    ['a bigint', [1n]],
  ])('must be plain JSON: %s is not', (_name, state) => {
    expect(() => new StateStore<unknown>().add(state)).toThrow(TypeError);
  });
});

describe('isSame', () => {
  test.prop([json, json])('is equality of JSON, whatever the order of keys', (one, other) => {
    expect(isSame(one, JSON.parse(JSON.stringify(one)))).toBe(true);
    if (JSON.stringify(one) === JSON.stringify(other)) expect(isSame(one, other)).toBe(true);
    else if (isSame(one, other)) expect(other).toEqual(one);
  });

  test.each([
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: 1, b: 2 }, { a: 1 }, false],
    [[1, 2], [1], false],
    [[], {}, false],
    [null, {}, false],
    [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }, false],
  ])('%j and %j: %j', (one, other, same) => {
    expect(isSame(one, other)).toBe(same);
  });
});
