/**
 * `lockchart check LOG`: whether what a log says can have happened.
 *
 * Exit codes: 0 it can; 1 it cannot; 2 a wrong option, or a file that is no log or
 * has nothing in it; 130 stopped by Ctrl-C.
 */
import { Command } from 'commander';
import { createLogUpdate } from 'log-update';
import { HistoryChecker } from '../../testing/history/history.ts';
import { openLogFile } from '../locks/log-reader.ts';
import { clockTime } from '../run/durations.ts';
import { type Column, count, type Paint, paintFor, table } from '../run/style.ts';
import { UsageError } from '../usage-error.ts';
import { RunHistory, type RunProblem } from './run-history.ts';

export interface Judgement {
  readonly lines: number;
  readonly jobs: number;
  readonly problems: readonly RunProblem[];
}

export function checkCommand(): Command {
  return new Command('check')
    .description('Check the log of a run: exclusion, the order of grants, tokens, and that all is answered.')
    .argument('<log>', 'what `lockchart run --log <log>` has written')
    .option('--json', 'print the result as JSON, and no progress')
    .addHelpText('after', HELP)
    .action(async (file: string, options: { readonly json?: boolean }) => {
      process.exitCode = await check(file, options.json === true);
    });
}

const HELP = `
Every lock is judged by itself, against the machine that it should be, and every job by what it asked for. Of
each the first thing that cannot have happened is shown, or what is missing at the end.

Exit codes: 0 all can have happened, 1 something cannot, 2 a wrong option or a file that is no log or has
nothing in it, 130 stopped by Ctrl-C.`;

async function check(file: string, isJson: boolean): Promise<number> {
  const control = new AbortController();
  const interrupt = (): void => control.abort();
  process.once('SIGINT', interrupt);
  const draw = process.stderr.isTTY && !isJson ? createLogUpdate(process.stderr) : undefined;
  try {
    const judgement = await judge(file, control.signal, (lines) => draw?.(`${count(lines)} lines read …`));
    draw?.clear();
    if (judgement === undefined) {
      process.stderr.write('lockchart: stopped; nothing can be said of a part of a log\n');
      return 130;
    }
    const isLegal = judgement.problems.length === 0;
    const shown = isJson
      ? `${JSON.stringify({ legal: isLegal, ...judgement }, undefined, 2)}\n`
      : judgementText(judgement, paintFor(process.stdout));
    process.stdout.write(shown);
    return isLegal ? 0 : 1;
  } finally {
    process.off('SIGINT', interrupt);
  }
}

const LINES_BETWEEN_DRAWINGS = 20_000;

/**
 * Undefined if it was stopped.
 *
 * @throws {UsageError} for a file that is no log, or has nothing in it.
 */
export async function judge(
  file: string,
  signal: AbortSignal,
  progress: (lines: number) => void,
): Promise<Judgement | undefined> {
  const { head, lines } = await openLogFile(file);
  const checker = new HistoryChecker({ ordered: true, prompt: true });
  const history = new RunHistory(head.members, (event) => checker.add(event));
  let last = 1;
  for await (const numbered of lines) {
    if (signal.aborted) return undefined;
    history.add(numbered);
    last = numbered.number;
    if (last % LINES_BETWEEN_DRAWINGS === 0) progress(last);
  }
  if (last === 1) throw new UsageError(`${file} has nothing but its first line: there is nothing to check`);
  const verdict = checker.end();
  const problems = [...(verdict.legal ? [] : verdict.problems), ...history.end()];
  return {
    lines: last,
    jobs: history.jobs,
    problems: problems.toSorted((one, other) => one.line - other.line),
  };
}

const COLUMNS: readonly Column[] = [
  ['line', 'right'],
  ['at', 'left'],
  ['rule', 'left'],
  ['lock', 'left'],
  ['what is wrong', 'left'],
];

const MOST_SHOWN = 20;

function judgementText({ lines, jobs, problems }: Judgement, paint: Paint): string {
  const what = `${count(lines)} lines of ${jobs === 1 ? '1 job' : `${count(jobs)} jobs`}`;
  if (problems.length === 0) return `${what}: ${paint('green', 'all of it can have happened.')}\n`;
  const rows = problems
    .slice(0, MOST_SHOWN)
    .map(({ line, at, rule, lock, message }) => [
      count(line),
      clockTime(at),
      paint('red', rule),
      lock,
      message,
    ]);
  const left = problems.length - rows.length;
  const more = left > 0 ? `\n… and ${count(left)} more; --json lists them all.\n` : '';
  const end = problems.length === 1 ? '1 thing' : `${count(problems.length)} things`;
  return `${table(COLUMNS, rows, paint)}\n${more}\n${what}: ${end} cannot have happened.\n`;
}
