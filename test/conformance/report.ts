/**
 * What a replay found, for people and for programs.
 */
import type { Part } from './compare.ts';
import type { Failure } from './replay.ts';

/** One file on one engine. */
export interface FileResult {
  readonly file: string;
  readonly engine: string;
  readonly passed: number;
  readonly failed: number;
  readonly steps: number;
  readonly tookMs: number;
  readonly failures: readonly Failure[];
}

export interface UnreadableResult {
  readonly file: string;
  readonly message: string;
}

export interface Report {
  readonly files: readonly FileResult[];
  readonly unreadable: readonly UnreadableResult[];
}

/** 2 before 1: what was not read may hide any number of failures. */
export function exitCodeOf({ files, unreadable }: Report): 0 | 1 | 2 {
  if (unreadable.length > 0) return 2;
  return files.some(({ failed }) => failed > 0) ? 1 : 0;
}

/** The failures first, so that the sum stands at the end, where it is seen. */
export function textOfFile({ file, engine, passed, failed, steps, tookMs, failures }: FileResult): string {
  const seconds = (tookMs / 1000).toFixed(1);
  const sum = `${file} (${engine}): ${passed} passed, ${failed} failed; ${steps} steps in ${seconds} s\n`;
  return failures.map((failure) => `${textOfFailure(failure, engine)}\n`).join('') + sum;
}

export function textOfUnreadable({ file, message }: UnreadableResult): string {
  return `cannot read ${file}: ${message}\n`;
}

function textOfFailure(failure: Failure, engine: string): string {
  const { id, name, step, eager, op, problem, differs } = failure;
  const title = name === undefined ? id : `${id} (${name})`;
  const where = `step ${step}${eager ? ' (eager)' : ''}`;
  const lines = [`FAILED ${title} on ${engine}, ${where}: ${JSON.stringify(op)}`];
  if (problem !== undefined) lines.push(`  ${problem}`);
  for (const part of differs) lines.push(...textOfDifference(failure, part));
  return `${lines.join('\n')}\n`;
}

function textOfDifference({ expected, got }: Failure, part: Part): string[] {
  return [
    `  expected ${part}: ${JSON.stringify(expected[part])}`,
    `  got ${part}:      ${JSON.stringify(got[part])}`,
  ];
}
