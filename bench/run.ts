/**
 * `npm run bench`: ours, on both engines, against the floors and other locks, in one process and in
 * interleaved rounds. See docs/benchmarks.md.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { node24 } from '../tools/node-24.ts';
import { type Build, missingFile } from './contenders/lockchart.ts';
import { measureAll, PARTS, type RunOptions } from './measure-all.ts';
import { writePage } from './page.ts';
import { progressOn } from './progress.ts';
import { asText } from './report.ts';

interface Options extends RunOptions {
  readonly source?: boolean;
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly node?: string;
}

const program = new Command('npm run bench --')
  .description(
    'Times lockchart against the cost of await and against other locks. All figures are of one run.',
  )
  .option('--rounds <number>', 'rounds of the main table; the other tables have a tenth', wholeNumber)
  .option('--seed <number>', 'for the order in which things are timed', wholeNumber, 1)
  .addOption(new Option('--only <part...>', 'measure only these').choices(PARTS))
  .option('--quick', 'few and short rounds, a minute in all: shows that it works, and gross differences')
  .option('--source', 'time the sources, through tsx, instead of the build in dist/')
  .option('--json', 'print everything, each sample too, as JSON')
  .addOption(
    new Option('--markdown', 'also write the tables into docs/benchmarks.md, and the pictures beside it')
      // A page with a part of the tables would be a page that has lost the others.
      .conflicts('only'),
  )
  .addOption(new Option('--node <major>', 'run on a Node from the registry, on Linux on x64').choices(['24']))
  .exitOverride();

async function bench(options: Options): Promise<number> {
  const build: Build = options.source ? 'source' : 'dist';
  const missing = missingFile(build);
  if (missing !== undefined) {
    const advice = 'make it with `npm run build`, or give --source';
    process.stderr.write(`bench: there is no ${missing}: ${advice}.\n`);
    return 2;
  }
  const stop = new AbortController();
  // Once: whoever presses it again does not want to wait for the end of a sample.
  process.once('SIGINT', () => stop.abort());
  const progress = progressOn(process.stderr);
  const report = await measureAll(build, options, stop.signal, progress.show);
  progress.clear();
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : asText(report));
  if (report.interrupted) return 130;
  if (options.markdown) writePage(report);
  return 0;
}

/** The same command on the other Node. */
async function onNode24(words: readonly string[]): Promise<number> {
  // Ctrl-C reaches it as well, and it says what was measured.
  process.on('SIGINT', () => {});
  const child = spawn(node24(), ['--import', 'tsx', 'bench/run.ts', ...words], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It is a whole number, 1 or more.');
  return value;
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  program.parse();
  const options = program.opts<Options>();
  const [major] = process.versions.node.split('.');
  const isElsewhere = options.node !== undefined && options.node !== major;
  process.exitCode = isElsewhere ? await onNode24(process.argv.slice(2)) : await bench(options);
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // It has printed its message, or the help.
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
