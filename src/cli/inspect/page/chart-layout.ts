/** Layouts of charts: those of our own machines are known; others are laid out here. */
import { layout as dagre, graphlib } from '@dagrejs/dagre';
import { type ChartGraph, START } from '../chart/graph.ts';
import { boxSize, type ChartLayout, fingerprint, labelSize, type Point } from '../chart/layout.ts';
import catalogueBrief from '../layouts/catalogue.brief.json' with { type: 'json' };
import catalogue from '../layouts/catalogue.json' with { type: 'json' };
import conditionBrief from '../layouts/condition.brief.json' with { type: 'json' };
import condition from '../layouts/condition.json' with { type: 'json' };
import levelOrderBrief from '../layouts/level-order.brief.json' with { type: 'json' };
import levelOrder from '../layouts/level-order.json' with { type: 'json' };
import lockSetBrief from '../layouts/lock-set.brief.json' with { type: 'json' };
import lockSet from '../layouts/lock-set.json' with { type: 'json' };
import sharedLockBrief from '../layouts/shared-lock.brief.json' with { type: 'json' };
import sharedLock from '../layouts/shared-lock.json' with { type: 'json' };

const whole = [sharedLock, lockSet, catalogue, levelOrder, condition];
const brief = [sharedLockBrief, lockSetBrief, catalogueBrief, levelOrderBrief, conditionBrief];
const known = [...whole, ...brief] as unknown as readonly ChartLayout[];

export function layoutFor(graph: ChartGraph): ChartLayout {
  const print = fingerprint(graph);
  return known.find(({ of }) => of === print) ?? liveLayout(graph);
}

/** `across`: from left to right. */
export function liveLayout(graph: ChartGraph, across = false): ChartLayout {
  const drawn = new graphlib.Graph({ multigraph: true, compound: true });
  drawn.setGraph({
    rankdir: across ? 'LR' : 'TB',
    nodesep: across ? 12 : 28,
    ranksep: 44,
    edgesep: across ? 8 : 16,
  });
  for (const box of graph.boxes) {
    drawn.setNode(box.id, boxSize(box));
    if (box.group !== '') drawn.setParent(box.id, groupNode(drawn, box.group));
  }
  for (const [index, arrow] of graph.arrows.entries()) {
    drawn.setEdge(arrow.from, arrow.to, { ...labelSize(arrow), labelpos: 'c' }, String(index));
  }
  dagre(drawn);
  const { width = 0, height = 0 } = drawn.graph() as { width?: number; height?: number };
  return {
    of: fingerprint(graph),
    width,
    height,
    boxes: graph.boxes.map(({ id }) => cornered(drawn.node(id) as Centred)),
    arrows: graph.arrows.map((arrow, index) => {
      const edge = drawn.edge(arrow.from, arrow.to, String(index)) as Centred & { points: XY[] };
      const points = edge.points.map(({ x, y }): Point => [x, y]);
      return { points, label: arrow.lines.length === 0 ? null : cornered(edge) };
    }),
  };
}

interface XY {
  readonly x: number;
  readonly y: number;
}

interface Centred extends XY {
  readonly width: number;
  readonly height: number;
}

const cornered = ({ x, y, width, height }: Centred) => ({
  x: x - width / 2,
  y: y - height / 2,
  width,
  height,
});

/** The frame around the states in a state, and the frames around that. */
function groupNode(drawn: InstanceType<typeof graphlib.Graph>, path: string): string {
  const id = `${START}${path}`;
  if (!drawn.hasNode(id)) {
    drawn.setNode(id, {});
    const around = path.slice(0, Math.max(0, path.lastIndexOf('.')));
    if (around !== '') drawn.setParent(id, groupNode(drawn, around));
  }
  return id;
}
