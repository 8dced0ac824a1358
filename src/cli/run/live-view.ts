/**
 * What a run shows while it goes on, on a terminal: how far it is, what is held at each level, and at which
 * locks most jobs wait, for whom.
 *
 * A frame has always the same number of lines, so that nothing jumps, and never more than the terminal has.
 */
import { createLogUpdate } from 'log-update';
import { LEVELS, LOCKSET_NAME } from '../../index.ts';
import { clockTime } from './durations.ts';
import type { LockWatch, WatchedLock } from './lock-watch.ts';
import type { Progress } from './run-words.ts';
import { type Column, count, type Paint, table } from './style.ts';
import type { Workload } from './workload.ts';

const REDRAW_EVERY_MS = 100;

/** Progress, the lines between, the head of the locks, and one for the cursor. */
const OTHER_LINES = 4;
const LEVEL_LINES = LEVELS.length + 2;
const MOST_LOCKS = 8;

const LONGEST_BAR = 40;
const SHORTEST_BAR = 5;

/** Narrower than this there is no room to say who holds. */
const WIDE = 60;
const LONGEST_LOCK = 28;
const HELD_WIDTH = 22;

const LEVEL_COLUMNS: readonly Column[] = [
  ['level', 'left'],
  ['locks', 'right'],
  ['exclusive', 'right'],
  ['shared', 'right'],
  ['holding', 'right'],
  ['waiting', 'right'],
];

const LOCK_COLUMNS: readonly Column[] = [
  ['waited for', 'left'],
  ['jobs', 'right'],
  ['held', 'left'],
  ['by', 'left'],
];

export interface Screen {
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
}

export class LiveView {
  readonly #stream: NodeJS.WriteStream;
  readonly #draw: (text: string) => void;
  readonly #end: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(stream: NodeJS.WriteStream) {
    const update = createLogUpdate(stream);
    this.#stream = stream;
    this.#draw = update;
    this.#end = () => {
      update.clear();
      // Gives the cursor back.
      update.done();
    };
  }

  start(workload: Workload, watch: LockWatch, paint: Paint): void {
    const draw = (): void => {
      // A terminal that is behind gets no more to do.
      if (this.#stream.writableNeedDrain) return;
      const { columns = 80, rows = 24 } = this.#stream;
      this.#draw(frame(workload.progress, watch.locks, { columns, rows, paint }));
    };
    draw();
    this.#timer = setInterval(draw, REDRAW_EVERY_MS);
    // Whether the program goes on is for the jobs to say, not for who watches them.
    this.#timer.unref();
  }

  /** Leaves nothing on the terminal; does no harm twice. */
  stop(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#end();
  }
}

/** One picture of a run. */
export function frame(progress: Progress, locks: Iterable<WatchedLock>, screen: Screen): string {
  const { columns, rows, paint } = screen;
  const all = [...locks];
  const hasLevels = columns >= WIDE && rows > OTHER_LINES + LEVEL_LINES;
  const room = rows - OTHER_LINES - (hasLevels ? LEVEL_LINES : 0);
  const lockRows = Math.max(1, Math.min(MOST_LOCKS, room));
  const waited = all
    .filter(({ waiters }) => waiters.size > 0)
    .toSorted((one, other) => other.waiters.size - one.waiters.size)
    .slice(0, lockRows);
  const lines = [
    progressLine(progress, columns, paint),
    '',
    ...(hasLevels ? [...levelTable(all, paint), ''] : []),
    ...(waited.length > 0 ? lockTable(waited, columns, paint) : []),
  ];
  const height = OTHER_LINES - 1 + (hasLevels ? LEVEL_LINES : 0) + lockRows;
  return lines.concat(Array<string>(Math.max(0, height - lines.length)).fill('')).join('\n');
}

function progressLine({ total, finished, timedOut, at }: Progress, columns: number, paint: Paint): string {
  const share = total === 0 ? 1 : finished / total;
  const late = timedOut > 0 ? `, ${count(timedOut)} timed out` : '';
  const done = `${count(finished)} of ${count(total)} jobs${late}`;
  const text = cut(`${String(Math.floor(share * 100)).padStart(3)} %  ${clockTime(at)}  ${done}`, columns);
  const width = Math.min(LONGEST_BAR, columns - text.length - 1);
  if (width < SHORTEST_BAR) return text;
  const full = Math.round(share * width);
  return `${paint('cyan', '━'.repeat(full))}${paint('dim', '─'.repeat(width - full))} ${text}`;
}

function levelTable(locks: readonly WatchedLock[], paint: Paint): string[] {
  const rows = LEVELS.map((level) => {
    const here = locks.filter((lock) => lock.level === level);
    const members = here.filter(({ name }) => name !== LOCKSET_NAME);
    const held = (mode: string): string => cell(members.filter((lock) => lock.mode === mode).length);
    const holders = new Set(here.flatMap((lock) => (lock.mode === null ? [] : lock.holders())));
    const waiting = here.reduce((sum, { waiters }) => sum + waiters.size, 0);
    return [
      level,
      count(members.length),
      held('exclusive'),
      held('shared'),
      cell(holders.size),
      cell(waiting),
    ];
  });
  return table(LEVEL_COLUMNS, rows, paint).split('\n');
}

function lockTable(locks: readonly WatchedLock[], columns: number, paint: Paint): string[] {
  const isWide = columns >= WIDE;
  const longest = Math.min(LONGEST_LOCK, columns - HELD_WIDTH);
  const rows = locks.map((lock) => {
    const cells = [cut(`${lock.level}/${lock.name}`, longest), count(lock.waiters.size), lock.mode ?? 'free'];
    return isWide ? [...cells, fitNames(lock.holders(), columns - longest - HELD_WIDTH)] : cells;
  });
  return table(isWide ? LOCK_COLUMNS : LOCK_COLUMNS.slice(0, 3), rows, paint).split('\n');
}

function cell(value: number): string {
  return value === 0 ? '' : count(value);
}

/** As many names as fit, and how many more there are. */
function fitNames(names: readonly string[], width: number): string {
  let text = '';
  for (const [index, name] of names.entries()) {
    const next = index === 0 ? name : `${text}, ${name}`;
    const left = names.length - index - 1;
    const tail = left > 0 ? ` +${left}` : '';
    if (next.length + tail.length > width) return index === 0 ? cut(name, width) : `${text} +${left + 1}`;
    text = next;
  }
  return text;
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
