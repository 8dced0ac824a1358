/**
 * Reads the log of a run, line by line, for it can be long. What is no such log is a usage error that names
 * the line.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { reasonOf } from '../run/files.ts';
import type { LogHead, LogLine } from '../run/log-format.ts';
import { UsageError } from '../usage-error.ts';
import { headIn, lineIn } from './log-lines.ts';

/** A line, with its number in the file. */
export interface NumberedLine {
  readonly number: number;
  readonly line: LogLine;
}

export interface OpenLog {
  readonly head: LogHead;
  readonly lines: AsyncIterable<NumberedLine>;
}

/** @throws {UsageError} for a file that cannot be read, or that is no log. */
export async function openLogFile(file: string): Promise<OpenLog> {
  const texts = textLines(file);
  const first = await texts.next();
  const head = headIn(first.done === true ? undefined : first.value, file);
  return { head, lines: numbered(texts, file) };
}

async function* numbered(texts: AsyncIterable<string>, file: string): AsyncGenerator<NumberedLine> {
  let number = 1;
  for await (const text of texts) {
    number += 1;
    yield { number, line: lineIn(text, number, file) };
  }
}

async function* textLines(file: string): AsyncGenerator<string> {
  const stream = createReadStream(file, 'utf8');
  try {
    yield* createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    throw new UsageError(`cannot read the log ${file}: ${reasonOf(error)}`);
  } finally {
    stream.destroy();
  }
}
