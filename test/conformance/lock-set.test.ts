/** The replay of sets: it stops where it must, notices wrong sets, and reads no trace that is not one. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { compiledKeyring } from '../../src/core/level-order/system.ts';
import type { LockSetCommand, LockSetEffect } from '../../src/core/lock-set/commands.ts';
import { compiledMachines } from '../../src/core/lock-set/machines.ts';
import type { LockEngine } from '../../src/index.ts';
import { compiledEngine } from '../../src/locks/engine.ts';
import { ownFiles } from './command.ts';
import { fileOf, lineOf, run } from './kit.ts';
import type { Failure } from './replay.ts';
import { readScenario } from './scenarios.ts';

interface Recorded {
  readonly id: string;
  readonly tags: readonly string[];
  readonly tagAt?: number;
  readonly eager?: readonly unknown[];
}

const recorded = linesOf('lock-set.jsonl.gz');
const tagged = recorded.filter(({ tagAt }) => tagAt !== undefined);

describe('taken as recorded, without its tags', () => {
  test('each scenario with a continuation differs at its tag', async () => {
    const scenarios = tagged.filter(({ eager }) => eager !== undefined);
    const late = await Promise.all(scenarios.map(stepsAfterTag));
    expect(late).toEqual(Array<number>(72).fill(0));
  });

  // Whether it differs at all is a matter of the order in which clients go on, which is ours (DESIGN §7.3).
  test('each scenario without one is as recorded up to its tag', async () => {
    const scenarios = tagged.filter(({ eager }) => eager === undefined);
    const late = await Promise.all(scenarios.map(stepsAfterTag));
    expect(late).toHaveLength(190);
    expect(late.filter((steps) => steps !== undefined && steps < 0)).toEqual([]);
    expect(late).toContain(0);
    expect(late).toContain(undefined);
  });
});

describe('a wrong set is noticed', () => {
  type Keeps<Message> = (message: Message) => boolean;
  const wrong: [what: string, takes: Keeps<LockSetCommand>, tells: Keeps<LockSetEffect>][] = [
    ['never gives up', ({ type }) => type !== 'set.cancel', () => true],
    ['gives nothing back', () => true, ({ type }) => type !== 'lock.release'],
    ['leaves the set lock exclusive', () => true, (effect) => !isOfSetLock(effect, 'lock.downgrade')],
    ['keeps the set lock', () => true, (effect) => !isOfSetLock(effect, 'lock.release')],
    ['does not tell what it removed', () => true, ({ type }) => type !== 'set.removed'],
    ['does not remove from the catalogue', () => true, ({ type }) => type !== 'catalogue.remove'],
  ];

  test('and the engine that these are made of is right', async () => {
    const right = engineThat(
      () => true,
      () => true,
    );
    expect(await failures(right)).toEqual([]);
  });

  test.each(wrong)('that %s', async (_what, takes, tells) => {
    expect((await failures(engineThat(takes, tells))).length).toBeGreaterThan(10);
  });

  function engineThat(takes: Keeps<LockSetCommand>, tells: Keeps<LockSetEffect>): LockEngine {
    const { send } = compiledMachines.set;
    const set: typeof compiledMachines.set = {
      ...compiledMachines.set,
      send: (live, command, tell) => {
        if (takes(command)) send(live, command, (effect) => (tells(effect) ? tell(effect) : undefined));
      },
    };
    return {
      ...compiledEngine,
      name: 'wrong',
      machines: () => ({ ...compiledMachines, set, keyring: compiledKeyring }),
    };
  }
});

describe('a set that differs is a failure', () => {
  const differences: [what: string, spoil: (line: Line) => void][] = [
    ['an owner that is not recorded', ({ steps }) => delete steps[1].state.owned['B']],
    ['a lock that is not recorded', ({ steps }) => delete steps[1].state.locks['a']],
    ['members that have changed', ({ steps }) => Object.assign(steps[1].state, { members: ['a'] })],
    ['other names acquired', ({ steps }) => Object.assign(steps[1].out[0] ?? {}, { v: ['a'] })],
    ['a mode', ({ steps }) => Object.assign(steps[1].op, { shared: true })],
  ];

  test('and without a spoilt part it passes, on both engines', async () => {
    const { status, out } = await run(fileOf(lineOf(goodSet())));
    expect(out).toMatch(/\(compiled\): 1 passed, 0 failed; 2 steps .*\n.*\(xstate\): 1 passed, 0 failed; 2/);
    expect(status).toBe(0);
  });

  test.each(differences)('%s', async (_what, spoil) => {
    const line = goodSet();
    spoil(line);
    const { status, out, error } = await run(fileOf(lineOf(line)));
    expect(out.match(/FAILED good on (compiled|xstate), step 1: /g)).toHaveLength(2);
    expect({ status, error }).toEqual({ status: 1, error: '' });
  });
});

describe('a line of a set that can not be read', () => {
  const malformed: [complaint: string, spoil: (line: Line) => void][] = [
    ["setup has no 'members'", (line) => Object.assign(line, { setup: { clients: ['A', 'B'] } })],
    ["steps[0].state has an unknown field 'lock'", ({ steps }) => (steps[0].state['lock'] = {})],
    ['steps[0].state.owned.A must be a list', ({ steps }) => (steps[0].state.owned['A'] = 'b')],
    ['steps[0].state.locks.b must be a text', ({ steps }) => (steps[0].state.locks['b'] = null)],
    ['steps[0].state.members must be a list', ({ steps }) => (steps[0].state['members'] = 'b')],
    ['steps[0].op.shared must be true or false', ({ steps }) => delete steps[0].op['shared']],
    ['steps[0].op.names must be a list, not nothing', ({ steps }) => delete steps[0].op['names']],
    ["steps[0].op has an unknown field 'level'", ({ steps }) => (steps[0].op['level'] = 'node')],
    ['steps[0].op.do must be one of acquire, ', ({ steps }) => (steps[0].op['do'] = 'delete')],
    [
      'steps[0].op.names must be a list, not null',
      ({ steps }) => (steps[0].op = { client: 'A', do: 'add', names: null }),
    ],
    [
      "'eager' does not go with the tag 'order-dependent'",
      (line) => Object.assign(line, { tags: ['lost-wakeup', 'order-dependent'], tagAt: 1, eager: [] }),
    ],
  ];

  test.each(malformed)('because %s', async (complaint, spoil) => {
    const line = goodSet();
    spoil(line);
    const { status, out, error } = await run(fileOf(lineOf(line)));
    expect(error).toContain(`line 1: ${complaint}`);
    expect({ status, out }).toEqual({ status: 2, out: '' });
  });
});

interface Part {
  op: Record<string, unknown>;
  out: Record<string, unknown>[];
  state: { owned: Record<string, unknown>; locks: Record<string, unknown>; [more: string]: unknown };
}

interface Line {
  setup: unknown;
  steps: [Part, Part];
}

/** Two clients, each of whom takes something at once. */
function goodSet(): Line & Record<string, unknown> {
  return {
    id: 'good',
    level: 'LockSet',
    setup: { clients: ['A', 'B'], members: ['a', 'b', 'c'] },
    tags: [],
    steps: [
      {
        op: { client: 'A', do: 'acquire', names: 'b', shared: true },
        out: [{ c: 'A', r: 'ok', v: ['b'] }],
        state: { owned: { A: ['b'] }, locks: { b: 'shared:A' } },
      },
      {
        op: { client: 'B', do: 'acquire', names: ['c', 'a'], shared: false },
        out: [{ c: 'B', r: 'ok', v: ['a', 'c'] }],
        state: {
          owned: { A: ['b'], B: ['a', 'c'] },
          locks: { a: 'exclusive:B', b: 'shared:A', c: 'exclusive:B' },
        },
      },
    ],
  };
}

/** How long after its tag it first differs; undefined when it never does. */
async function stepsAfterTag({ tagAt, eager: _eager, ...rest }: Recorded): Promise<number | undefined> {
  const { failure } = await readScenario(JSON.stringify({ ...rest, tags: [] })).replay(undefined);
  return failure === undefined ? undefined : failure.step - Number(tagAt);
}

async function failures(engine: LockEngine): Promise<Failure[]> {
  const replayed = await Promise.all(
    recorded.slice(0, 400).map((line) => readScenario(JSON.stringify(line)).replay(engine)),
  );
  return replayed.map(({ failure }) => failure).filter((failure) => failure !== undefined);
}

function isOfSetLock(effect: LockSetEffect, type: LockSetEffect['type']): boolean {
  return effect.type === type && 'lock' in effect && effect.lock === 0;
}

function linesOf(name: string): Recorded[] {
  const path = ownFiles().find((file) => basename(file) === name);
  if (path === undefined) throw new Error(`there is no trace ${name}`);
  const lines = gunzipSync(readFileSync(path)).toString().trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Recorded);
}
