/** Who waits for whom, and who waits in a circle. */
import { type Blocker, blockers } from '../../../core/shared-lock/blockers.ts';
import type { LockData } from '../../../core/shared-lock/canonical.ts';
import { ownerName } from './machine.ts';

export interface WaitEdge {
  readonly from: string;
  readonly to: string;
  /** Names of locks. */
  readonly locks: readonly string[];
  /** Part of a circle. */
  readonly isCyclic: boolean;
}

export interface WaitGraph {
  readonly owners: readonly { readonly name: string; readonly isCyclic: boolean }[];
  readonly edges: readonly WaitEdge[];
  /** Owners that there is no room for. */
  readonly others: number;
}

export interface NamedLock {
  readonly name: string;
  readonly data: LockData;
}

/** `most`: owners that are shown; those of circles first, then those at the locks that come first. */
export function waitGraph(locks: Iterable<NamedLock>, most: number): WaitGraph {
  const edges = new Map<string, Map<string, string[]>>();
  for (const { name, data } of locks) {
    for (const { from, to } of nearest(data)) {
      addEdge(edges, callerName(from, name), callerName(to, name), name);
    }
  }
  const circle = cycles(new Map([...edges].map(([from, to]) => [from, [...to.keys()]])));
  const all = new Set([...edges].flatMap(([from, to]) => [from, ...to.keys()]));
  const first = [...all].toSorted((one, other) => Number(circle.has(other)) - Number(circle.has(one)));
  const shown = new Set(first.slice(0, most));
  const isCyclic = (from: string, to: string): boolean =>
    circle.has(from) && circle.get(from) === circle.get(to);
  return {
    owners: [...shown].map((name) => ({ name, isCyclic: circle.has(name) })),
    edges: [...edges].flatMap(([from, tos]) =>
      [...tos]
        .filter(([to]) => shown.has(from) && shown.has(to))
        .map(([to, names]) => ({ from, to, locks: names, isCyclic: isCyclic(from, to) })),
    ),
    others: all.size - shown.size,
  };
}

/** Of those who block a request the nearest: through them it waits for all the others. */
function* nearest(data: LockData): Generator<{ readonly from: Blocker; readonly to: Blocker }> {
  const waiters = data.queue.flatMap((group) => group.waiters);
  const ahead = new Map(waiters.map((waiter) => [waiter.request, blockers(data, waiter.request)]));
  for (const from of waiters) {
    const all = ahead.get(from.request) ?? [];
    const far = new Set(all.flatMap(({ request }) => (ahead.get(request) ?? []).map((each) => each.request)));
    for (const to of all) if (!far.has(to.request)) yield { from, to };
  }
}

/** An anonymous owner is known to one lock only. */
const callerName = ({ owner, request }: Blocker, lock: string): string =>
  owner ?? `${lock} ${ownerName(null, request)}`;

function addEdge(edges: Map<string, Map<string, string[]>>, from: string, to: string, lock: string): void {
  const tos = edges.get(from) ?? new Map<string, string[]>();
  edges.set(from, tos);
  const names = tos.get(to) ?? [];
  tos.set(to, names);
  if (names.at(-1) !== lock) names.push(lock);
}

/**
 * For each node that can come back to itself the number of its strongly connected component; Tarjan's
 * algorithm, with a stack of its own, because chains of waits can be long.
 */
export function cycles(next: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, number> {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const found = new Map<string, number>();
  const enter = (node: string): { node: string; at: number } => {
    order.set(node, order.size);
    low.set(node, order.get(node) as number);
    open.push(node);
    isOpen.add(node);
    return { node, at: 0 };
  };
  const lower = (node: string, to: number): void => {
    low.set(node, Math.min(low.get(node) as number, to));
  };
  const leave = (node: string): void => {
    if (low.get(node) !== order.get(node)) return;
    const component = open.splice(open.lastIndexOf(node));
    for (const member of component) isOpen.delete(member);
    const isCircle = component.length > 1 || next.get(node)?.includes(node) === true;
    if (isCircle) for (const member of component) found.set(member, order.get(node) as number);
  };
  for (const start of next.keys()) {
    if (order.has(start)) continue;
    const path = [enter(start)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const to = next.get(top.node)?.[top.at];
      top.at += 1;
      if (to === undefined) {
        path.pop();
        leave(top.node);
        const above = path.at(-1);
        if (above !== undefined) lower(above.node, low.get(top.node) as number);
      } else if (!order.has(to)) path.push(enter(to));
      else if (isOpen.has(to)) lower(top.node, order.get(to) as number);
    }
  }
  return found;
}
