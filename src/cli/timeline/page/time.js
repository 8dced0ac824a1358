/** Time on the page: which stretch of it is in sight, and how it is written. */

/** @import { Span } from './types.d.ts' */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Nobody can see less of a run than this. */
const SHORTEST_VIEW_MS = 5;

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500].concat(
  [1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  [1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  [1, 2, 3, 6, 12, 24, 48, 96, 240].map((n) => n * HOUR),
);

/**
 * The same stretch, so long that it can be seen and inside the whole.
 *
 * @param {Span} view
 * @param {Span} whole
 * @returns {Span}
 */
export function clampView(view, whole) {
  const longest = Math.max(SHORTEST_VIEW_MS, whole.to - whole.from);
  const length = Math.min(longest, Math.max(SHORTEST_VIEW_MS, view.to - view.from));
  const middle = (view.from + view.to) / 2;
  const from = Math.min(Math.max(whole.from, middle - length / 2), whole.from + longest - length);
  return { from, to: from + length };
}

/**
 * Closer (`factor` below 1) or farther, while the moment `at` stays where it is.
 *
 * @param {Span} view
 * @param {number} at
 * @param {number} factor
 * @returns {Span}
 */
export function zoom(view, at, factor) {
  return { from: at - (at - view.from) * factor, to: at + (view.to - at) * factor };
}

/**
 * Round moments in sight, not closer together than `gap` pixels.
 *
 * @param {Span} view
 * @param {number} width
 * @param {number} [gap]
 * @returns {number[]}
 */
export function ticks({ from, to }, width, gap = 90) {
  const least = ((to - from) * gap) / Math.max(1, width);
  const step = STEPS.find((one) => one >= least) ?? Math.ceil(least / (240 * HOUR)) * 240 * HOUR;
  const first = Math.ceil(from / step);
  const count = Math.max(0, Math.floor(to / step) - first + 1);
  return Array.from({ length: count }, (_, index) => (first + index) * step);
}

/**
 * As a clock shows it, `07:12:33`, with milliseconds where they tell something.
 *
 * @param {number} ms
 */
export function clock(ms) {
  const rest = Math.round(ms) % SECOND;
  const parts = [Math.floor(ms / HOUR), Math.floor(ms / MINUTE) % 60, Math.floor(ms / SECOND) % 60];
  const text = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return rest === 0 ? text : `${text}.${String(rest).padStart(3, '0')}`;
}

/**
 * As people say it: `14 ms`, `2.5 s`, `12 min 30 s`, `1 h 05 min`.
 *
 * @param {number} ms
 */
export function duration(ms) {
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < MINUTE) return `${(ms / SECOND).toFixed(1)} s`;
  const seconds = Math.round(ms / SECOND);
  const two = (/** @type {number} */ value) => String(value).padStart(2, '0');
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  return `${Math.floor(seconds / 3_600)} h ${two(Math.floor(seconds / 60) % 60)} min`;
}
