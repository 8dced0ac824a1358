/**
 * What is outside the compiler's subset is refused by name and place: whatever it would write wrongly, or in
 * another sense than XState's.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { and, raise } from 'xstate';
import { sharedLockMachine } from '../../models/shared-lock.machine.ts';
import * as lockRules from '../../src/core/shared-lock/rules.ts';
import { compileMachine } from '../../tools/compile-machines.ts';
import { writeChart } from '../../tools/compiler/write-chart.ts';
import { counterMachine, counterRules, oddRules } from './random-machine.ts';

describe('outside the subset', () => {
  const plain = { on: {}, states: { one: {}, two: {} }, maxIterations: 10 };
  const oneWith = (state: object) => ({ ...plain, states: { ...plain.states, one: state } });
  const twoWith = (state: object) => ({ ...plain, states: { ...plain.states, two: state } });
  const cycle: { self?: object } = {};
  cycle.self = cycle;
  const badParams: readonly [string, unknown][] = [
    ['a bigint', 5n],
    ['a zero below zero', -0],
    ['no number', Number.NaN],
    ['a date', new Date(0)],
    ['a map', new Map([['a', 1]])],
    ['a symbol', Symbol('by')],
    ['a function', () => 1],
    ['undefined', undefined],
    ['a cycle', cycle],
    ['deep inside', [{ inside: [new Set([1])] }]],
  ];
  const refused: readonly [string, object, string | RegExp][] = [
    ['invoke', oneWith({ invoke: { src: 'x' } }), "state 'one': 'invoke'"],
    ['after', oneWith({ after: { 10: 'two' } }), /state 'one'.*after/],
    ['a final state', twoWith({ type: 'final' }), "state 'two': a final state"],
    ['a nested state', twoWith({ initial: 'x', states: { x: {} } }), "state 'two': a compound state"],
    ['a parallel state', twoWith({ type: 'parallel', states: { x: {} } }), "state 'two': a parallel state"],
    ['a history state', twoWith({ type: 'history' }), "state 'two': a history state"],
    ['tags', oneWith({ tags: ['x'] }), "state 'one': 'tags'"],
    ['onDone', oneWith({ onDone: 'two' }), "state 'one': 'onDone'"],
    [
      'an inline guard',
      oneWith({ on: { look: { guard: () => true } } }),
      "state 'one', on 'look' [0]: an inline guard",
    ],
    ['a combined guard', oneWith({ on: { look: { guard: and(['isEven']) } } }), 'an inline guard'],
    ['an inline action', oneWith({ on: { look: { actions: () => {} } } }), 'an inline action'],
    ['raise', oneWith({ on: { look: { actions: raise({ type: 'x' }) } } }), 'an inline action'],
    ['an unknown action', oneWith({ entry: 'nobody', on: {} }), "state 'one', entry: action 'nobody'"],
    [
      'dynamic params',
      oneWith({ on: { look: { actions: { type: 'add', params: () => ({ by: 1 }) } } } }),
      "action 'add' with params that are a function",
    ],
    ['two targets', oneWith({ on: { look: { target: ['two', 'one'] } } }), 'more than one target'],
    ['reenter', oneWith({ on: { look: { target: 'two', reenter: true } } }), 'reenter'],
    ['a wildcard', oneWith({ on: { '*': 'two' } }), "on '*': a wildcard"],
    ['a partial wildcard', oneWith({ on: { 'look.*': 'two' } }), "on 'look.*': a wildcard"],
    ['meta', oneWith({ on: { look: { meta: {} } } }), "'meta'"],
    ['entry of the initial state', oneWith({ entry: 'say' }), "state 'one': entry of the initial state"],
    ['always of the initial state', oneWith({ always: 'two' }), "state 'one': always of the initial state"],
    [
      'an idle always',
      twoWith({ always: { guard: 'isEven' } }),
      "state 'two', always [0]: an eventless transition",
    ],
    ['entry of the root', { ...plain, entry: 'say' }, "counter: 'entry'"],
    ['always of the root', { ...plain, always: { target: '.two' } }, "counter: 'always'"],
    ['output', { ...plain, output: 1 }, "counter: 'output'"],
    [
      'no bound of microsteps',
      { ...plain, maxIterations: Number.POSITIVE_INFINITY },
      'an infinite options.maxIterations',
    ],
    ['an inline context', { ...plain, context: {} }, 'counter: context: context, which does not wrap a rule'],
    [
      'a dot in a state',
      { ...plain, states: { ...plain.states, 'a.b': {} } },
      "counter, state 'a.b': the name 'a.b', which is no plain name,",
    ],
    [
      'a quote in a state',
      { ...plain, states: { ...plain.states, "t'wo": {} } },
      "the name 't'wo', which is no plain name,",
    ],
    [
      'a state named by nothing',
      { ...plain, states: { ...plain.states, '': {} } },
      'which is no plain name,',
    ],
    [
      'states that become one name',
      { ...plain, states: { ...plain.states, Two: {} } },
      "counter: the state 'Two' beside 'two', both of which become 'Two',",
    ],
    [
      'events that become one name',
      oneWith({ on: { 'lamp.light': 'two', lampLight: 'two' } }),
      "counter: the event 'lampLight' beside 'lamp.light', both of which become 'onLampLight',",
    ],
    ...['a-b', "it's", 'a..b', '1'].map((event): [string, object, string] => [
      `the event '${event}'`,
      oneWith({ on: { [event]: 'two' } }),
      `counter, state 'one': the event '${event}', which is no plain name,`,
    ]),
    ...badParams.map(([what, by]): [string, object, string] => [
      `a param that is ${what}`,
      oneWith({ on: { look: { actions: { type: 'add', params: { by } } } } }),
      "counter, state 'one', on 'look' [0]: action 'add' with params that are not plain JSON",
    ]),
    ...['a-b', '__proto__', ''].map((key): [string, object, string] => [
      `the param '${key}'`,
      oneWith({ on: { look: { guard: { type: 'isOver', params: JSON.parse(`{"${key}":{"limit":1}}`) } } } }),
      `guard 'isOver' with the param '${key}', which is no plain name,`,
    ]),
    [
      'a default parameter',
      oneWith({ on: { look: { actions: 'addOne' } } }),
      "counter, state 'one', on 'look' [0]: action 'addOne', whose function has default or rest parameters",
    ],
    [
      'a rest parameter',
      oneWith({ on: { look: { guard: 'isAny' } } }),
      "guard 'isAny', whose function has default or rest parameters",
    ],
    ['a bound rule', oneWith({ entry: 'sayBound' }), 'or cannot be read,'],
  ];

  test.each(refused)('%s is refused by name and place', (_name, config, message) => {
    expect(() => compileMachine(counterMachine(config as typeof plain), oddRules, 'a test')).toThrow(message);
    expect(() => compileMachine(counterMachine(config as typeof plain), oddRules, 'a test')).toThrow(
      /^counter/,
    );
  });

  test('what XState itself refuses is refused with the file, and an orphan fails the check', () => {
    const root = mkdtempSync(join(tmpdir(), 'lockchart-compile-'));
    onTestFinished(() => rmSync(root, { recursive: true }));
    for (const folder of ['models', 'src/core/old', 'src/core/odd', 'src/inspect/charts']) {
      mkdirSync(join(root, folder), { recursive: true });
    }
    writeFileSync(join(root, 'src/core/old/compiled.ts'), '');
    writeFileSync(join(root, 'src/core/odd/commands.ts'), '');
    writeFileSync(join(root, 'src/inspect/charts/gone.json'), '{}');
    const orphan = checkIn(root);
    expect(orphan.stdout.split('\n')).toEqual([
      'src/core/old/compiled.ts: ORPHAN: there is no models/old.machine.ts',
      'src/inspect/charts/gone.json: ORPHAN: there is no models/gone.machine.ts',
      '',
    ]);
    expect(orphan.status).toBe(1);
    rmSync(join(root, 'src/core/old'), { recursive: true });
    rmSync(join(root, 'src/inspect/charts/gone.json'));
    expect(checkIn(root)).toMatchObject({ stdout: '', status: 0 });
    writeFileSync(
      join(root, 'models/odd.machine.ts'),
      `import { createMachine } from '${import.meta.resolve('xstate')}';
export const odd = createMachine({ on: { 'lamp.light': null } } as never);`,
    );
    expect(checkIn(root).stderr).toMatch(/models\/odd\.machine\.ts cannot be loaded: TypeError/);
  });

  test('a chart whose names are not those of the rules is refused', () => {
    expect(JSON.parse(writeChart(sharedLockMachine, lockRules))).toMatchObject({ id: 'sharedLock' });
    const { isTry, isClosed, ...others } = lockRules;
    const swapped = { ...others, isTry: isClosed, isClosed: isTry };
    expect(() => writeChart(sharedLockMachine, swapped)).toThrow(
      "sharedLock: 'isClosed', which is not called as its rule, is not in the subset that is compiled",
    );
  });

  test('a rule that the rules do not export is refused', () => {
    const { add: _add, ...others } = counterRules;
    const machine = counterMachine(oneWith({ exit: { type: 'add', params: { by: 1 } } }) as typeof plain);
    expect(() => compileMachine(machine, others, 'a test')).toThrow(
      "action 'add', which wraps what the rules do not export",
    );
  });
});

function checkIn(cwd: string) {
  const words = [resolve('tools/compile-machines.ts'), '--check'];
  return spawnSync(resolve('node_modules/.bin/tsx'), words, { cwd, encoding: 'utf8' });
}
