/**
 * The command behind `npm run conformance`: which files, on which engines, and what to print.
 */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError, Option } from 'commander';
import type { LockEngine } from '../../src/index.ts';
import { xstateEngine } from '../../src/machines.ts';
import type { Failure } from './replay.ts';
import {
  exitCodeOf,
  type FileResult,
  type Report,
  textOfFile,
  textOfUnreadable,
  type UnreadableResult,
} from './report.ts';
import type { Scenario } from './scenarios.ts';
import { readTraceFile, UnreadableFile } from './trace-file.ts';

/** Undefined is what a lock has by default, the compiled machine. */
export const ENGINES: Readonly<Record<string, LockEngine | undefined>> = {
  compiled: undefined,
  xstate: xstateEngine,
};

/** Where the command writes. */
export interface Output {
  out(text: string): void;
  error(text: string): void;
}

interface Choices {
  readonly engine: string;
  readonly json: boolean;
}

/** Runs the command on the words given to it, and returns the exit status. */
export async function conformance(words: readonly string[], output: Output): Promise<0 | 1 | 2> {
  const command = commandOf(output);
  try {
    command.parse(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // It has printed its message, or the help. Its own status for a wrong option, 1, means here that a lock
    // failed.
    return error.exitCode === 0 ? 0 : 2;
  }
  const { engine, json } = command.opts<Choices>();
  const engines = engine === 'both' ? Object.keys(ENGINES) : [engine];
  const report = await replayFiles(command.args.length > 0 ? command.args : ownFiles(), engines, {
    out: json ? () => undefined : output.out,
    error: output.error,
  });
  if (json) output.out(`${JSON.stringify(report, null, 2)}\n`);
  return exitCodeOf(report);
}

function commandOf(output: Output): Command {
  return new Command('conformance')
    .description(
      'Replays recorded traces of the original on the locks of this package, through their public API.\n' +
        'Exit status: 0 when all is as recorded, 1 when a scenario failed, 2 when a file could not be read.',
    )
    .argument('[files...]', 'trace files, *.jsonl or *.jsonl.gz; those of test/conformance unless given')
    .addOption(
      new Option('--engine <engine>', 'what executes the machines')
        .choices([...Object.keys(ENGINES), 'both'])
        .default('both'),
    )
    .option('--json', 'print one JSON object instead of text', false)
    .configureOutput({ writeOut: output.out, writeErr: output.error })
    .exitOverride();
}

/** The traces kept with the package. */
export function ownFiles(): string[] {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const names = readdirSync(folder).filter((name) => /\.jsonl(\.gz)?$/.test(name));
  return names.toSorted().map((name) => relative(process.cwd(), join(folder, name)));
}

/** Tells of each file as soon as it is done, and goes on after one that can not be read. */
async function replayFiles(
  files: readonly string[],
  engines: readonly string[],
  output: Output,
): Promise<Report> {
  const results: FileResult[] = [];
  const unreadable: UnreadableResult[] = [];
  for (const file of files) {
    try {
      const scenarios = await readTraceFile(file);
      for (const engine of engines) {
        const result = await replayFile(file, scenarios, engine);
        results.push(result);
        output.out(textOfFile(result));
      }
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      const result = { file, message: error.message };
      unreadable.push(result);
      output.error(textOfUnreadable(result));
    }
  }
  return { files: results, unreadable };
}

async function replayFile(file: string, scenarios: readonly Scenario[], engine: string): Promise<FileResult> {
  const failures: Failure[] = [];
  const startedAt = performance.now();
  let steps = 0;
  for (const scenario of scenarios) {
    const replayed = await scenario.replay(ENGINES[engine]);
    steps += replayed.steps;
    if (replayed.failure !== undefined) failures.push(replayed.failure);
  }
  const failed = failures.length;
  const tookMs = Math.round(performance.now() - startedAt);
  return { file, engine, passed: scenarios.length - failed, failed, steps, tookMs, failures };
}
