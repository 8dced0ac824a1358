/**
 * Circles of a graph: for each node that can come back to itself the number of its strongly connected
 * component; Tarjan's algorithm, with a stack of its own, because chains of waits can be long.
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
