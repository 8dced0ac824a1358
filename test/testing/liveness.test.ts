/**
 * Who waits for ever, and how many may be served before: on graphs and machines small enough to know.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { fairComponent, fairCycle, type HoldPair } from '../../src/testing/fair-cycle.ts';
import { Graph, type Part } from '../../src/testing/graph.ts';
import { checkLiveness, checkLivenessAsync } from '../../src/testing/liveness.ts';
import type { Liveness } from '../../src/testing/model.ts';
import { longestWay } from '../../src/testing/overtaking.ts';
import { replay } from '../../src/testing/transcript.ts';

const STATES = 6;
const edges = fc.array(fc.record({ from: fc.nat(STATES - 1), to: fc.nat(STATES - 1), grants: fc.nat(2) }), {
  maxLength: 14,
});
const some = fc.array(fc.nat(STATES - 1), { maxLength: STATES });
const pairs = fc.array(fc.record({ held: some, waiting: some }), { maxLength: 3 });

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly grants: number;
}

const everyState = Array.from({ length: STATES }, (_, state) => state);

function graphOf(list: readonly Edge[]): Graph {
  const graph = new Graph(1);
  for (const { from, to, grants } of list.toSorted((one, other) => one.from - other.from)) {
    graph.add(from, to, Uint8Array.of(grants));
  }
  return graph;
}

const whole: Part = { states: everyState, has: () => true, allows: () => true };

const pairOf = ({ held, waiting }: { held: number[]; waiting: number[] }): HoldPair => ({
  isHeld: (state) => held.includes(state),
  waits: (state) => waiting.includes(state),
});

/** Whether one can go from each of the states to each other without leaving them. */
function isConnected(states: readonly number[], list: readonly Edge[]): boolean {
  return states.every((start) => {
    const reached = new Set([start]);
    for (const at of reached) {
      for (const { from, to } of list) if (from === at && states.includes(to)) reached.add(to);
    }
    return states.every((state) => reached.has(state));
  });
}

const isFair = (states: readonly number[], holds: readonly HoldPair[]): boolean =>
  holds.every(({ isHeld, waits }) => !states.every(isHeld) || states.every(waits));

describe('fair cycles', () => {
  test.prop([edges, pairs], { numRuns: 500 })(
    'are found where there are any, by trying all',
    (list, drafts) => {
      const graph = graphOf(list);
      const holds = drafts.map(pairOf);
      const subsets = Array.from({ length: 2 ** STATES - 1 }, (_, bits) =>
        everyState.filter((state) => ((bits + 1) >> state) & 1),
      );
      const fair = subsets.filter((states) => isConnected(states, list) && isFair(states, holds));
      const found = fairComponent(graph, whole, holds);
      expect(found === undefined).toBe(fair.length === 0);
      if (found === undefined) return;
      expect(isConnected(found, list) && isFair(found, holds)).toBe(true);
      expect(Math.min(...found)).toBe(Math.min(...fair.flat()));
      const cycle = fairCycle(graph, found, whole, holds);
      expect(cycle.at(-1)).toBe(cycle[0]);
      expect(isFair(cycle, holds)).toBe(true);
      for (const [place, to] of cycle.slice(1).entries()) {
        expect(list.some((edge) => edge.from === cycle[place] && edge.to === to)).toBe(true);
      }
    },
  );
});

describe('the longest way', () => {
  test.prop([edges], { numRuns: 500 })('brings as many grants as any, by trying all', (list) => {
    const graph = graphOf(list);
    const way = longestWay(graph, whole, (edge) => graph.label(edge, 0));
    // Longer than any way that does not go round: it grows for ever when a cycle brings grants.
    let most = everyState.map(() => 0);
    const grow = () =>
      everyState.map((state) =>
        Math.max(
          0,
          ...list.filter(({ from }) => from === state).map(({ to, grants }) => grants + (most[to] ?? 0)),
        ),
      );
    for (let length = 0; length < STATES; length += 1) most = grow();
    const isEndless = JSON.stringify(grow()) !== JSON.stringify(most);
    expect(way.count).toBe(isEndless ? Number.POSITIVE_INFINITY : Math.max(...most));
    const taken = way.grants.map((grants, place) => {
      const [from, to] = way.states.slice(place, place + 2);
      expect(list).toContainEqual({ from, to, grants });
      return grants;
    });
    const brought = taken.reduce((sum, grants) => sum + grants, 0);
    if (isEndless) expect([way.states[0], brought > 0]).toEqual([way.states.at(-1), true]);
    else expect(brought).toBe(way.count);
  });
});

/** A lock that serves its waiters in one order or another. */
interface Line {
  readonly holder: string | null;
  readonly line: readonly string[];
}
interface Ask {
  readonly type: 'take' | 'give' | 'leave';
  readonly owner: string;
}

const owners = ['ann', 'bob', 'cy'];

function lineOf(next: (line: readonly string[]) => string | undefined) {
  return ({ holder, line }: Line, { type, owner }: Ask): [Line, string[]] => {
    if (type === 'leave') return [{ holder, line: line.filter((other) => other !== owner) }, []];
    if (type === 'take') {
      if (holder === owner || line.includes(owner)) return [{ holder, line }, []];
      return [
        holder === null && line.length === 0 ? { holder: owner, line } : { holder, line: [...line, owner] },
        [],
      ];
    }
    if (holder !== owner) return [{ holder, line }, []];
    const served = next(line);
    return [{ holder: served ?? null, line: line.filter((other) => other !== served) }, []];
  };
}

const model = {
  initial: { holder: null, line: [] } as Line,
  commands: () =>
    owners.flatMap((owner) => (['take', 'give', 'leave'] as const).map((type): Ask => ({ type, owner }))),
};

const waiting: Liveness<Line, Ask, string> = {
  owners,
  locks: ['lock'],
  waits: ({ line }) => line.map((owner) => ({ owner, request: 0, priority: 0, lock: 'lock' })),
  holds: ({ holder }) => (holder === null ? [] : [{ owner: holder, lock: 'lock' }]),
  asks: ({ type, owner }) => ({ owner, priority: type === 'take' ? 0 : null }),
  passes: ({ before, after }) => (after.holder !== null && after.holder !== before.holder ? 1 : 0),
};

describe('a line', () => {
  test('that serves the first in it lets nobody starve, and nobody passes but those before', () => {
    const found = checkLiveness(
      model,
      lineOf((line) => line[0]),
      waiting,
    );
    expect(found).toMatchObject({ starvation: null, standstill: null, overtaking: { count: 1 } });
  });

  test('that serves the last in it starves the first, though it moves', () => {
    const step = lineOf((line) => line.at(-1));
    const { starvation, standstill, overtaking } = checkLiveness(model, step, waiting);
    expect(standstill).toBeNull();
    expect(overtaking?.count).toBe(Number.POSITIVE_INFINITY);
    const { of, run, cycle, transcript } = starvation ?? expect.fail('nobody starves');
    expect(replay(model, step, transcript)).toBe(transcript);
    const at = (commands: readonly Ask[]) =>
      commands.reduce<Line>((state, command) => step(state, command)[0], model.initial);
    expect(at([...run, ...cycle])).toEqual(at(run));
    expect(cycle.length).toBeGreaterThan(0);
    expect(at(run).line).toContain(of);
  });

  test('that serves nobody stands still', () => {
    const { starvation, standstill } = checkLiveness(
      model,
      lineOf(() => undefined),
      waiting,
    );
    expect(standstill).toMatchObject({ of: 'lock', cycle: [] });
    expect(standstill?.transcript.split('\n').at(-2)).toBe('# and so it stays: lock is waited for');
    expect(starvation?.cycle).toEqual([]);
  });

  test('that serves the last may be blamed only for what nobody excludes', () => {
    const alone = { ...waiting, excludes: (_: Line, { owner }: Ask) => owner === 'cy' };
    const found = checkLiveness(
      model,
      lineOf((line) => line.at(-1)),
      alone,
    );
    expect(found).toMatchObject({ starvation: null, overtaking: { count: 0 } });
  });

  test('of whom more urgent ones pass is not to blame for that', () => {
    const urgent: typeof waiting = {
      ...waiting,
      waits: ({ line }) =>
        line.map((owner) => ({ owner, request: 0, priority: owner === 'ann' ? 1 : 0, lock: 'lock' })),
    };
    const step = lineOf((line) => line.find((owner) => owner !== 'ann') ?? line[0]);
    expect(checkLiveness(model, step, waiting).starvation?.of).toBe('ann');
    expect(checkLiveness(model, step, urgent)).toMatchObject({ starvation: null, standstill: null });
  });

  test('is checked with pauses, and can be stopped', async () => {
    const step = lineOf((line) => line[0]);
    expect(await checkLivenessAsync(model, step, waiting)).toEqual(checkLiveness(model, step, waiting));
    const reason = new Error('enough');
    await expect(
      checkLivenessAsync(model, step, waiting, { signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
  });

  test('must say who is in it', () => {
    const step = lineOf((line) => line[0]);
    expect(() => checkLiveness(model, step, { ...waiting, owners: ['ann'] })).toThrow(/'bob' is not among/);
  });
});
