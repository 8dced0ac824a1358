/** Lays charts out with ELK, whose arrows go round corners and keep out of each other's way. */
import ElkConstructor, { type ElkExtendedEdge, type ElkLabel, type ElkNode } from 'elkjs/lib/elk.bundled.js';
import { type ChartArrow, type ChartGraph, START } from '../../src/cli/inspect/chart/graph.ts';
import {
  type ArrowLayout,
  boxSize,
  type ChartLayout,
  fingerprint,
  labelSize,
  type Point,
  type Rectangle,
} from '../../src/cli/inspect/chart/layout.ts';

// The package says that it has a default export, and Node gives the module.
const ELK = ElkConstructor as unknown as typeof ElkConstructor.default;

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.spacing.nodeNode': '24',
  'elk.spacing.edgeNode': '16',
  'elk.spacing.edgeEdge': '12',
  'elk.spacing.edgeLabel': '4',
  'elk.layered.spacing.nodeNodeBetweenLayers': '34',
  'elk.layered.spacing.edgeNodeBetweenLayers': '16',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'false',
  'elk.layered.thoroughness': '60',
  'elk.randomSeed': '1',
};

/** What cannot be known before: which arrows go back, how deep states stand, and whether across or down. */
const WAYS = ['DOWN', 'RIGHT'].flatMap((direction) =>
  ['DEPTH_FIRST', 'MODEL_ORDER'].flatMap((back) =>
    ['LONGEST_PATH', 'COFFMAN_GRAHAM'].map((layers) => ({
      'elk.direction': direction,
      'elk.layered.cycleBreaking.strategy': back,
      'elk.layered.layering.strategy': layers,
    })),
  ),
);

/** The proportions of the place where the page shows charts. */
const SHOWN = { width: 650, height: 560 };

/** Of all ways the one that is largest where it is shown. */
export async function bestLayout(graph: ChartGraph): Promise<ChartLayout> {
  const layouts = await Promise.all(WAYS.map((way) => elkLayout(graph, way)));
  const scale = ({ width, height }: ChartLayout): number =>
    Math.min(SHOWN.width / width, SHOWN.height / height);
  return layouts.reduce((best, layout) => (scale(layout) > scale(best) ? layout : best));
}

async function elkLayout(graph: ChartGraph, way: Readonly<Record<string, string>>): Promise<ChartLayout> {
  const root: ElkNode = await new ELK().layout({
    id: 'root',
    layoutOptions: { ...OPTIONS, ...way },
    children: graph.boxes.map((box) => ({
      id: box.id,
      ...boxSize(box),
      ...(box.id === START ? { layoutOptions: { 'elk.layered.layering.layerConstraint': 'FIRST' } } : {}),
    })),
    edges: graph.arrows.map((arrow, index) => ({
      id: String(index),
      sources: [arrow.from],
      targets: [arrow.to],
      labels: arrow.lines.length === 0 ? [] : [labelOf(arrow, index)],
    })),
  });
  const boxes = new Map((root.children ?? []).map((node) => [node.id, rectangle(node)]));
  const arrows = new Map((root.edges ?? []).map((edge) => [edge.id, arrowLayout(edge)]));
  return {
    of: fingerprint(graph),
    width: round(root.width ?? 0),
    height: round(root.height ?? 0),
    boxes: graph.boxes.map(({ id }) => boxes.get(id) ?? missing(id)),
    arrows: graph.arrows.map((_, index) => arrows.get(String(index)) ?? missing(String(index))),
  };
}

/** Labels stand on their arrows. */
function labelOf(arrow: ChartArrow, index: number): ElkLabel {
  return { text: String(index), ...labelSize(arrow), layoutOptions: { 'elk.edgeLabels.inline': 'true' } };
}

function arrowLayout({ sections = [], labels = [] }: ElkExtendedEdge): ArrowLayout {
  const points = sections.flatMap(({ startPoint, bendPoints = [], endPoint }) =>
    [startPoint, ...bendPoints, endPoint].map(({ x, y }): Point => [round(x), round(y)]),
  );
  const [label] = labels;
  return { points, label: label === undefined ? null : rectangle(label) };
}

function rectangle({ x = 0, y = 0, width = 0, height = 0 }: Partial<ElkNode>): Rectangle {
  return { x: round(x), y: round(y), width: round(width), height: round(height) };
}

function missing(id: string): never {
  throw new Error(`ELK has lost '${id}'`);
}

const round = (value: number): number => Math.round(value * 10) / 10;
