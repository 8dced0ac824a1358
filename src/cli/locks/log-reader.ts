/**
 * Reads the log of a run, line by line, for it can be long. What is no such log is a usage error that names
 * the line.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { reasonOf } from '../run/files.ts';
import { isObject } from '../run/json-fields.ts';
import { LOG_VERSION, type LogHead, type LogLine } from '../run/log-format.ts';
import { UsageError } from '../usage-error.ts';

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
  const head = first.done === true ? undefined : parse(first.value, 1, file);
  if (head?.['lockchart'] !== 'run' || !isObject(head['members']))
    throw new UsageError(`${file} is no log of a run: it does not begin with {"lockchart":"run",…}`);
  if (head['version'] !== LOG_VERSION)
    throw new UsageError(`${file} is a log of version ${head['version']}; this command reads ${LOG_VERSION}`);
  return { head: head as unknown as LogHead, lines: numbered(texts, file) };
}

async function* numbered(texts: AsyncIterable<string>, file: string): AsyncGenerator<NumberedLine> {
  let number = 1;
  for await (const text of texts) {
    number += 1;
    const line = parse(text, number, file);
    if (typeof line['at'] !== 'number' || typeof line['type'] !== 'string' || typeof line['job'] !== 'string')
      throw new UsageError(`${file}:${number}: a line of a log has 'at', 'type' and 'job'`);
    if (!isLogLine(line))
      throw new UsageError(`${file}:${number}: no line of type '${line['type']}' of a log is like this`);
    yield { number, line: line as unknown as LogLine };
  }
}

/** What is read of a line without a further look has to be there. */
function isLogLine(line: Readonly<Record<string, unknown>>): boolean {
  const { type, level, names, mode, priority, tokens } = line;
  const isAbout = typeof level === 'string' && Array.isArray(names);
  const isMode = mode === 'shared' || mode === 'exclusive';
  const isAsked = isMode && typeof priority === 'number';
  switch (type) {
    case 'end':
      return true;
    case 'request':
      return typeof level === 'string' && (names === null || isAbout) && isAsked;
    case 'wait':
      return isAbout && isAsked;
    case 'grant':
    case 'release':
    case 'downgrade':
      return isAbout && isAsked && Array.isArray(tokens);
    case 'refuse':
      return isAbout && (line['try'] === undefined || isAsked);
    case 'raise':
      return isAbout && typeof priority === 'number';
    default:
      return isAbout && (type === 'add' || type === 'remove');
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

function parse(text: string, number: number, file: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file}:${number}: not JSON: ${(error as SyntaxError).message}`);
  }
  if (isObject(value)) return value;
  throw new UsageError(`${file}:${number}: a line of a log is a JSON object`);
}
