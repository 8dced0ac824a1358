/** The picture of a laid-out chart. What is active is said by classes alone, so that it can change. */
import type { ChartArrow, ChartBox, ChartGraph, ChartLine } from './graph.ts';
import {
  type ArrowLayout,
  boundsOf,
  type ChartLayout,
  LINE,
  type Point,
  type Rectangle,
  rowsOf,
  TITLE,
} from './layout.ts';
import { type Shape, shape } from './shapes.ts';
import { CHART_STYLE } from './style.ts';

/** Around the layout. */
export const MARGIN = 12;
const CORNER = 6;

/** `data-box`, `data-arrow` and `data-key` say which box, arrow and transition an element stands for. */
export function chartPicture(graph: ChartGraph, layout: ChartLayout): Shape {
  const [width, height] = [Math.ceil(layout.width + 2 * MARGIN), Math.ceil(layout.height + 2 * MARGIN)];
  const arrows = graph.arrows.map((arrow, index) => arrowShape(arrow, layout.arrows[index], index));
  const boxes = graph.boxes.map((box, index) => boxShape(box, layout.boxes[index]));
  return shape(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'chart',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-label': `Statechart of ${graph.id}`,
    },
    shape('rect', { class: 'paper', width, height, rx: CORNER }),
    shape(
      'g',
      { transform: `translate(${MARGIN} ${MARGIN})` },
      ...groupShapes(graph, layout),
      ...arrows,
      ...boxes,
    ),
  );
}

/** The same as a file of its own, which brings its style. */
export function standingAlone(picture: Shape): Shape {
  return { ...picture, children: [shape('style', {}, CHART_STYLE), ...picture.children] };
}

function boxShape(box: ChartBox, at: Rectangle = NOWHERE): Shape {
  const { id, title, kind, lines } = box;
  const { x, y, width, height } = at;
  if (kind === 'start') {
    const radius = width / 2;
    return shape('circle', { class: 'start', cx: x + radius, cy: y + radius, r: radius });
  }
  const top = y + TITLE.height + 2;
  return shape(
    'g',
    { class: `box ${kind}`, 'data-box': id },
    shape('rect', { x, y, width, height, rx: CORNER }),
    shape('text', { class: 'title', x: x + 10, y: y + 18 }, title),
    ...(lines.length === 0 ? [] : [shape('line', { x1: x, x2: x + width, y1: top, y2: top })]),
    ...lines.map((line, index) => lineShape(line, x + 10, top + 15 + index * LINE.height)),
  );
}

function lineShape({ key, text }: ChartLine, x: number, y: number): Shape {
  return shape('text', { 'data-key': key, x: round(x), y: round(y) }, text);
}

/** Lines one under the other, some of them in several rows. */
function labelShapes(lines: readonly ChartLine[], x: number, top: number): Shape[] {
  let y = top;
  return lines.flatMap(({ key, text }) =>
    rowsOf(text).map((row) => {
      y += LINE.height;
      return lineShape({ key, text: row }, x, y);
    }),
  );
}

function arrowShape(arrow: ChartArrow, layout: ArrowLayout | undefined, index: number): Shape {
  const { points = [], label = null } = layout ?? {};
  const { lines, isEventless } = arrow;
  const inside =
    label === null
      ? []
      : [
          shape('rect', {
            x: round(label.x),
            y: round(label.y),
            width: label.width,
            height: label.height,
            rx: 5,
          }),
          ...labelShapes(lines, label.x + 7, label.y - 1),
        ];
  return shape(
    'g',
    { class: `arrow${isEventless && lines.length > 0 ? ' eventless' : ''}`, 'data-arrow': index },
    shape('path', { d: roundedPath(points) }),
    tip(points),
    ...inside,
  );
}

/** Straight pieces with round corners. */
function roundedPath(points: readonly Point[]): string {
  const pieces = points.map((point, index) => {
    const [x, y] = point;
    const [before, after] = [points[index - 1], points[index + 1]];
    if (before === undefined) return `M${round(x)} ${round(y)}`;
    if (after === undefined) return `L${round(x)} ${round(y)}`;
    const [from, to] = [towards(point, before), towards(point, after)];
    return `L${from.map(round).join(' ')}Q${round(x)} ${round(y)} ${to.map(round).join(' ')}`;
  });
  return pieces.join('');
}

function towards([x, y]: Point, [toX, toY]: Point): Point {
  const distance = Math.hypot(toX - x, toY - y);
  const part = distance === 0 ? 0 : Math.min(CORNER, distance / 2) / distance;
  return [x + (toX - x) * part, y + (toY - y) * part];
}

function tip(points: readonly Point[]): Shape {
  const [end, before] = [points.at(-1) ?? [0, 0], points.at(-2) ?? [0, 0]];
  const angle = Math.atan2(end[1] - before[1], end[0] - before[0]);
  const corner = (turn: number): string => {
    const [x, y] = [end[0] - 8 * Math.cos(angle + turn), end[1] - 8 * Math.sin(angle + turn)];
    return `${round(x)} ${round(y)}`;
  };
  return shape('path', { class: 'tip', d: `M${end.map(round).join(' ')}L${corner(0.42)}L${corner(-0.42)}Z` });
}

/** Frames around what is inside a state. */
function groupShapes({ boxes }: ChartGraph, layout: ChartLayout): Shape[] {
  const paths = new Set(boxes.flatMap(({ group }) => groupsAround(group)));
  return [...paths].toSorted().flatMap((path) => {
    const inside = boxes.flatMap(({ group }, index) =>
      group === path || group.startsWith(`${path}.`) ? (layout.boxes[index] ?? []) : [],
    );
    const { x, y, width, height } = boundsOf(inside) ?? NOWHERE;
    const frame = { x: x - 10, y: y - 24, width: width + 20, height: height + 34 };
    return [
      shape('rect', { class: 'group', ...frame, rx: CORNER + 4 }),
      shape('text', { class: 'title', x: frame.x + 8, y: frame.y + 16 }, path),
    ];
  });
}

function groupsAround(path: string): string[] {
  if (path === '') return [];
  return path.split('.').map((_, index, keys) => keys.slice(0, index + 1).join('.'));
}

const round = (value: number): number => Math.round(value * 10) / 10;
const NOWHERE: Rectangle = { x: 0, y: 0, width: 0, height: 0 };
