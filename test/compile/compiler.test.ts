/**
 * The compiler: what it writes does what XState does, for any machine of the subset. What is outside of it:
 * ./subset.test.ts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { type AnyStateMachine, StateMachine } from 'xstate';
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
    300_000,
  );
});

/** Both executors stop a machine that does not come to rest; they say so in other words. */
function outcome(
  step: Step,
  state: State,
  command: CounterCommand,
): readonly [State, readonly object[]] | 'does not come to rest' {
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
