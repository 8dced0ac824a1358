/** What moves the page: pointer, wheel, keys and the filter. */
import { packLanes } from './lanes.js';
import {
  byId,
  choose,
  data,
  fitLanes,
  hideTip,
  hover,
  jobAt,
  lanesCanvas,
  overviewCanvas,
  page,
  redraw,
  show,
  timeAt,
  whole,
  zoomToChosen,
} from './sight.js';
import { zoom } from './time.js';

const LANE_HEIGHTS = { lowest: 2, highest: 64 };

const filter = /** @type {HTMLInputElement} */ (byId('filter'));
const texts = data.jobs.map(({ id, state, waits, holds }) =>
  [
    id,
    state,
    ...waits.map(([level, name]) => `${data.levels[level]}/${name}`),
    ...holds.map(([, , , , , names]) => names),
  ]
    .join(' ')
    .toLowerCase(),
);

/**
 * Calls back with every move while the pointer is down, and when it is up again.
 *
 * @param {HTMLElement} target
 * @param {PointerEvent} start
 * @param {(event: PointerEvent) => void} moved
 * @param {(event: PointerEvent) => void} [ended]
 */
function drag(target, start, moved, ended = () => {}) {
  target.setPointerCapture(start.pointerId);
  const stop = (/** @type {PointerEvent} */ event) => {
    target.removeEventListener('pointermove', moved);
    ended(event);
  };
  target.addEventListener('pointermove', moved);
  target.addEventListener('pointerup', stop, { once: true });
}

lanesCanvas.addEventListener('pointerdown', (event) => {
  const { view, scroll } = page;
  const perPixel = (view.to - view.from) / Math.max(1, lanesCanvas.clientWidth);
  let hasMoved = false;
  const moved = (/** @type {PointerEvent} */ { offsetX, offsetY }) => {
    const [right, down] = [offsetX - event.offsetX, offsetY - event.offsetY];
    hasMoved ||= Math.hypot(right, down) > 3;
    if (!hasMoved) return;
    hideTip();
    const from = Math.min(
      Math.max(whole.from, view.from - right * perPixel),
      whole.to - (view.to - view.from),
    );
    show({ view: { from, to: from + view.to - view.from }, scroll: scroll - down, hovered: -1 });
  };
  drag(lanesCanvas, event, moved, () => {
    if (!hasMoved) choose(jobAt(event.offsetX, event.offsetY));
  });
});

lanesCanvas.addEventListener('pointermove', (event) => {
  if (event.buttons === 0) hover(event);
});
lanesCanvas.addEventListener('dblclick', zoomToChosen);
lanesCanvas.addEventListener('pointerleave', () => {
  hideTip();
  show({ hovered: -1 });
});

for (const canvas of [lanesCanvas, overviewCanvas]) {
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const { from, to } = page.view;
      const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
      const by = ((event.deltaX || event.deltaY) / Math.max(1, canvas.clientWidth)) * (to - from);
      if (isSideways) show({ view: { from: from + by, to: to + by } });
      else {
        const at =
          canvas === lanesCanvas ? timeAt(event.offsetX) : (event.offsetX / canvas.clientWidth) * whole.to;
        show({ view: zoom(page.view, at, Math.exp(event.deltaY * (event.ctrlKey ? 0.01 : 0.0018))) });
      }
    },
    { passive: false },
  );
}

overviewCanvas.addEventListener('pointerdown', (event) => {
  const at = (/** @type {PointerEvent} */ { offsetX }) =>
    (offsetX / Math.max(1, overviewCanvas.clientWidth)) * whole.to;
  const { from, to } = page.view;
  const [begin, isInside] = [at(event), at(event) > from && at(event) < to && to - from < whole.to * 0.98];
  drag(overviewCanvas, event, (moved) => {
    const now = at(moved);
    if (isInside) show({ view: { from: from + now - begin, to: to + now - begin } });
    else show({ view: { from: Math.min(begin, now), to: Math.max(begin, now) } });
  });
});

/** @param {number} step */
function stepTo(step) {
  const shown = data.jobs.flatMap((_, index) => ((page.lanes.laneOf[index] ?? -1) < 0 ? [] : [index]));
  const place = shown.indexOf(page.selected);
  const first = shown.find((index) => (data.jobs[index]?.end ?? 0) >= page.view.from) ?? shown[0];
  const next = place < 0 ? first : shown[Math.max(0, Math.min(shown.length - 1, place + step))];
  if (next !== undefined) choose(next);
}

/** @param {number} factor */
function zoomBy(factor) {
  const job = data.jobs[page.selected];
  const middle = (page.view.from + page.view.to) / 2;
  const at = job === undefined ? middle : Math.min(page.view.to, Math.max(page.view.from, job.arrival));
  show({ view: zoom(page.view, at, factor) });
}

/** @param {number} share */
function moveBy(share) {
  const { from, to } = page.view;
  const by = Math.min(Math.max((to - from) * share, whole.from - from), whole.to - to);
  show({ view: { from: from + by, to: to + by } });
}

/** @param {number} factor */
function growLanes(factor) {
  const { lowest, highest } = LANE_HEIGHTS;
  const laneHeight = Math.max(
    lowest,
    Math.min(highest, Math.round(page.laneHeight * factor) + Math.sign(factor - 1)),
  );
  const lane = Math.max(0, page.lanes.laneOf[page.selected] ?? 0);
  const place = lane * page.laneHeight - page.scroll;
  show({ laneHeight, scroll: lane * laneHeight - place });
}

/** @type {Readonly<Record<string, () => void>>} */
const ACTIONS = {
  ArrowLeft: () => moveBy(-0.2),
  ArrowRight: () => moveBy(0.2),
  ArrowUp: () => show({ scroll: page.scroll - 60 }),
  ArrowDown: () => show({ scroll: page.scroll + 60 }),
  '+': () => zoomBy(0.6),
  '=': () => zoomBy(0.6),
  '-': () => zoomBy(1 / 0.6),
  '[': () => growLanes(1 / 1.4),
  ']': () => growLanes(1.4),
  0: () => {
    show({ view: whole });
    fitLanes();
  },
  n: () => stepTo(1),
  p: () => stepTo(-1),
  Enter: zoomToChosen,
  Escape: () => choose(-1),
  '/': () => filter.focus(),
};

document.addEventListener('keydown', (event) => {
  // A link that has the focus takes Enter for itself.
  const isTaken =
    event.target === filter || (event.key === 'Enter' && event.target instanceof HTMLButtonElement);
  if (isTaken || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = Object.hasOwn(ACTIONS, event.key) ? ACTIONS[event.key] : undefined;
  if (act === undefined) return;
  event.preventDefault();
  act();
});

filter.addEventListener('input', () => {
  const words = filter.value
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const matches = data.jobs.map((_, index) => words.every((word) => texts[index]?.includes(word)));
  show({ lanes: packLanes(data.jobs, (index) => matches[index] === true) });
  fitLanes();
  sayTotals();
});

function sayTotals() {
  const shown = page.lanes.laneOf.reduce((count, lane) => (lane < 0 ? count : count + 1), 0);
  const of = shown === data.jobs.length ? '' : `${shown} of `;
  const count = (/** @type {string} */ state) => data.jobs.filter((job) => job.state === state).length;
  const ends = [...new Set(data.jobs.map(({ state }) => state))].map((state) => `${count(state)} ${state}`);
  byId('totals').textContent = `${of}${data.jobs.length} jobs: ${ends.join(', ')}`;
}

byId('file').textContent = `${data.file}, ${data.speed === null ? 'simulated' : `speed ${data.speed}`}`;
document.title = `lockchart: ${data.file}`;
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
new ResizeObserver(redraw).observe(lanesCanvas);
choose(-1);
sayTotals();
fitLanes();
