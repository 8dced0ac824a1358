/** The files of a run: the jobs that go in, the log that comes out, and in words what is wrong with them. */
import { existsSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getSystemErrorMap } from 'node:util';
import { UsageError } from '../usage-error.ts';
import type { Job } from './job.ts';
import { type Problem, parseJobFile } from './job-file.ts';
import { notYetSupported } from './not-yet.ts';
import { RunLog } from './run-log.ts';

/** What is run when no file is named; it comes with the package. */
export const EXAMPLE = join('examples', 'day.jsonl');

const MOST_PROBLEMS = 10;

/** Looked for upwards from here, for the built command lies at another depth than its source. */
export function exampleFile(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, EXAMPLE);
    if (existsSync(file)) return relative(process.cwd(), file);
    if (folder === dirname(folder))
      throw new UsageError(`${EXAMPLE} did not come with this package: name a job file`);
  }
}

/** The jobs in order of arrival; throws a usage error that names every line which cannot be run. */
export async function readJobs(file: string): Promise<readonly Job[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`cannot read the job file ${file}: ${reasonOf(error)}`);
  });
  const parsed = parseJobFile(text, notYetSupported);
  if (!parsed.ok) throw new UsageError(problemsText(file, parsed.problems));
  if (parsed.jobs.length === 0) throw new UsageError(`the job file ${file} holds no jobs`);
  return parsed.jobs;
}

/** An empty log; refuses to write it over the jobs. */
export async function openLog(path: string, jobFile: string): Promise<RunLog> {
  if (await isSameFile(path, jobFile))
    throw new UsageError(`the log must not overwrite the job file ${jobFile}`);
  return RunLog.create(path).catch((error: unknown) => {
    throw new UsageError(`cannot write the log ${path}: ${reasonOf(error)}`);
  });
}

/** The operating system's own words, without its codes and calls. */
export function reasonOf(error: unknown): string {
  const { errno, message } = error as NodeJS.ErrnoException;
  return (errno === undefined ? undefined : getSystemErrorMap().get(errno)?.[1]) ?? message;
}

async function isSameFile(path: string, other: string): Promise<boolean> {
  // A log that does not exist yet has no real path, and is no other file.
  const [one, two] = await Promise.all([path, other].map((name) => realpath(name).catch(() => name)));
  return one === two;
}

function problemsText(file: string, problems: readonly Problem[]): string {
  const many = problems.length === 1 ? 'a line is wrong' : `${problems.length} lines are wrong`;
  const shown = problems.slice(0, MOST_PROBLEMS).map(({ line, message }) => `  ${file}:${line}: ${message}`);
  const rest = problems.length - shown.length;
  return [`nothing was run, for ${many}:`, ...shown, ...(rest > 0 ? [`  and ${rest} more`] : [])].join('\n');
}
