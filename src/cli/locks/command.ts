/**
 * `lockchart locks FILE`: the table of locks at a moment of a recorded run.
 */
import { Command, InvalidArgumentError } from 'commander';
import { formatLocks, LockMonitor, type LockRow } from '../../index.ts';
import { clockTime } from '../run/durations.ts';
import { UsageError } from '../usage-error.ts';
import { type NumberedLine, openLogFile } from './log-reader.ts';
import { Disagreement, LogReplay } from './log-replay.ts';

export interface LocksOptions {
  readonly at?: number;
  readonly all?: boolean;
  readonly json?: boolean;
}

export function locksCommand(): Command {
  return new Command('locks')
    .description('Show who held and who waited for which lock, at a moment of a run that was logged.')
    .argument('<file>', 'what `lockchart run --log <file>` has written')
    .option('--at <ms>', "milliseconds of the job file's time (default: when the log ends)", time)
    .option('--all', 'also the locks that nobody holds or waits for')
    .option('--json', 'print the table as JSON')
    .addHelpText('after', HELP)
    .action(async (file: string, options: LocksOptions) => {
      process.stdout.write(await locksText(file, options));
    });
}

const HELP = `
What happens at the moment itself has happened. Pending are the groups that will be granted together,
the next one first.

Exit codes: 0, 2 for a wrong option or a file that is no log.`;

/** The table, or what is wrong as a usage error. */
export async function locksText(file: string, { at, all, json }: LocksOptions): Promise<string> {
  const { rows, shownAt } = await tableAt(file, at ?? Number.POSITIVE_INFINITY);
  const shown = rows.filter(([, mode, , pending]) => all === true || mode !== null || pending.length > 0);
  if (json === true) {
    const locks = shown.map(([name, mode, owner, pending]) => ({ name, mode, owner, pending }));
    return `${JSON.stringify({ at: shownAt, locks }, undefined, 2)}\n`;
  }
  return `${headline(rows, shownAt)}\n${shown.length > 0 ? `\n${formatLocks(shown)}\n` : ''}`;
}

/** The locks after everything that happened until then, which is not after the last line. */
async function tableAt(file: string, at: number): Promise<{ rows: LockRow[]; shownAt: number }> {
  const { head, lines } = await openLogFile(file);
  const replay = new LogReplay(head);
  let last = 0;
  for await (const { number, line } of lines) {
    if (line.at > at) break;
    last = line.at;
    apply(replay, { number, line }, file);
  }
  const monitor = new LockMonitor();
  monitor.register(replay);
  return { rows: monitor.query(), shownAt: Number.isFinite(at) ? at : last };
}

function apply(replay: LogReplay, { number, line }: NumberedLine, file: string): void {
  try {
    replay.apply(line);
  } catch (error) {
    if (!(error instanceof Disagreement)) throw error;
    throw new UsageError(
      `${file}:${number}: the log ${error.message}: it is broken, or was not written by a run`,
    );
  }
}

function headline(rows: readonly LockRow[], at: number): string {
  const held = rows.filter(([, mode]) => mode !== null).length;
  const waiting = new Set(rows.flatMap(([, , , pending]) => pending.flatMap(([, owners]) => owners))).size;
  const locks = held === 1 ? '1 lock is held' : `${held} locks are held`;
  return `At ${clockTime(at)} (${at} ms): ${locks}, ${waiting === 1 ? '1 job waits' : `${waiting} jobs wait`}.`;
}

function time(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < 0) throw new InvalidArgumentError('It must be a number, 0 or more.');
  return value;
}
