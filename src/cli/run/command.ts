/**
 * `lockchart run [file]`: from the words of the command line to an exit code. Everything that touches the
 * process (signals, streams, files) is here; what a run is, and what it shows, is in the other files.
 *
 * Exit codes: 0 all is well; 1 two incompatible holds overlapped, or a job failed other than by its timeout;
 * 2 a wrong option or job file, and nothing was run; 130 stopped by Ctrl-C.
 */
import { Command, InvalidArgumentError, Option } from 'commander';
import { systemClock } from '../../locks/clock.ts';
import { VirtualClock } from '../../testing/virtual-clock.ts';
import { beginInspection } from '../inspect/run-inspection.ts';
import { timelinePage } from '../timeline/assemble.ts';
import { TimelineRecorder } from '../timeline/recorder.ts';
import { EXAMPLE, exampleFile, openOutputs, readPlan, reasonOf } from './files.ts';
import { LineFile } from './line-file.ts';
import { LiveView } from './live-view.ts';
import { Pace } from './pace.ts';
import { exitCodeOf, summarise } from './report.ts';
import { RunLog } from './run-log.ts';
import type { RunResult } from './run-words.ts';
import { passTime, prepare, speedFor } from './start.ts';
import { paintFor } from './style.ts';
import { summaryText } from './summary-text.ts';
import type { Workload } from './workload.ts';

/** Milliseconds for a page to take what is left, when the run has ended and when it was stopped. */
const PATIENCE = 5_000;
const LITTLE_PATIENCE = 500;

interface RunOptions {
  readonly speed?: number;
  readonly simulate?: boolean;
  readonly raiseAfter?: number;
  readonly json?: boolean;
  readonly log?: string;
  readonly timeline?: string;
  readonly inspect?: boolean;
  readonly open: boolean;
}

export function runCommand(): Command {
  return new Command('run')
    .description(
      'Run the jobs of a file through a lock manager, in scaled real time or simulated, and prove that it kept ' +
        'them apart.',
    )
    .argument(
      '[file]',
      `job file, one JSON object a line (default: the package's ${EXAMPLE}, a day of a cluster)`,
    )
    .addOption(
      new Option(
        '--speed <factor>',
        "how many times as fast as the file's own time (default: so that it takes about 45 seconds, and 3 minutes " +
          'with --inspect)',
      ).argParser(positiveNumber),
    )
    .addOption(new Option('--simulate', 'take no time: the same run in virtual time').conflicts('speed'))
    .option(
      '--raise-after <ms>',
      "make who waits more urgent by one, each time it has waited so long of the file's time",
      positiveNumber,
    )
    .option('--json', 'print the summary as JSON, and no live view')
    .option('--log <file>', 'write what jobs ask and what happens at the locks there, as JSON Lines')
    .option('--timeline <file>', 'write a page there that shows who waited and held, and when')
    .addOption(
      new Option(
        '--inspect',
        'watch the locks in a page of the browser; it begins when you look, and is slower where need be',
      ).conflicts('simulate'),
    )
    .option('--no-open', 'with --inspect: only print the URL')
    .addHelpText('after', HELP)
    .action(async (file: string | undefined, options: RunOptions) => {
      process.exitCode = await run(file ?? exampleFile(), options);
    });
}

const HELP = `
A line of a job file, times in milliseconds, a smaller priority more urgent:
  {"id":"a","arrival":0,"duration":500,"priority":0,"timeout":2000,
   "locks":[{"level":"cluster","names":["BGL"],"mode":"shared"},
            {"level":"node","names":["n1","n2"],"mode":"exclusive"}],
   "steps":[{"at":100,"do":"release","level":"node","names":["n2"]}]}

Ctrl-C stops and sums up what was done; a second one ends at once. What was logged is shown by
lockchart locks.

Exit codes: 0 all is well, 1 an overlap or a failed job, 2 a wrong option or file (nothing is run),
130 stopped.`;

async function run(file: string, options: RunOptions): Promise<number> {
  const plan = await readPlan(file);
  const outputs = await openOutputs(file, options);
  const isWatched = options.inspect === true;
  const speed = options.speed ?? speedFor(plan.jobs, isWatched);
  const virtual = options.simulate === true || isWatched ? new VirtualClock() : undefined;
  const pace = virtual && isWatched ? new Pace(virtual, speed) : undefined;
  const raise = options.raiseAfter === undefined ? undefined : { after: options.raiseAfter };
  const inspector = pace && (await beginInspection(file, options.open, () => pace.behindMs));
  const setting = {
    clock: virtual ?? systemClock,
    speed: virtual === undefined ? speed : 1,
    raise,
    audience: inspector?.audience,
  };
  const { workload, watch } = prepare(plan, setting);
  const facts = { file, speed: options.simulate === true ? null : speed };
  const log =
    outputs.log && new RunLog(new LineFile(outputs.log), { ...facts, members: plan.members }, workload);
  log?.listenTo(watch);
  const timeline = outputs.timeline && new TimelineRecorder(workload, watch);

  const paint = paintFor(process.stdout);
  const view = process.stdout.isTTY && !options.json ? new LiveView(process.stdout) : undefined;
  view?.start(workload, watch, paint);
  const startedAt = performance.now();
  const passes = pace ? () => pace.pass() : virtual && (() => passTime(virtual));
  const result = await untilStopped(workload, passes, () => view?.stop());
  const realMs = performance.now() - startedAt;
  view?.stop();
  await inspector?.close(result.stopped === undefined ? PATIENCE : LITTLE_PATIENCE);

  const summary = summarise(result, { ...facts, realMs, behindMs: pace?.behindMs ?? null });
  process.stdout.write(
    options.json ? `${JSON.stringify(summary, undefined, 2)}\n` : summaryText(summary, paint),
  );
  const isWritten = [
    await isDone('log', async () => log?.close()),
    await isDone('timeline', async () => {
      if (timeline === undefined) return;
      await outputs.timeline?.writeFile(await timelinePage(timeline.finish(result, facts)));
      await outputs.timeline?.close();
    }),
  ];
  return isWritten.every(Boolean) ? exitCodeOf(summary) : 1;
}

/** Runs to the end, or until Ctrl-C, or until nothing is left that could ever wake a waiting job. */
async function untilStopped(
  workload: Workload,
  passes: (() => Promise<void>) | undefined,
  restoreTerminal: () => void,
): Promise<RunResult> {
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
    const finished = workload.run();
    if (passes !== undefined) {
      await passes();
      // Who waits now waits for ever, also where a server keeps the process alive.
      stall();
    }
    return await finished;
  } finally {
    process.off('SIGINT', interrupt).off('beforeExit', stall);
  }
}

/** A file that breaks off is worth nothing, and whoever asked for it must not take the exit for a success. */
async function isDone(name: string, finish: () => Promise<void>): Promise<boolean> {
  try {
    await finish();
    return true;
  } catch (error) {
    process.stderr.write(`lockchart: the ${name} is not complete: ${reasonOf(error)}\n`);
    return false;
  }
}

function positiveNumber(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}
