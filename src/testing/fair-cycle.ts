/**
 * Cycles of a graph that a fair run can go round for ever.
 *
 * Fair is a run in which every holder lets go: whoever holds something, and is not stuck in a wait that never
 * ends, gives it back some time. So a part of the graph that is gone round for ever is unfair to a hold when
 * the hold lasts in all of its states, and its owner does not wait in one of them. This is strong fairness,
 * one pair a hold (a Streett condition); such parts are found by taking away the states that would oblige an
 * owner to let go, and looking again at what is left. Time passes in every state, so that staying where one
 * is counts as a cycle too.
 */
import type { Graph, Part } from './graph.ts';

/** What one owner may hold, by state. */
export interface HoldPair {
  /** Whether it is held in a state. */
  readonly isHeld: (state: number) => boolean;
  /** Whether the owner waits for something in a state. */
  readonly waits: (state: number) => boolean;
}

/** The component with the first of all states in which fair cycles are; undefined where there is none. */
export function fairComponent(graph: Graph, part: Part, pairs: readonly HoldPair[]): number[] | undefined {
  let best: number[] | undefined;
  const parts = [[...part.states]];
  for (let states = parts.pop(); states !== undefined; states = parts.pop()) {
    const inside = new Set(states);
    const within = { states, has: (state: number) => inside.has(state), allows: part.allows };
    for (const component of graph.components(within)) {
      const kept = pairs.filter(({ isHeld }) => component.every(isHeld));
      const unfair = kept.filter(({ waits }) => !component.every(waits));
      if (unfair.length === 0) {
        if (best === undefined || least(component) < least(best)) best = component;
        continue;
      }
      const left = component.filter((state) => unfair.every(({ waits }) => waits(state)));
      if (left.length > 0) parts.push(left);
    }
  }
  return best;
}

/** A fair way round in a component that has one, from its first state back to it. */
export function fairCycle(
  graph: Graph,
  component: readonly number[],
  { allows }: Pick<Part, 'allows'>,
  pairs: readonly HoldPair[],
): number[] {
  const inside = new Set(component);
  const within = { has: (state: number) => inside.has(state), allows };
  const way = [least(component)];
  const unsettled = (): HoldPair | undefined =>
    pairs.find((pair) => way.every(pair.isHeld) && !way.every(pair.waits));
  const end = (): number => way.at(-1) as number;
  for (;;) {
    for (let pair = unsettled(); pair !== undefined; pair = unsettled()) {
      const { isHeld } = pair;
      way.push(...graph.path(end(), (state) => !isHeld(state), within).slice(1));
    }
    if (end() === way[0]) return way;
    // The way back may meet an owner who has to let go: then it goes on from there.
    way.push(...graph.path(end(), (state) => state === way[0], within).slice(1));
  }
}

/** Of so many numbers that they cannot be arguments. */
const least = (numbers: readonly number[]): number =>
  numbers.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
