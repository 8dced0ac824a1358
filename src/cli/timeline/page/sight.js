/** What of the run is in sight and what is chosen; whatever changes it has the page drawn anew. */
import { AXIS, drawLanes, drawLevelRows, drawOverview } from './draw.js';
import { crowd, packLanes, waitAt } from './lanes.js';
import { panelFor, tipFor } from './panel.js';
import { clampView } from './time.js';

/** @import { Data, Lanes, Theme } from './types.d.ts' */

/** High enough for the levels and a name. */
const HIGHEST_LANE_AT_FIRST = 44;

/** @param {string} id */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
export const lanesCanvas = /** @type {HTMLCanvasElement} */ (byId('lanes'));
export const overviewCanvas = /** @type {HTMLCanvasElement} */ (byId('overview'));
const [tip, panel] = [byId('tip'), byId('panel')];

/** @type {Data} */
export const data = JSON.parse(byId('data').textContent ?? '');
export const whole = { from: 0, to: Math.max(1, data.end) };
export const page = {
  view: whole,
  /** @type {Lanes} */
  lanes: packLanes(data.jobs, () => true),
  laneHeight: HIGHEST_LANE_AT_FIRST,
  scroll: 0,
  selected: -1,
  hovered: -1,
  hoveredAt: 0,
  isDue: false,
  crowd: crowd([], 1, 1),
};

/**
 * The canvas with as many pixels as the screen has, to be drawn on in the pixels of the page.
 *
 * @param {HTMLCanvasElement} canvas
 */
function prepared(canvas) {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.scale(ratio, ratio);
  return { context, width, height };
}

/** @returns {Theme} */
function theme() {
  const style = getComputedStyle(document.documentElement);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
  return {
    background: colour('background'),
    text: colour('text'),
    muted: colour('muted'),
    line: colour('line'),
    wait: colour('wait'),
    shared: colour('shared'),
    exclusive: colour('exclusive'),
    bad: colour('bad'),
    gone: colour('gone'),
    accent: colour('accent'),
  };
}

/** However much changes, it is drawn once, when the browser draws next. */
export function redraw() {
  if (page.isDue) return;
  page.isDue = true;
  requestAnimationFrame(() => {
    page.isDue = false;
    draw();
  });
}

function draw() {
  const colours = theme();
  const { view, lanes, laneHeight, scroll, selected, hovered } = page;
  const { context, width, height } = prepared(lanesCanvas);
  const scene = {
    width,
    height,
    view,
    lanes,
    laneHeight,
    scroll,
    theme: colours,
    selected,
    hovered,
    blockers: blockers(),
  };
  drawLanes(context, data, scene);
  const overview = prepared(overviewCanvas);
  const x = (/** @type {number} */ at) => (at / whole.to) * overview.width;
  const box = { width: overview.width, height: overview.height, from: x(view.from), to: x(view.to) };
  const counts = crowdOf(Math.max(1, Math.floor(overview.width)));
  drawOverview(overview.context, counts, box, colours);
  const levels = /** @type {HTMLCanvasElement | null} */ (document.getElementById('levels'));
  const job = data.jobs[selected];
  if (levels === null || job === undefined) return;
  const small = prepared(levels);
  drawLevelRows(small.context, data.levels, job, small, colours);
}

/** Of so many parts; it changes only with the width of the page. @param {number} parts */
function crowdOf(parts) {
  if (page.crowd.waiting.length !== parts) page.crowd = crowd(data.jobs, whole.to, parts);
  return page.crowd;
}

/** @returns {Set<number>} */
function blockers() {
  const hovered = data.jobs[page.hovered];
  if (hovered !== undefined) return new Set(waitAt(hovered, page.hoveredAt)?.[4]);
  return new Set(data.jobs[page.selected]?.waits.flatMap(([, , , , holders]) => holders));
}

/** @param {Partial<typeof page>} change */
export function show(change) {
  Object.assign(page, change);
  page.view = clampView(page.view, whole);
  const tallest = page.lanes.lanes.length * page.laneHeight - (lanesCanvas.clientHeight - AXIS);
  page.scroll = Math.max(0, Math.min(page.scroll, tallest));
  redraw();
}

/** The chosen job alone, with a little of what was before and after. */
export function zoomToChosen() {
  const job = data.jobs[page.selected];
  if (job === undefined) return;
  const margin = (job.end - job.arrival) * 0.1;
  show({ view: { from: job.arrival - margin, to: job.end + margin } });
}

/** Lanes as high as lets all of them be seen, if that is high enough to see anything. */
export function fitLanes() {
  const room = (lanesCanvas.clientHeight - AXIS) / Math.max(1, page.lanes.lanes.length);
  show({ laneHeight: Math.max(4, Math.min(HIGHEST_LANE_AT_FIRST, Math.floor(room))), scroll: 0 });
}

/** @param {number} index */
export function choose(index) {
  panel.replaceChildren(...panelFor(data, index, choose));
  panel.scrollTop = 0;
  show({ selected: index });
  const job = data.jobs[index];
  const lane = page.lanes.laneOf[index] ?? -1;
  if (job === undefined || lane < 0) return;
  const { from, to } = page.view;
  if (job.end < from || job.arrival > to) {
    const middle = (job.arrival + job.end) / 2;
    show({ view: { from: middle - (to - from) / 2, to: middle + (to - from) / 2 } });
  }
  const top = lane * page.laneHeight;
  const room = lanesCanvas.clientHeight - AXIS;
  if (top < page.scroll || top + page.laneHeight > page.scroll + room) show({ scroll: top - room / 2 });
}

/** @param {number} x */
export function timeAt(x) {
  const { from, to } = page.view;
  return from + (x / Math.max(1, lanesCanvas.clientWidth)) * (to - from);
}

/**
 * The job at a place of the canvas; one that is drawn too small to be hit is found a few pixels beside it.
 *
 * @param {number} x
 * @param {number} y
 */
export function jobAt(x, y) {
  const lane = page.lanes.lanes[Math.floor((y - AXIS + page.scroll) / page.laneHeight)] ?? [];
  if (y < AXIS) return -1;
  const [at, near] = [timeAt(x), Math.abs(timeAt(x + 3) - timeAt(x))];
  let best = { index: -1, distance: near };
  for (const index of lane) {
    const { arrival, end } = data.jobs[index] ?? { arrival: 0, end: 0 };
    const distance = Math.max(0, arrival - at, at - end);
    if (distance <= best.distance) best = { index, distance };
  }
  return best.index;
}

/** @param {PointerEvent} event */
export function hover({ offsetX, offsetY }) {
  const [hovered, hoveredAt] = [jobAt(offsetX, offsetY), timeAt(offsetX)];
  tip.hidden = hovered < 0;
  if (hovered >= 0) {
    tip.replaceChildren(...tipFor(data, hovered, hoveredAt));
    const { clientWidth, offsetTop, clientHeight } = lanesCanvas;
    const right = offsetX + 16 + tip.offsetWidth > clientWidth;
    const below = offsetY + 16 + tip.offsetHeight > clientHeight;
    tip.style.left = `${Math.max(0, right ? offsetX - tip.offsetWidth - 12 : offsetX + 16)}px`;
    tip.style.top = `${offsetTop + Math.max(0, below ? offsetY - tip.offsetHeight - 12 : offsetY + 16)}px`;
  }
  show({ hovered, hoveredAt });
}

export function hideTip() {
  tip.hidden = true;
}
