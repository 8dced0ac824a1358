/** Draws the lanes: nothing but what is in sight. */
import { inSight } from './lanes.js';
import { clock, ticks } from './time.js';

/** @import { Data, Job, Scene, Span, Theme } from "./types.d.ts" */

export const AXIS = 22;
/** From this height on a lane shows each level. */
const TALL = 25;
const LABEL_WIDTH = 70;

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Data} data
 * @param {Scene} scene
 */
export function drawLanes(context, data, scene) {
  const { width, height, theme, lanes, laneHeight, scroll } = scene;
  context.fillStyle = theme.background;
  context.fillRect(0, 0, width, height);
  drawGrid(context, scene);
  context.save();
  context.beginPath();
  context.rect(0, AXIS, width, height - AXIS);
  context.clip();
  const first = Math.max(0, Math.floor(scroll / laneHeight));
  const last = Math.min(lanes.lanes.length - 1, Math.floor((scroll + height - AXIS) / laneHeight));
  for (let lane = first; lane <= last; lane += 1) {
    const top = AXIS + lane * laneHeight - scroll;
    let drawnTo = Number.NEGATIVE_INFINITY;
    for (const index of inSight(data.jobs, lanes.lanes[lane] ?? [], scene.view)) {
      const job = data.jobs[index];
      if (job === undefined) continue;
      const right = x(job.end, scene);
      // What would be painted over a pixel that is painted already is not worth it.
      if (right < drawnTo && index !== scene.selected && index !== scene.hovered) continue;
      drawnTo = Math.floor(right) + 1;
      drawJob(context, job, index, top, scene);
    }
  }
  context.restore();
}

/**
 * @param {number} at
 * @param {Scene} scene
 */
function x(at, { view, width }) {
  return ((at - view.from) / (view.to - view.from)) * width;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 */
function drawGrid(context, scene) {
  const { height, theme, view, width } = scene;
  context.font = '11px system-ui, sans-serif';
  context.textBaseline = 'middle';
  for (const tick of ticks(view, width)) {
    const at = Math.round(x(tick, scene)) + 0.5;
    context.strokeStyle = theme.line;
    context.beginPath();
    context.moveTo(at, AXIS - 4);
    context.lineTo(at, height);
    context.stroke();
    context.fillStyle = theme.muted;
    context.fillText(clock(tick), at + 4, AXIS / 2);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Job} job
 * @param {number} index
 * @param {number} top
 * @param {Scene} scene
 */
function drawJob(context, job, index, top, scene) {
  const { laneHeight, theme, width } = scene;
  const gap = laneHeight > 8 ? 2 : laneHeight > 4 ? 1 : 0;
  const height = Math.max(1, laneHeight - gap);
  const left = Math.max(-2, x(job.arrival, scene));
  const right = Math.min(width + 2, Math.max(x(job.end, scene), left + 1.5));
  const turn = Math.min(right, Math.max(left, x(job.start ?? job.end, scene)));
  const isTall = laneHeight >= TALL && right - left > 3;
  context.globalAlpha = isTall ? 0.22 : 1;
  context.fillStyle = theme.wait;
  context.fillRect(left, top, turn - left, height);
  context.fillStyle = isTall || !isExclusive(job) ? theme.shared : theme.exclusive;
  context.fillRect(turn, top, right - turn, height);
  context.globalAlpha = 1;
  if (isTall) drawLevels(context, job, top, height, scene);
  if (job.start === null) {
    context.fillStyle = job.state === 'timed-out' || job.state === 'failed' ? theme.bad : theme.gone;
    context.fillRect(right - 2, top, 2, height);
  }
  if (right - left > LABEL_WIDTH && laneHeight >= 12) drawLabel(context, job, left, right, top, scene);
  drawMark(context, index, { left, right, top, height }, scene);
}

/** Alone with something else than the big lock, which nearly nobody has alone.
 *
 * @param {Job} job
 */
function isExclusive({ holds }) {
  return holds.some(([, , , exclusive]) => exclusive > 0);
}

/**
 * A row for each level, from the first to the last.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Job} job
 * @param {number} top
 * @param {number} height
 * @param {Scene} scene
 */
function drawLevels(context, job, top, height, scene) {
  const { theme } = scene;
  const label = scene.laneHeight >= 40 ? 13 : 0;
  const row = (height - label) / 7;
  const bar = (
    /** @type {number} */ level,
    /** @type {number} */ from,
    /** @type {number} */ to,
    /** @type {string} */ colour,
  ) => {
    const [left, right] = [Math.max(-2, x(from, scene)), Math.min(scene.width + 2, x(to, scene))];
    context.fillStyle = colour;
    context.fillRect(left, top + label + level * row, Math.max(1, right - left), Math.max(1, row - 0.75));
  };
  for (const [level, from, to, exclusive] of job.holds) {
    bar(level, from, to, exclusive > 0 ? theme.exclusive : theme.shared);
  }
  for (const [level, , from, to] of job.waits) bar(level, from, to, theme.wait);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Job} job
 * @param {number} left
 * @param {number} right
 * @param {number} top
 * @param {Scene} scene
 */
function drawLabel(context, job, left, right, top, { laneHeight, theme }) {
  const isTall = laneHeight >= TALL;
  if (isTall && laneHeight < 40) return;
  const from = Math.max(0, left) + 4;
  context.save();
  context.beginPath();
  context.rect(from, top, right - from - 2, laneHeight);
  context.clip();
  context.font = '11px system-ui, sans-serif';
  context.textBaseline = 'middle';
  context.fillStyle = isTall ? theme.text : theme.background;
  context.fillText(job.id, from, isTall ? top + 7 : top + laneHeight / 2 - 0.5);
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} index
 * @param {{ left: number, right: number, top: number, height: number }} box
 * @param {Scene} scene
 */
function drawMark(context, index, { left, right, top, height }, { selected, hovered, blockers, theme }) {
  const isMain = index === selected || index === hovered;
  if (!isMain && !blockers.has(index)) return;
  context.strokeStyle = isMain ? theme.text : theme.bad;
  context.lineWidth = isMain ? 2 : 1.5;
  context.strokeRect(left - 1, top - 0.5, Math.max(3, right - left) + 2, height + 1);
  context.lineWidth = 1;
}

/**
 * The whole run at a glance: how many jobs ran, and above them how many waited; and what of it is in sight.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {{ waiting: Float64Array, running: Float64Array }} counts one for each pixel
 * @param {{ width: number, height: number, from: number, to: number }} box `from`, `to`: pixels in sight
 * @param {Theme} theme
 */
export function drawOverview(context, { waiting, running }, { width, height, from, to }, theme) {
  context.fillStyle = theme.background;
  context.fillRect(0, 0, width, height);
  const most = waiting.reduce((max, count, part) => Math.max(max, count + (running[part] ?? 0)), 1);
  const tall = (/** @type {number} */ count) => (count / most) * (height - 4);
  for (let part = 0; part < waiting.length; part += 1) {
    const runs = tall(running[part] ?? 0);
    const waits = tall(waiting[part] ?? 0);
    context.fillStyle = theme.exclusive;
    context.fillRect(part, height - runs, 1, runs);
    context.fillStyle = theme.wait;
    context.fillRect(part, height - runs - waits, 1, waits);
  }
  context.fillStyle = theme.background;
  context.globalAlpha = 0.72;
  context.fillRect(0, 0, from, height);
  context.fillRect(to, 0, width - to, height);
  context.globalAlpha = 1;
  context.strokeStyle = theme.accent;
  context.strokeRect(Math.max(0.5, from + 0.5), 0.5, Math.max(2, Math.min(width, to) - from - 1), height - 1);
  context.fillStyle = theme.muted;
  context.font = '11px system-ui, sans-serif';
  context.textBaseline = 'top';
  context.fillText(`at most ${most} jobs`, 6, 4);
}

/**
 * One job on its own: a row for each level, over the time that it was there.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {readonly string[]} levels
 * @param {Job} job
 * @param {{ width: number, height: number }} size
 * @param {Theme} theme
 */
export function drawLevelRows(context, levels, job, { width, height }, theme) {
  const labels = 74;
  const row = height / levels.length;
  const span = Math.max(1, job.end - job.arrival);
  const at = (/** @type {number} */ time) => labels + ((time - job.arrival) / span) * (width - labels);
  context.clearRect(0, 0, width, height);
  context.font = '11px system-ui, sans-serif';
  context.textBaseline = 'middle';
  for (const [level, name] of levels.entries()) {
    context.fillStyle = theme.muted;
    context.fillText(name, 0, level * row + row / 2);
    context.fillStyle = theme.line;
    context.fillRect(labels, level * row + row / 2 - 0.5, width - labels, 1);
  }
  const bar = (
    /** @type {number} */ level,
    /** @type {Span} */ { from, to },
    /** @type {string} */ colour,
  ) => {
    context.fillStyle = colour;
    context.fillRect(at(from), level * row + 2, Math.max(1, at(to) - at(from)), row - 4);
  };
  for (const [level, from, to, exclusive] of job.holds) {
    bar(level, { from, to }, exclusive > 0 ? theme.exclusive : theme.shared);
  }
  for (const [level, , from, to] of job.waits) bar(level, { from, to }, theme.wait);
}
