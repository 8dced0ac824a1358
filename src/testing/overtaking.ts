/**
 * How many grants can pass a waiter: the longest way through the states in which it waits, counted in grants.
 */
import type { Graph, Part } from './graph.ts';

/** A way through a graph, and how many grants each of its edges brings. */
export interface Way {
  /** `Infinity` where a cycle brings grants: then the way goes round it once. */
  readonly count: number;
  readonly states: readonly number[];
  readonly grants: readonly number[];
}

interface Leaving {
  readonly from: number;
  readonly to: number;
  readonly grants: number;
}

/** `grantsOf` says how many grants an allowed edge brings. */
export function longestWay(graph: Graph, part: Part, grantsOf: (edge: number) => number): Way {
  const components = graph.components(part);
  const homes = new Map(components.flatMap((states, home) => states.map((state) => [state, home] as const)));
  const homeOf = (state: number): number => homes.get(state) as number;
  /** By component: the most grants on a way that begins there, and how it leaves. */
  const most: number[] = [];
  const leavings: (Leaving | undefined)[] = [];
  const isIdle = (edge: number): boolean => part.allows(edge) && grantsOf(edge) === 0;
  const inHome = (home: number) => ({ has: (state: number) => homeOf(state) === home, allows: isIdle });

  // A component comes after those that it leads to.
  for (const [home, states] of components.entries()) {
    most[home] = 0;
    for (const from of states) {
      for (const edge of graph.leaving(from, part)) {
        const to = graph.target(edge);
        const grants = grantsOf(edge);
        if (homeOf(to) === home) {
          if (grants > 0) return endless(graph, part, { from, to, grants });
          continue;
        }
        const all = grants + (most[homeOf(to)] ?? 0);
        if (all <= (most[home] ?? 0)) continue;
        most[home] = all;
        leavings[home] = { from, to, grants };
      }
    }
  }

  const count = most.reduce((one, other) => Math.max(one, other), 0);
  let at = Number.POSITIVE_INFINITY;
  for (const state of part.states) if (most[homeOf(state)] === count) at = Math.min(at, state);
  const states = [at];
  const grants: number[] = [];
  for (let leaving = leavings[homeOf(at)]; leaving !== undefined; leaving = leavings[homeOf(at)]) {
    const { from } = leaving;
    const idle = graph.path(at, (state) => state === from, inHome(homeOf(at))).slice(1);
    states.push(...idle, leaving.to);
    grants.push(...idle.map(() => 0), leaving.grants);
    at = leaving.to;
  }
  return { count, states, grants };
}

/** Once round a cycle with an edge that brings grants. */
function endless(graph: Graph, part: Part, { from, to, grants }: Leaving): Way {
  const back = graph.path(to, (state) => state === from, part);
  return {
    count: Number.POSITIVE_INFINITY,
    states: [from, ...back],
    grants: [grants],
  };
}
