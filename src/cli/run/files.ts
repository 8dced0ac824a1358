/** The files of a run: the jobs that go in, what comes out, and in words what is wrong with them. */
import { existsSync } from 'node:fs';
import { type FileHandle, open, readFile, realpath } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getSystemErrorMap } from 'node:util';
import { UsageError } from '../usage-error.ts';
import type { Plan } from './job.ts';
import { type Problem, parseJobFile } from './job-file.ts';

/** What is run when no file is named; it comes with the package. */
export const EXAMPLE = join('examples', 'day.jsonl');

const MOST_PROBLEMS = 10;

/** Open for writing. */
export interface Outputs {
  log?: FileHandle;
  timeline?: FileHandle;
}

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
export async function readPlan(file: string): Promise<Plan> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`cannot read the job file ${file}: ${reasonOf(error)}`);
  });
  const parsed = parseJobFile(text);
  if (!parsed.ok) throw new UsageError(problemsText(file, parsed.problems));
  if (parsed.jobs.length === 0) throw new UsageError(`the job file ${file} holds no jobs`);
  return parsed;
}

/**
 * Opens files for writing, all of them, or none is left open: what cannot be written is said before anything
 * runs. None may be the job file, or another of them.
 */
export async function openOutputs(
  jobFile: string,
  paths: { readonly log?: string; readonly timeline?: string },
): Promise<Outputs> {
  const taken = new Map([[await realPathOf(jobFile), `the job file ${jobFile}`]]);
  const outputs: Outputs = {};
  try {
    for (const name of ['log', 'timeline'] as const) {
      const path = paths[name];
      if (path === undefined) continue;
      const other = taken.get(await realPathOf(path));
      if (other !== undefined) throw new UsageError(`the ${name} must not overwrite ${other}`);
      outputs[name] = await open(path, 'w').catch((error: unknown) => {
        throw new UsageError(`cannot write the ${name} ${path}: ${reasonOf(error)}`);
      });
      taken.set(await realPathOf(path), `the ${name}`);
    }
  } catch (error) {
    await Promise.all([outputs.log?.close(), outputs.timeline?.close()]);
    throw error;
  }
  return outputs;
}

/** The operating system's own words, without its codes and calls. */
export function reasonOf(error: unknown): string {
  const { errno, message } = error as NodeJS.ErrnoException;
  return (errno === undefined ? undefined : getSystemErrorMap().get(errno)?.[1]) ?? message;
}

/** A file that does not exist yet has no real path, and is no other file. */
function realPathOf(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

function problemsText(file: string, problems: readonly Problem[]): string {
  const many = problems.length === 1 ? 'a line is wrong' : `${problems.length} lines are wrong`;
  const shown = problems.slice(0, MOST_PROBLEMS).map(({ line, message }) => `  ${file}:${line}: ${message}`);
  const rest = problems.length - shown.length;
  return [`nothing was run, for ${many}:`, ...shown, ...(rest > 0 ? [`  and ${rest} more`] : [])].join('\n');
}
