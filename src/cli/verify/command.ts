/**
 * `lockchart verify`: checks the machines of this package, or one that is handed in, on the spot.
 *
 * Exit codes: 0 all holds; 1 something does not; 2 a wrong option or file; 130 stopped by Ctrl-C.
 */
import { Command, InvalidArgumentError, Option } from 'commander';
import { createLogUpdate } from 'log-update';
import { type Column, count, type Paint, paintFor, table } from '../run/style.ts';
import { UsageError } from '../usage-error.ts';
import type { Bounds, Check, Verdict } from './checks.ts';

interface VerifyOptions {
  readonly bounds: Bounds;
  readonly model?: string;
  readonly machine?: string;
  readonly seed: number;
  readonly runs: number;
  readonly json?: boolean;
}

/** One line of the table. */
interface Row extends Verdict {
  readonly check: string;
  readonly model: string;
  readonly seconds: number;
}

export function verifyCommand(): Command {
  return new Command('verify')
    .description('Check the machines behind the locks: every state, every claim, against the specification.')
    .addOption(
      new Option(
        '--bounds <size>',
        'how large the bounded models are; normal takes a minute or two, and asks Spin',
      )
        .choices(['small', 'normal', 'large'])
        .default('normal'),
    )
    .option('--model <name>', 'only what is about this machine, such as shared-lock')
    .option(
      '--machine <file>',
      'a JavaScript module that exports one XState machine, to be checked instead of ours',
    )
    .option('--seed <number>', 'of the random runs', wholeNumber, 1)
    .option('--runs <number>', 'how many random runs for each property', wholeNumber, 200)
    .option('--json', 'print the results as JSON, and no progress')
    .addHelpText('after', HELP)
    .action(async (options: VerifyOptions) => {
      process.exitCode = await verify(options);
    });
}

const HELP = `
Where Spin and gcc are not installed, the graphs are compared with the shipped digests of the
specifications' graphs, and what only Spin can prove is skipped.

Exit codes: 0 all holds, 1 something does not, 2 a wrong option or file, 130 stopped.`;

async function verify(options: VerifyOptions): Promise<number> {
  const control = new AbortController();
  const interrupt = (): void => control.abort(new Error('stopped'));
  process.once('SIGINT', interrupt);
  try {
    const checks = await chosenChecks(options);
    const rows = await runAll(checks, control.signal, options.json === true);
    const paint = paintFor(process.stdout);
    process.stdout.write(
      options.json ? `${JSON.stringify({ rows }, undefined, 2)}\n` : resultText(rows, paint),
    );
    if (control.signal.aborted) return 130;
    return rows.some(({ status }) => status === 'failed') ? 1 : 0;
  } finally {
    process.off('SIGINT', interrupt);
  }
}

/** The checks need XState, which whoever only runs locks has not. */
async function chosenChecks({
  bounds,
  model,
  machine,
  seed,
  runs,
}: VerifyOptions): Promise<readonly Check[]> {
  const parts = Promise.all([import('./checks.ts'), import('./subject.ts')]);
  const [{ checksOf }, { own, subjectIn }] = await parts.catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UsageError('verify needs the package xstate: npm install xstate');
  });
  const subject = machine === undefined ? own : await subjectIn(machine);
  const { replaced } = subject;
  if (model !== undefined && replaced !== undefined && model !== replaced) {
    throw new UsageError(
      `${machine} is a machine '${replaced}', of which the checks of '${model}' say nothing: leave --model out`,
    );
  }
  const all = checksOf(subject, bounds, { seed, runs });
  const wanted = replaced ?? model;
  const chosen = all.filter((check) => wanted === undefined || check.model === wanted);
  if (chosen.length > 0) return chosen;
  const names = [...new Set(all.map((check) => check.model))];
  throw new UsageError(`there is no machine '${wanted}'; known are ${names.join(', ')}`);
}

async function runAll(checks: readonly Check[], signal: AbortSignal, quiet: boolean): Promise<Row[]> {
  const draw = process.stderr.isTTY && !quiet ? createLogUpdate(process.stderr) : undefined;
  const rows: Row[] = [];
  for (const [place, check] of checks.entries()) {
    const title = `${place + 1}/${checks.length} ${check.name}`;
    const progress = (text: string): void => draw?.(`${title} … ${text}`);
    progress('');
    const startedAt = performance.now();
    const verdict = await check.run({ signal, progress }).catch((error: unknown): Verdict => {
      const detail = error instanceof Error ? error.message : String(error);
      return { status: signal.aborted ? 'skipped' : 'failed', detail };
    });
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    rows.push({ check: check.name, model: check.model, ...verdict, seconds });
    if (signal.aborted) break;
  }
  draw?.clear();
  return rows;
}

const COLUMNS: readonly Column[] = [
  ['check', 'left'],
  ['states', 'right'],
  ['steps', 'right'],
  ['seconds', 'right'],
  ['', 'left'],
  ['', 'left'],
];

const COLOURS = { ok: 'green', failed: 'red', skipped: 'yellow' } as const;

function resultText(rows: readonly Row[], paint: Paint): string {
  const lines = rows.map(({ check, states, edges, seconds, status, detail }) => [
    check,
    states === undefined ? '' : count(states),
    edges === undefined ? '' : count(edges),
    seconds.toFixed(1),
    paint(COLOURS[status], status),
    detail.split('\n')[0] ?? '',
  ]);
  const shown = rows.flatMap(({ check, counterexample, scenario }) => {
    const run = counterexample ?? scenario;
    return run === undefined ? [] : [`\n${paint('bold', check)}: the shortest way there\n${run}\n`];
  });
  return `${table(COLUMNS, lines, paint)}\n${shown.join('')}\n${endText(rows)}\n`;
}

function endText(rows: readonly Row[]): string {
  const has = (wanted: Row['status']): number => rows.filter(({ status }) => status === wanted).length;
  if (has('failed') > 0) return `${has('failed')} of ${rows.length} checks failed.`;
  const skipped = has('skipped');
  if (skipped === 0) return 'Everything holds.';
  return `Everything that was checked holds; ${skipped} ${skipped === 1 ? 'check was' : 'checks were'} skipped.`;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('It must be a whole number.');
  return value;
}
