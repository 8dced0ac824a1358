/**
 * `npm run bench`: ours, on both engines, against the floors and other locks, in one process and in
 * interleaved rounds. See docs/benchmarks.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type Build, loadEngines, missingFile } from './contenders/lockchart.ts';
import { environmentNow, loadNow } from './environment.ts';
import { measureGrowth } from './growth-table.ts';
import type { Plan } from './harness.ts';
import { measureRows } from './main-table.ts';
import { measureMembers } from './members-table.ts';
import { progressOn } from './progress.ts';
import { asMarkdown, asText, type Report } from './report.ts';
import { rows } from './rows.ts';

interface Options {
  readonly rounds?: number;
  readonly seed: number;
  readonly only?: string[];
  readonly quick?: boolean;
  readonly source?: boolean;
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** The second table and the third, where they are named like a row. */
const WAITERS = 'waiters';
const MEMBERS = 'members';

const PAGE = new URL('../docs/benchmarks.md', import.meta.url);
const BEGIN = '<!-- written by npm run bench -- --markdown -->';
const END = '<!-- end -->';

const program = new Command('npm run bench --')
  .description(
    'Times lockchart against the cost of await and against other locks. All figures are of one run.',
  )
  .option('--rounds <number>', 'rounds of the main table; the other tables have a tenth', wholeNumber)
  .option('--seed <number>', 'for the order in which things are timed', wholeNumber, 1)
  .addOption(
    new Option('--only <row...>', 'time only these rows').choices([
      ...rows.map(({ id }) => id),
      WAITERS,
      MEMBERS,
    ]),
  )
  .option('--quick', 'few and short rounds, some 10 s in all: shows that it works, and gross differences')
  .option('--source', 'time the sources, through tsx, instead of the build in dist/')
  .option('--json', 'print everything, each sample too, as JSON')
  .option('--markdown', 'also write the tables into docs/benchmarks.md')
  .exitOverride();

async function bench(options: Options): Promise<number> {
  const build: Build = options.source ? 'source' : 'dist';
  const missing = missingFile(build);
  if (missing !== undefined) {
    const advice = 'make it with `npm run build`, or give --source';
    process.stderr.write(`bench: there is no ${missing}: ${advice}.\n`);
    return 2;
  }
  const report = await measureAll(build, options);
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : asText(report));
  if (report.interrupted) return 130;
  if (options.markdown) writePage(report);
  return 0;
}

async function measureAll(build: Build, options: Options): Promise<Report> {
  const stop = new AbortController();
  const progress = progressOn(process.stderr);
  // Once: whoever presses it again does not want to wait for the end of a sample.
  process.once('SIGINT', () => stop.abort());
  const only = (id: string): boolean => options.only === undefined || options.only.includes(id);
  const { main, growth } = plansFor(options);
  const environment = environmentNow(build);
  const engines = await loadEngines(build);
  const { signal } = stop;
  const results = rows.some(({ id }) => only(id))
    ? await measureRows(engines, only, main, signal, progress.show)
    : null;
  const grown =
    only(WAITERS) && !signal.aborted
      ? await measureGrowth(engines.compiled, !options.quick, growth, signal, (text, share) =>
          progress.show(`waiters, ${text}`, share),
        )
      : null;
  const members =
    only(MEMBERS) && !signal.aborted
      ? await measureMembers(
          engines.members,
          options.quick ? 10_000 : 100_000,
          growth,
          signal,
          (text, share) => progress.show(`members, ${text}`, share),
        )
      : null;
  progress.clear();
  environment.loadAtEnd = loadNow();
  return {
    environment,
    rows: results && { plan: main, results },
    growth: grown && { plan: growth, results: grown },
    members: members && { plan: growth, ...members },
    interrupted: signal.aborted,
  };
}

function plansFor({ rounds, seed, quick = false }: Options): { main: Plan; growth: Plan } {
  const main: Plan = {
    rounds: rounds ?? (quick ? 10 : 100),
    seed,
    sampleMs: quick ? 2 : 6,
    warmUpMs: quick ? 30 : 60,
    warmUpPasses: quick ? 1 : 2,
    tooSlowMs: 100,
    collectAll: false,
  };
  const growthRounds = Math.max(1, Math.round(main.rounds / 10));
  return {
    main,
    growth: { ...main, rounds: growthRounds, sampleMs: 0, warmUpMs: 0, tooSlowMs: 2_000, collectAll: true },
  };
}

/** The page is written by hand, but for the tables. */
function writePage(report: Report): void {
  const page = readFileSync(PAGE, 'utf8');
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`docs/benchmarks.md lacks '${BEGIN}'`);
  writeFileSync(PAGE, `${before}${BEGIN}\n\n${asMarkdown(report)}\n${END}${after}`);
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
  process.exitCode = await bench(program.opts<Options>());
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // It has printed its message, or the help.
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
