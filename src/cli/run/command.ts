/**
 * `lockchart run [file]`: from the words of the command line to an exit code. Everything that touches the
 * process (signals, streams, files) is here; what a run is, and what it shows, is in the other files.
 *
 * Exit codes: 0 all is well; 1 two incompatible holds overlapped, or a job failed other than by its timeout;
 * 2 a wrong option or job file, and nothing was run; 130 stopped by Ctrl-C.
 */
import { Command, InvalidArgumentError } from 'commander';
import { SharedLock } from '../../index.ts';
import { systemClock } from '../../locks/clock.ts';
import { EXAMPLE, exampleFile, openLog, readJobs, reasonOf } from './files.ts';
import { LiveView } from './live-view.ts';
import { exitCodeOf, summarise } from './report.ts';
import type { RunLog } from './run-log.ts';
import type { RunRecord, RunResult } from './run-words.ts';
import { paintFor } from './style.ts';
import { summaryText } from './summary-text.ts';
import { Workload } from './workload.ts';

/** A day in 45 seconds. */
const DEFAULT_SPEED = 1_920;

interface RunOptions {
  readonly speed: number;
  readonly json?: boolean;
  readonly log?: string;
}

export function runCommand(): Command {
  return new Command('run')
    .description(
      'Run the jobs of a file through the big lock, in scaled real time, and prove that it kept them apart.',
    )
    .argument(
      '[file]',
      `job file, one JSON object a line (default: the package's ${EXAMPLE}, a day of a cluster)`,
    )
    .option(
      '--speed <factor>',
      "how many times as fast as the file's own time",
      positiveNumber,
      DEFAULT_SPEED,
    )
    .option('--json', 'print the summary as JSON, and no live view')
    .option('--log <file>', 'write every request, grant, refusal and release there, as JSON Lines')
    .addHelpText('after', HELP)
    .action(async (file: string | undefined, options: RunOptions) => {
      process.exitCode = await run(file ?? exampleFile(), options);
    });
}

const HELP = `
A line of a job file, times in milliseconds, a smaller priority more urgent:
  {"id":"a","arrival":0,"duration":500,"priority":0,"timeout":2000,
   "locks":[{"level":"cluster","names":["BGL"],"mode":"shared"}]}

At the default speed a day takes 45 seconds. Ctrl-C stops and sums up what was done; a second one
ends at once.

Exit codes: 0 all is well, 1 an overlap or a failed job, 2 a wrong option or file (nothing is run),
130 stopped.`;

async function run(file: string, options: RunOptions): Promise<number> {
  const jobs = await readJobs(file);
  const log = options.log === undefined ? undefined : await openLog(options.log, file);
  const workload = new Workload(jobs, {
    clock: systemClock,
    speed: options.speed,
    createLock: (name) => new SharedLock(name),
    ...(log === undefined ? {} : { onRecord: (record: RunRecord) => log.write(record) }),
  });
  const paint = paintFor(process.stdout);
  const view = process.stdout.isTTY && !options.json ? new LiveView(process.stdout) : undefined;
  view?.start(workload, paint);
  const result = await untilStopped(workload, () => view?.stop());
  view?.stop();
  const summary = summarise(result, { file, speed: options.speed });
  process.stdout.write(
    options.json ? `${JSON.stringify(summary, undefined, 2)}\n` : summaryText(summary, paint),
  );
  return (await closeLog(log)) ? exitCodeOf(summary) : 1;
}

/** Runs to the end, or until Ctrl-C, or until nothing is left that could ever wake a waiting job. */
async function untilStopped(workload: Workload, restoreTerminal: () => void): Promise<RunResult> {
  let interrupted = false;
  const interrupt = (): void => {
    if (interrupted) {
      restoreTerminal();
      process.exit(130);
    }
    interrupted = true;
    workload.stop('interrupted');
  };
  // Node ends in silence when only promises are left; a lock that forgot somebody would pass for a success.
  const stall = (): void => workload.stop('stalled');
  process.on('SIGINT', interrupt).once('beforeExit', stall);
  try {
    return await workload.run();
  } finally {
    process.off('SIGINT', interrupt).off('beforeExit', stall);
  }
}

/** A log that breaks off is no log, and whoever asked for it must not take the exit for a success. */
async function closeLog(log: RunLog | undefined): Promise<boolean> {
  try {
    await log?.close();
    return true;
  } catch (error) {
    process.stderr.write(`lockchart: the log is not complete: ${reasonOf(error)}\n`);
    return false;
  }
}

function positiveNumber(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}
