/**
 * The explorer, on machines small enough to know the answer.
 */
import { describe, expect, test } from 'vitest';
import { type Explorable, explore, exploreAsync, type Progress } from '../../src/testing/explore.ts';
import { replay } from '../../src/testing/transcript.ts';

/** Two counters, each up to a limit. */
type Pair = readonly [number, number];
type Move = { readonly type: 'up'; readonly which: 0 | 1; readonly by: number };

const LIMIT = 9;
const step = ([one, other]: Pair, { which, by }: Move): [Pair, string[]] => {
  const after: Pair = which === 0 ? [one + by, other] : [one, other + by];
  return Math.max(...after) > LIMIT ? [[one, other], ['full']] : [after, []];
};
const moves: readonly Move[] = [
  { type: 'up', which: 0, by: 1 },
  { type: 'up', which: 1, by: 1 },
];
const pairs: Explorable<Pair, Move, string> = { initial: [0, 0], commands: () => moves };
const never = (name: string, holds: (pair: Pair) => boolean) => ({ name, sentence: name, holds });

describe('explore', () => {
  test('finds every state and step', () => {
    const full = {
      name: 'full',
      seen: ({ effects }: { effects: readonly string[] }) => effects.includes('full'),
    };
    const ten = { name: 'ten', seen: ({ after }: { after: Pair }) => after[0] === 10 };
    const found = explore({ ...pairs, witnesses: [full, ten] }, step);
    expect(found).toMatchObject({ states: 100, edges: 200, depth: 18, missing: ['ten'], broken: null });
  });

  test('numbers states as it finds them, and says where each step leads', () => {
    const leads = new Map<number, Pair>([[0, [0, 0]]]);
    explore(pairs, step, {
      onStep: ({ before, after }, from, to) => {
        expect(leads.get(from)).toEqual(before);
        expect(to).toBeLessThanOrEqual(leads.size);
        leads.set(to, after);
        expect(from === to).toBe(after === before);
      },
    });
    expect(leads.size).toBe(100);
  });

  test('gives the shortest run to a broken claim, which can be run again', () => {
    const small = never('small', ([one, other]) => one + other < 5);
    const { broken } = explore({ ...pairs, invariants: [small] }, step);
    expect(broken).toMatchObject({
      invariant: 'small',
      run: Array.from({ length: 5 }, () => ({ type: 'up' })),
    });
    expect(replay(pairs, step, broken?.transcript ?? '')).toBe(broken?.transcript);
    expect(broken?.transcript.trim().endsWith('= [5 0]')).toBe(true);
  });

  test('judges the first state too, and every step', () => {
    expect(explore({ ...pairs, invariants: [never('none', () => false)] }, step).broken).toMatchObject({
      invariant: 'none',
      run: [],
    });
    const refusals = {
      name: 'room',
      sentence: '',
      holds: ({ effects }: { effects: readonly string[] }) => effects.length === 0,
    };
    const { broken } = explore({ ...pairs, stepInvariants: [refusals] }, step);
    expect(broken?.run.length).toBe(LIMIT + 1);
  });

  test('looks no further than it is told', () => {
    expect(explore(pairs, step, { depth: 3 })).toMatchObject({ states: 10, edges: 12, depth: 3 });
    expect(explore(pairs, step, { depth: 0 })).toMatchObject({ states: 1, edges: 0, depth: 0 });
  });

  test('counts normal forms, and gives a run of the machine itself', () => {
    const parity: Explorable<Pair, Move, string> = {
      ...pairs,
      normalise: ([one, other]) => [one % 2, other % 2],
    };
    const apart = {
      name: 'apart',
      sentence: '',
      holds: ({ after }: { after: Pair }) => after[0] !== 1 || after[1] !== 1,
    };
    const { states, broken } = explore({ ...parity, stepInvariants: [apart] }, step);
    expect(states).toBe(4);
    expect(replay(pairs, step, broken?.transcript ?? '')).toContain('= [1 1]');
  });

  test('shrinks the graph by symmetry, by choice', () => {
    const model = {
      ...pairs,
      symmetric: ([one, other]: Pair): Pair => (one < other ? [one, other] : [other, one]),
    };
    expect(explore(model, step).states).toBe(100);
    expect(explore(model, step, { symmetry: true }).states).toBe(55);
    const uneven = never('uneven', (pair) => Math.min(...pair) !== 3 || Math.max(...pair) !== 7);
    const { broken } = explore({ ...model, invariants: [uneven] }, step, { symmetry: true });
    expect(broken?.run.length).toBe(10);
    expect(replay(pairs, step, broken?.transcript ?? '')).toBe(broken?.transcript);
    expect(() => explore(pairs, step, { symmetry: true })).toThrow(TypeError);
  });

  test('a step that throws is reported with the run that leads there', () => {
    const throwing = (pair: Pair, move: Move): [Pair, string[]] => {
      if (pair[0] === 2) throw new Error('no rule');
      return step(pair, move);
    };
    expect(() => explore(pairs, throwing)).toThrow(
      /up which=0 by=1 throws \(Error: no rule\) after\nup which=0 by=1\n/,
    );
  });

  test('a normal form that loses something is noticed when a run is needed', () => {
    const model = {
      ...pairs,
      normalise: ([one]: Pair): Pair => [one === 2 ? 9 : one, 0],
      invariants: [never('less than four', ([one]) => one !== 9)],
      commands: ([one]: Pair) => (one === 9 ? [{ type: 'up', which: 0, by: 0 } as const] : moves),
      stepInvariants: [
        { name: 'by', sentence: '', holds: ({ command }: { command: Move }) => command.by > 0 },
      ],
    };
    expect(() => explore(model, step)).toThrow(/loses something/);
  });
});

describe('exploreAsync', () => {
  const wide: Explorable<Pair, Move, string> = {
    initial: [0, 0],
    commands: () => moves,
    normalise: ([one, other]) => [one, other],
  };
  const far = ([one, other]: Pair, { which, by }: Move): [Pair, string[]] =>
    which === 0 ? [[(one + by) % 300, other], []] : [[one, (other + by) % 300], []];

  test('finds the same, tells how far it is, and lets others have a turn', async () => {
    const seen: Progress[] = [];
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    const found = await exploreAsync(wide, far, { onProgress: (progress) => seen.push(progress) });
    clearInterval(timer);
    expect(found).toMatchObject({ states: 90_000, edges: 180_000 });
    expect(turns).toBeGreaterThan(0);
    expect(seen.length).toBeGreaterThan(10);
    const last = seen.at(-1);
    expect(last?.rate).toBeGreaterThan(0);
    expect(last?.open).toBeLessThanOrEqual(last?.states ?? 0);
    expect(seen.map(({ edges }) => edges)).toEqual(seen.map(({ edges }) => edges).toSorted((a, b) => a - b));
  });

  test('stops when it is told to, with the reason given', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const exploring = exploreAsync(wide, far, {
      signal: controller.signal,
      onProgress: ({ edges }) => {
        if (edges > 20_000) controller.abort(reason);
      },
    });
    await expect(exploring).rejects.toBe(reason);
    await expect(exploreAsync(wide, far, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
