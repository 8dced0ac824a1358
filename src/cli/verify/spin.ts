/**
 * Runs Spin on a specification: its assertions and end states, its claims, and the steps of its graph.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { edgeOf, lineOf } from './spec-text.ts';
import type { Specification } from './specifications.ts';

const run = promisify(execFile);

/** More than the longest run of any of the models. */
const DEPTH = '-m2000000';

/** Whether Spin and a C compiler are there. */
export async function hasSpin(): Promise<boolean> {
  const tools = [run('spin', ['-V']), run('gcc', ['--version'])];
  return (await Promise.allSettled(tools)).every(({ status }) => status === 'fulfilled');
}

/** The steps of a specification's graph; its assertions and end states are checked on the way. */
export async function specifiedSteps(
  specification: Specification,
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  return inTemporaryFolder(async (cwd) => {
    const options = { cwd, signal, maxBuffer: 2 ** 28 };
    await build(specification, ['-DDUMP'], ['-DSAFETY', '-DNOREDUCE'], options);
    const { stdout } = await run('./pan', [DEPTH], options);
    expectNoErrors(stdout, specification.name);
    const lines = (await readFile(join(cwd, 'edges.tsv'), 'utf8')).trimEnd().split('\n');
    return new Set(lines.map((line) => lineOf(edgeOf(line))));
  });
}

/** Proves one claim with weak fairness; rejects with what Spin says where it does not hold. */
export async function proveClaim(
  specification: Specification,
  claim: string,
  signal?: AbortSignal,
): Promise<void> {
  await inTemporaryFolder(async (cwd) => {
    const options = { cwd, signal, maxBuffer: 2 ** 28 };
    await build(specification, ['-DLIVE'], ['-DNOREDUCE', '-DNFAIR=4'], options);
    const { stdout } = await run('./pan', ['-a', '-f', DEPTH, '-N', claim], options);
    expectNoErrors(stdout, `${specification.name}, ${claim}`);
  });
}

/** Looked for upwards from here, for the built command lies at another depth than its source. */
function modelFile(file: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const path = resolve(folder, 'models', file);
    if (existsSync(path)) return path;
    if (folder === dirname(folder)) throw new Error(`models/${file} did not come with this package`);
  }
}

async function build(
  { file, flags }: Specification,
  variant: readonly string[],
  defines: readonly string[],
  options: { readonly cwd: string; readonly signal: AbortSignal | undefined },
): Promise<void> {
  await run('spin', [...variant, ...flags, '-a', modelFile(file)], options);
  await run('gcc', ['-O1', '-w', ...defines, '-o', 'pan', 'pan.c'], options);
}

/** Pan's exit status says nothing of what it found. */
function expectNoErrors(output: string, what: string): void {
  if (/errors: 0\b/.test(output) && !/max search depth too small/.test(output)) return;
  throw new Error(`Spin does not agree with the specification ${what}:\n${output.slice(0, 2_000)}`);
}

async function inTemporaryFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'lockchart-spin-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
