/**
 * What a run shows while it goes on, on a terminal: how far it is, who holds the lock, and who waits.
 *
 * A frame has always the same number of lines, so that nothing jumps, and never more than the terminal has.
 */
import { createLogUpdate } from 'log-update';
import type { LockSnapshot } from '../../index.ts';
import { clockTime } from './durations.ts';
import type { Progress } from './run-words.ts';
import { type Column, count, type Paint, table } from './style.ts';
import type { Workload } from './workload.ts';

const REDRAW_EVERY_MS = 100;

/** The lines of a frame that are not rows of the queue, and one for the cursor. */
const OTHER_LINES = 9;

const MOST_QUEUE_ROWS = 10;

const LABEL_WIDTH = 9;
const COUNT_WIDTH = 5;

const STATE_COLOURS = { free: 'dim', shared: 'green', exclusive: 'red', deleted: 'dim' } as const;

const LONGEST_BAR = 40;
const SHORTEST_BAR = 5;

const QUEUE_COLUMNS: readonly Column[] = [
  ['priority', 'right'],
  ['mode', 'left'],
  ['jobs', 'right'],
  ['waiting', 'left'],
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

  start(workload: Workload, paint: Paint): void {
    const draw = (): void => {
      // A terminal that is behind gets no more to do.
      if (this.#stream.writableNeedDrain) return;
      const { columns = 80, rows = 24 } = this.#stream;
      this.#draw(frame(workload.progress, workload.lock.snapshot(), { columns, rows, paint }));
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
export function frame(progress: Progress, lock: LockSnapshot, { columns, rows, paint }: Screen): string {
  const holders = lock.holders.map(({ owner }) => owner ?? '?');
  const waiters = lock.queue.reduce((sum, { owners }) => sum + owners.length, 0);
  const queueRows = Math.max(1, Math.min(MOST_QUEUE_ROWS, rows - OTHER_LINES));
  const labelled = (name: string, value: string): string =>
    `${paint('bold', name.padEnd(LABEL_WIDTH))}${value}`;
  const counted = (name: string, many: number, what: string): string =>
    labelled(name, `${String(many).padEnd(COUNT_WIDTH)}${paint('dim', what)}`);
  const lines = [
    progressLine(progress, columns, paint),
    '',
    labelled('lock', `${lock.name}, ${paint(STATE_COLOURS[lock.state], lock.state)}`),
    counted('holders', holders.length, fitNames(holders, columns - LABEL_WIDTH - COUNT_WIDTH)),
    counted('queue', waiters, waiters === 0 ? '' : `${waiters === 1 ? 'job' : 'jobs'} in this order`),
    '',
    ...queueTable(lock.queue, queueRows, columns, paint),
  ];
  const height = OTHER_LINES - 2 + queueRows;
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

function queueTable(queue: LockSnapshot['queue'], most: number, columns: number, paint: Paint): string[] {
  if (queue.length === 0) return [];
  const shown = queue.length > most ? queue.slice(0, most - 1) : queue;
  const rows = shown.map(({ priority, mode, owners }) => {
    const width = columns - 30;
    return [
      String(priority),
      mode,
      String(owners.length),
      fitNames(
        owners.map((owner) => owner ?? '?'),
        width,
      ),
    ];
  });
  const rest = queue.length - shown.length;
  const more = rest > 0 ? [paint('dim', `… and ${rest} more groups`)] : [];
  return [...table(QUEUE_COLUMNS, rows, paint).split('\n'), ...more];
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
