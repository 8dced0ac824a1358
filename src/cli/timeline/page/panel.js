/** What is said about one job in words, and what is said when none is chosen. All names are data. */
import { waitAt, waitedFor } from './lanes.js';
import { clock, duration } from './time.js';

/** @import { Data, Job } from './types.d.ts' */

/** @typedef {(index: number) => void} Choose */

const MOST_ROWS = 60;
const MOST_LONGEST = 12;

const KEY_HELP = [
  ['wheel, + −', 'closer, farther'],
  ['drag, arrows', 'move'],
  ['[ ]', 'lower, higher lanes'],
  ['0', 'all of it'],
  ['n p', 'next, previous job'],
  ['Enter', 'zoom to the job'],
  ['/', 'filter'],
  ['Esc', 'choose none'],
];

/** @type {Readonly<Record<string, string>>} */
const STATES = {
  done: 'done',
  'timed-out': 'timed out',
  gone: 'found something gone',
  aborted: 'aborted while waiting',
  interrupted: 'interrupted',
  failed: 'failed',
};

/**
 * An element with these children; texts stay texts.
 *
 * @param {string} name
 * @param {...(Node | string)} children
 */
export function element(name, ...children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

/**
 * @param {Data} data
 * @param {number} index
 * @param {number} at
 * @returns {Node[]}
 */
export function tipFor({ jobs, levels }, index, at) {
  const job = jobs[index];
  if (job === undefined) return [];
  const lines = [element('b', job.id), element('div', STATES[job.state] ?? job.state, priority(job))];
  const isWaiting = at < (job.start ?? job.end);
  const wait = isWaiting ? waitAt(job, at) : undefined;
  if (wait !== undefined) {
    const [level, name, from, to, holders, others] = wait;
    const held = holders.map((holder) => jobs[holder]?.id ?? '?').slice(0, 3);
    const more = holders.length + others - held.length;
    const by = held.length === 0 ? '' : `, held by ${held.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    lines.push(element('div', `waits ${duration(to - from)} for ${levels[level]}/${name}${by}`));
  }
  for (const [level, from, to, exclusive, shared, names] of job.holds) {
    if (at < from || at >= to) continue;
    lines.push(element('div', `holds ${levels[level]} ${modes(exclusive, shared)}: ${names}`));
  }
  return lines;
}

/**
 * @param {Data} data
 * @param {number} index
 * @param {Choose} choose
 * @returns {Node[]}
 */
export function panelFor(data, index, choose) {
  const job = data.jobs[index];
  if (job === undefined) return overviewOf(data, choose);
  const { state, arrival, start, end, waits, holds } = job;
  const badge = element('span', STATES[state] ?? state);
  badge.className = start === null || state === 'failed' ? 'state bad' : 'state';
  const canvas = element('canvas');
  canvas.id = 'levels';
  return [
    element('h2', job.id, ' ', badge),
    list([
      ['priority', String(job.priority)],
      ['arrived', clock(arrival)],
      ['waited', duration((start ?? end) - arrival)],
      ...(start === null ? [] : [['ran', `${duration(end - start)}, from ${clock(start)}`]]),
      ['ended', clock(end)],
    ]),
    canvas,
    ...section(
      'Waited',
      waits.map(([level, name, from, to, holders, others]) => [
        `${data.levels[level]}/${name} `,
        element('span', `${duration(to - from)}, from ${clock(from)}`),
        ...(holders.length === 0 ? [] : [element('br'), 'held by ', ...links(data, holders, others, choose)]),
      ]),
    ),
    ...section(
      'Held',
      holds
        .toSorted(byLevel)
        .map(([level, from, to, exclusive, shared, names]) => [
          `${data.levels[level]} ${modes(exclusive, shared)} `,
          element('span', `${clock(from)} to ${clock(to)}`),
          element('br'),
          names,
        ]),
    ),
    ...section(
      'Others waited for it',
      waitedFor(data, index).map((other) => links(data, [other], 0, choose)),
    ),
  ];
}

/**
 * @param {Data} data
 * @param {Choose} choose
 * @returns {Node[]}
 */
function overviewOf(data, choose) {
  const waited = (/** @type {Job} */ { arrival, start, end }) => (start ?? end) - arrival;
  const longest = data.jobs
    .map((job, index) => ({ index, ms: waited(job) }))
    .filter(({ ms }) => ms > 0)
    .toSorted((one, other) => other.ms - one.ms)
    .slice(0, MOST_LONGEST);
  return [
    element('h2', 'Click a job to see what it waited for, and for whom'),
    list(KEY_HELP.map(([keys = '', what = '']) => [element('kbd', keys), what])),
    ...section(
      'The longest waits',
      longest.map(({ index, ms }) => [
        ...links(data, [index], 0, choose),
        ' ',
        element('span', duration(ms)),
      ]),
    ),
  ];
}

/**
 * @param {readonly (readonly (Node | string)[])[]} rows
 */
function list(rows) {
  return element(
    'dl',
    ...rows.flatMap(([name = '', value = '']) => [element('dt', name), element('dd', value)]),
  );
}

/**
 * @param {string} title
 * @param {readonly (readonly (Node | string)[])[]} rows
 * @returns {Node[]}
 */
function section(title, rows) {
  if (rows.length === 0) return [];
  const shown = rows.slice(0, MOST_ROWS).map((row) => element('li', ...row));
  const more = rows.length - shown.length;
  const rest = more > 0 ? [element('li', `and ${more} more`)] : [];
  return [
    element('h3', rows.length > 1 ? `${title} (${rows.length})` : title),
    element('ul', ...shown, ...rest),
  ];
}

/**
 * @param {Data} data
 * @param {readonly number[]} indices
 * @param {number} others
 * @param {Choose} choose
 * @returns {(Node | string)[]}
 */
function links({ jobs }, indices, others, choose) {
  const parts = indices.flatMap((index, place) => {
    const button = element('button', jobs[index]?.id ?? '?');
    button.addEventListener('click', () => choose(index));
    return place === 0 ? [button] : [', ', button];
  });
  return others > 0 ? [...parts, ` and ${others} more`] : parts;
}

/**
 * @param {Job['holds'][number]} one
 * @param {Job['holds'][number]} other
 */
function byLevel([level, from], [otherLevel, otherFrom]) {
  return level - otherLevel || from - otherFrom;
}

/** @param {Job} job */
function priority(job) {
  return job.priority === 0 ? '' : `, priority ${job.priority}`;
}

/**
 * @param {number} exclusive
 * @param {number} shared
 */
function modes(exclusive, shared) {
  const parts = [exclusive > 0 ? `${exclusive} exclusive` : '', shared > 0 ? `${shared} shared` : ''];
  return parts.filter((part) => part !== '').join(', ');
}
