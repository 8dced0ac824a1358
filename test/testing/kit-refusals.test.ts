/** What the kit refuses to check, and what it says of an adapter that does not do as the kit asks. */
import { describe, expect, test } from 'vitest';
import { type Capabilities, checkLock, type KitLock } from '../../src/testing.ts';
import { queued } from './written-locks.ts';

const resultOf = (make: () => KitLock, offered: Capabilities, property: string) =>
  checkLock({ name: 'written', make }, offered, { seed: 1 })
    .find(({ name }) => name === property)
    ?.check();

function never(): never {
  throw new Error('nothing is made');
}

describe('what cannot be checked is refused, and nothing is passed over in silence', () => {
  const name = 'mine';
  const make = (): KitLock => queued();
  test.each<[string, object, object, string]>([
    [
      'a capability that there is not',
      { timout: true },
      {},
      'There is no capability timout; there are shared, ',
    ],
    ['one of every object', { toString: true }, {}, 'There is no capability toString'],
    ['another value', { reentry: true }, {}, "The capability reentry is 'refused' or 'granted', not true."],
    ['another word', { names: 'many' }, {}, "The capability names is 'one' or 'several', not many."],
    ['a time below 0', { latency: -5 }, {}, 'latency is a finite number of milliseconds, 0 or more, not -5.'],
    ['no turn', { turns: 0 }, {}, 'turns is a whole number, 1 or more, not 0.'],
    ['an upgrade of nothing', { upgrade: 'upgradeable' }, {}, 'needs upgradeable: true'],
    ['a method that there is not', { isLocked: true }, {}, 'mine offers isLocked, but'],
    ['no scenario at all', {}, { runs: 0 }, 'The option runs is a whole number, 1 or more, not 0.'],
    ['fewer than none', {}, { runs: -1 }, 'The option runs is a whole number, 1 or more, not -1.'],
    ['a part of a seed', {}, { seed: 1.5 }, 'The option seed is a whole number, not 1.5.'],
    ['no path', {}, { seed: 1, path: 'zzz' }, 'The option path is the path of a report'],
    ['a path without its seed', {}, { path: '0:1' }, 'there is no seed'],
    ['an option that there is not', {}, { run: 1 }, 'There is no option run; there are seed, path, runs.'],
  ])('%s', (_what, offered, options, message) => {
    const check = () => checkLock({ name, make }, offered, options);
    expect(check).toThrow(TypeError);
    expect(check).toThrow(message);
  });

  test('what is undefined is left out', () => {
    const options = { seed: undefined, path: undefined, runs: undefined };
    expect(
      checkLock({ name, make }, { shared: undefined } as object, options as object).length,
    ).toBeGreaterThan(5);
  });

  const lock = queued();
  test.each<[string, Capabilities, string, object, string]>([
    [
      'a try that gives null',
      { tryAcquire: true },
      'tries',
      { tryAcquire: () => null },
      'tryAcquire gave null',
    ],
    [
      'one that gives false',
      { tryAcquire: true },
      'tries',
      { tryAcquire: async () => false },
      'or undefined',
    ],
    ['an acquire that gives nothing', {}, 'exclusion', { acquire: () => undefined }, 'must give a promise'],
    [
      'one that gives no hold',
      {},
      'exclusion',
      { acquire: async () => ({}) },
      'acquire gave an object without release()',
    ],
    ['a run that gives no promise', { run: true }, 'body-rejects', { run: () => 1 }, 'run gave 1, and must'],
    ['a hold without upgrade', { shared: true, upgrade: 'shared' }, 'upgrade', lock, 'without upgrade()'],
    [
      'an upgrade that gives no promise',
      { shared: true, upgrade: 'shared' },
      'upgrade',
      { acquire: async () => ({ release() {}, upgrade() {} }) },
      'upgrade gave undefined, and must give a promise',
    ],
  ])('%s', async (_what, offered, property, methods, message) => {
    const broken = () => ({ ...lock, ...methods }) as KitLock;
    const found = resultOf(broken, offered, property);
    await expect(found).rejects.toThrow(TypeError);
    await expect(found).rejects.toThrow(/^written: /);
    await expect(found).rejects.toThrow(message);
  });

  test('a make that throws is reported with the scenario', async () => {
    let made = 0;
    const find = resultOf(() => (made++ === 0 ? queued() : never()), {}, 'exclusion');
    await expect(find).rejects.toThrow(/^Property failed after 1 tests\n\{ seed: 1, path: /);
  });
});
