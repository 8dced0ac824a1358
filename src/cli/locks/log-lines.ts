/** The lines of a log, one by one. What is none is a usage error that names the line. */
import { isObject } from '../run/json-fields.ts';
import { LOG_VERSION, type LogHead, type LogLine } from '../run/log-format.ts';
import { UsageError } from '../usage-error.ts';

/** @throws {UsageError} when it does not begin a log. */
export function headIn(text: string | undefined, file: string): LogHead {
  const head = text === undefined ? undefined : parse(text, 1, file);
  if (head?.['lockchart'] !== 'run' || !isObject(head['members']))
    throw new UsageError(`${file} is no log of a run: it does not begin with {"lockchart":"run",…}`);
  if (head['version'] !== LOG_VERSION)
    throw new UsageError(`${file} is a log of version ${head['version']}; this command reads ${LOG_VERSION}`);
  return head as unknown as LogHead;
}

/** @throws {UsageError} when it is no line of a log. */
export function lineIn(text: string, number: number, file: string): LogLine {
  const line = parse(text, number, file);
  if (typeof line['at'] !== 'number' || typeof line['type'] !== 'string' || typeof line['job'] !== 'string')
    throw new UsageError(`${file}:${number}: a line of a log has 'at', 'type' and 'job'`);
  if (!isLogLine(line))
    throw new UsageError(`${file}:${number}: no line of type '${line['type']}' of a log is like this`);
  return line as unknown as LogLine;
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
