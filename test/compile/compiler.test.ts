/**
 * The compiler: what it writes does what XState does, for any machine of the subset; what is outside the
 * subset is refused by name and place.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { type AnyStateMachine, and, raise, StateMachine } from 'xstate';
import type { StepFunction } from '../../src/testing/explore.ts';
import { xstateStep } from '../../src/testing/xstate-step.ts';
import { compileMachine } from '../../tools/compile-machines.ts';
import { loadMutant, type Mutant } from '../mutants/load-mutant.ts';
import { evaluate } from './evaluate.ts';
import {
  type Counter,
  type CounterCommand,
  counterCommands,
  counterMachine,
  counterRules,
  machineConfig,
} from './random-machine.ts';

type State = { value: string; context: Counter };
type Step = StepFunction<State, CounterCommand, object>;

const source = 'models/shared-lock.machine.ts';

describe('the output', () => {
  test.each(['shared-lock', 'lock-set', 'catalogue', 'condition'])(
    'is the committed one, every time: %s',
    async (name) => {
      const machines = (await import(`../../models/${name}.machine.ts`)) as Record<string, unknown>;
      const named = (await import(`../../src/core/${name}/rules.ts`)) as object;
      const machine = Object.values(machines).find(
        (value) => value instanceof StateMachine,
      ) as AnyStateMachine;
      const text = compileMachine(machine, named, `models/${name}.machine.ts`);
      expect(text).toBe(readFileSync(`src/core/${name}/compiled.ts`, 'utf8'));
      expect(compileMachine(machine, named, `models/${name}.machine.ts`)).toBe(text);
    },
  );

  test('comes from a compiler that knows nothing about locks', () => {
    const files = readdirSync('tools/compiler').map((file) => readFileSync(`tools/compiler/${file}`, 'utf8'));
    for (const text of files) expect(text).not.toMatch(/lock\b|holder|waiter|queue/i);
  });

  test.prop([machineConfig, counterCommands], { numRuns: 1500 })(
    'does what XState does, for any machine of the subset',
    (config, commands) => {
      const machine = counterMachine(config);
      const compiled = evaluate(compileMachine(machine, counterRules, 'a test'), () => counterRules);
      const reference = xstateStep<State, CounterCommand, object>(machine);
      let state = compiled['initialState'] as State;
      for (const command of commands) {
        const expected = outcome(reference, state, command);
        expect(outcome(compiled['step'] as Step, state, command)).toEqual(expected);
        if (expected === 'does not come to rest') return;
        state = expected[0];
      }
    },
  );
});

/** Both executors stop a machine that does not come to rest; they say so in other words. */
function outcome(
  step: Step,
  state: State,
  command: CounterCommand,
): [State, object[]] | 'does not come to rest' {
  try {
    return step(state, command);
  } catch (error) {
    if (/Infinite loop|does not come to rest/.test(String(error))) return 'does not come to rest';
    throw error;
  }
}

describe('a change of the machine changes the output and the behaviour', () => {
  const request = { owner: 'ann', request: 1, priority: 0, try: false } as const;
  const changes: readonly (Omit<Mutant, 'file'> & { shown: unknown })[] = [
    {
      name: 'a guard',
      find: "{ guard: 'wantsExclusive', actions: 'admit', target: 'exclusive' }",
      replace: "{ guard: 'isTry', actions: 'admit', target: 'exclusive' }",
      shown: 'shared',
    },
    {
      name: 'a target',
      find: "{ guard: 'wantsExclusive', actions: 'admit', target: 'exclusive' }",
      replace: "{ guard: 'wantsExclusive', actions: 'admit', target: 'deleted' }",
      shown: 'deleted',
    },
    {
      name: 'an action',
      find: "{ guard: 'wantsExclusive', actions: 'admit', target: 'exclusive' }",
      replace: "{ guard: 'wantsExclusive', actions: 'close', target: 'exclusive' }",
      shown: true,
    },
  ];

  test.each(changes)('$name', ({ shown, ...change }) => {
    const before = loadMutant('shared-lock', null);
    const after = loadMutant('shared-lock', { ...change, file: source });
    const [state] = before.step(before.initialState, { type: 'lock.acquire', mode: 'exclusive', ...request });
    const [other] = after.step(after.initialState, { type: 'lock.acquire', mode: 'exclusive', ...request });
    expect(other).not.toEqual(state);
    expect([other.value, other.context.closed]).toContain(shown);
  });
});

describe('outside the subset', () => {
  const plain = { on: {}, states: { one: {}, two: {} }, maxIterations: 10 };
  const oneWith = (state: object) => ({ ...plain, states: { ...plain.states, one: state } });
  const twoWith = (state: object) => ({ ...plain, states: { ...plain.states, two: state } });
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
      'a dot in the name of a state',
    ],
  ];

  test.each(refused)('%s is refused by name and place', (_name, config, message) => {
    expect(() => compileMachine(counterMachine(config as typeof plain), counterRules, 'a test')).toThrow(
      message,
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
