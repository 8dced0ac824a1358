/**
 * One dimension as a picture: time at the left, memory at the right, both logarithmic. It brings its own
 * background, so that it can be read wherever it is shown, and follows the reader's choice of dark or light.
 */
import { type ScaleLogarithmic, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import type { Dimension } from '../apart/crowds.ts';
import type { Curve, Curves } from './curves.ts';

const WIDTH = 920;
const HEIGHT = 360;
const PANEL = { width: 370, height: 220, top: 60 };
const LEFTS = [70, 530] as const;
const LEGEND_TOP = PANEL.top + PANEL.height + 58;
const LEGEND_COLUMNS = 3;

/** Seven that are told apart in print and by who does not see all colours. */
const COLOURS = ['#2f6fde', '#d1495b', '#2a9d63', '#c77d1e', '#8a5bd1', '#5f7f8c', '#b04f9b'];

const STYLE = `
  .paper { fill: #ffffff }
  text { fill: #24292f; font: 12px system-ui, sans-serif }
  .title { font-weight: 600; font-size: 14px }
  .axis { stroke: #57606a; fill: none }
  .grid { stroke: #d8dee4 }
  .curve { fill: none; stroke-width: 2 }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117 }
    text { fill: #e6edf3 }
    .axis { stroke: #8d96a0 }
    .grid { stroke: #30363d }
  }`;

const TITLES: Readonly<Record<Dimension, readonly [time: string, memory: string]>> = {
  waiters: ['ns for one waiter, from asking to release', 'bytes for one waiter'],
  members: ['ns to acquire and release one name', 'bytes for one member'],
  owners: ['ns for one more to share and release', 'bytes for one owner'],
  levels: ['ns to acquire a name at one level', 'bytes for one level'],
};

export function draw({ dimension, time, memory }: Curves): string {
  const names = [...new Set([...time, ...memory].map(({ name }) => name))];
  const [timeTitle, memoryTitle] = TITLES[dimension];
  const rows = Math.ceil(names.length / LEGEND_COLUMNS);
  const height = HEIGHT + (rows - 1) * 20;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img">
<title>lockchart: time and memory by the number of ${dimension}</title>
<style>${STYLE}
</style>
<rect class="paper" width="${WIDTH}" height="${height}" rx="6"/>
${panel(LEFTS[0], timeTitle, dimension, time, names)}
${panel(LEFTS[1], memoryTitle, dimension, memory, names)}
${names.map(legend).join('\n')}
</svg>
`;
}

function panel(
  left: number,
  title: string,
  dimension: Dimension,
  curves: readonly Curve[],
  names: readonly string[],
): string {
  const points = curves.flatMap((curve) => curve.points);
  const x = axis(
    points.map(([count]) => count),
    [left, left + PANEL.width],
    false,
  );
  const y = axis(
    points.map(([, figure]) => figure),
    [PANEL.top + PANEL.height, PANEL.top],
    true,
  );
  const bottom = PANEL.top + PANEL.height;
  const along = powers(x).map(
    (count) => `<text x="${at(x(count))}" y="${bottom + 18}" text-anchor="middle">${short(count)}</text>`,
  );
  const up = powers(y).map(
    (figure) =>
      `<path class="grid" d="M${left},${at(y(figure))}h${PANEL.width}"/>` +
      `<text x="${left - 8}" y="${at(y(figure) + 4)}" text-anchor="end">${short(figure)}</text>`,
  );
  const path = line<readonly [number, number]>(
    ([count]) => x(count),
    ([, figure]) => y(figure),
  ).digits(1);
  const drawn = curves.map(({ name, points: own }) => {
    const colour = colourOf(names.indexOf(name));
    const dots = own.map(
      ([count, figure]) => `<circle cx="${at(x(count))}" cy="${at(y(figure))}" r="3" fill="${colour}"/>`,
    );
    return `<path class="curve" stroke="${colour}" d="${path(own)}"/>${dots.join('')}`;
  });
  return [
    `<text class="title" x="${left}" y="${PANEL.top - 24}">${title}</text>`,
    ...up,
    ...along,
    `<path class="axis" d="M${left},${PANEL.top}v${PANEL.height}h${PANEL.width}"/>`,
    `<text x="${left + PANEL.width / 2}" y="${bottom + 36}" text-anchor="middle">${dimension}</text>`,
    ...drawn,
  ].join('\n');
}

function legend(name: string, index: number): string {
  const left = LEFTS[0] + (index % LEGEND_COLUMNS) * 280;
  const top = LEGEND_TOP + Math.floor(index / LEGEND_COLUMNS) * 20;
  return (
    `<rect x="${left}" y="${top}" width="14" height="4" rx="2" fill="${colourOf(index)}"/>` +
    `<text x="${left + 20}" y="${top + 6}">${name}</text>`
  );
}

/** Of whole powers of ten at the side, so that flat looks flat. */
function axis(
  values: readonly number[],
  range: [number, number],
  isWhole: boolean,
): ScaleLogarithmic<number, number> {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (!(least > 0)) throw new Error(`there is no place for ${least} on a logarithmic axis`);
  const domain = isWhole
    ? [10 ** Math.floor(Math.log10(least)), 10 ** (Math.floor(Math.log10(most)) + 1)]
    : [least, most];
  return scaleLog().domain(domain).range(range);
}

/** The powers of ten on an axis. */
function powers(scale: ScaleLogarithmic<number, number>): number[] {
  const [least = 1, most = 1] = scale.domain();
  const first = Math.ceil(Math.log10(least) - 1e-9);
  const last = Math.floor(Math.log10(most) + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
}

const colourOf = (index: number): string => COLOURS[index % COLOURS.length] ?? '';

const short = (value: number): string =>
  value < 1_000 ? String(value) : value < 1_000_000 ? `${value / 1_000}k` : `${value / 1_000_000}M`;

const at = (place: number): string => place.toFixed(1);
