/**
 * Reads a job file: one JSON object a line. Everything is checked before anything runs, and every complaint
 * names its line, because a run that stops half-way through a day is worth less than no run.
 *
 * The checks are written by hand: the format is small, and the messages are the point. An unknown field is
 * an error too, for a misspelt `priorty` that is ignored in silence gives a run that means something else.
 */
import { type Job, LEVELS, type LockRequest, MODES, STEP_ACTIONS, type Step } from './job.ts';

/** One line that cannot be run, and why. */
export interface Problem {
  readonly line: number;
  readonly message: string;
}

export type JobFile =
  | { readonly ok: true; readonly jobs: readonly Job[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * The jobs of a file in order of arrival (those that arrive together keep the order of their lines), or every
 * line that is wrong. `refuse` may turn down a job that is well formed.
 */
export function parseJobFile(
  text: string,
  refuse: (job: Job) => string | undefined = () => undefined,
): JobFile {
  const jobs: Job[] = [];
  const problems: Problem[] = [];
  const lineOfId = new Map<string, number>();
  for (const [index, source] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    if (source.trim() === '') continue;
    const line = index + 1;
    try {
      const job = readJob(source);
      const earlier = lineOfId.get(job.id);
      if (earlier !== undefined) throw new Malformed(`id '${job.id}' is already used by line ${earlier}`);
      lineOfId.set(job.id, line);
      const refusal = refuse(job);
      if (refusal !== undefined) throw new Malformed(refusal);
      jobs.push(job);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      problems.push({ line, message: error.message });
    }
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, jobs: jobs.toSorted((a, b) => a.arrival - b.arrival) };
}

/** What is wrong with a line; the first thing found speaks for the line. */
class Malformed extends Error {}

function readJob(source: string): Job {
  const fields = objectAt(parseJson(source), 'the line', {
    required: ['id', 'arrival', 'duration', 'locks'],
    optional: ['priority', 'timeout', 'steps'],
  });
  const duration = timeAt(fields.duration, 'duration');
  return {
    id: textAt(fields.id, 'id'),
    arrival: timeAt(fields.arrival, 'arrival'),
    duration,
    ...(fields.priority === undefined ? {} : { priority: numberAt(fields.priority, 'priority') }),
    ...(fields.timeout === undefined ? {} : { timeout: timeAt(fields.timeout, 'timeout') }),
    locks: readLocks(fields.locks),
    ...(fields.steps === undefined ? {} : { steps: readSteps(fields.steps, duration) }),
  };
}

function readLocks(value: unknown): LockRequest[] {
  const locks = arrayAt(value, 'locks').map((item, index) => readLock(item, `locks[${index}]`));
  if (locks.length === 0) throw new Malformed('locks is empty: a job takes at least one lock');
  const levels = locks.map(({ level }) => level);
  const repeated = levels.find((level, index) => levels.indexOf(level) !== index);
  if (repeated !== undefined)
    throw new Malformed(`locks names level '${repeated}' twice: put all its names together`);
  return locks;
}

function readLock(value: unknown, path: string): LockRequest {
  const { level, names, mode, opportunistic } = objectAt(value, path, {
    required: ['level', 'names', 'mode'],
    optional: ['opportunistic'],
  });
  if (opportunistic !== undefined && typeof opportunistic !== 'boolean') {
    throw new Malformed(`${path}.opportunistic must be true or false, not ${show(opportunistic)}`);
  }
  return {
    level: wordAt(level, LEVELS, `${path}.level`),
    names: namesAt(names, `${path}.names`),
    mode: wordAt(mode, MODES, `${path}.mode`),
    ...(opportunistic === undefined ? {} : { opportunistic }),
  };
}

function readSteps(value: unknown, duration: number): Step[] {
  return arrayAt(value, 'steps').map((item, index) => {
    const path = `steps[${index}]`;
    const fields = objectAt(item, path, { required: ['at', 'do', 'level', 'names'], optional: [] });
    const at = timeAt(fields.at, `${path}.at`);
    if (at > duration)
      throw new Malformed(`${path}.at is ${at}, after the end of the job (duration ${duration})`);
    return {
      at,
      do: wordAt(fields.do, STEP_ACTIONS, `${path}.do`),
      level: wordAt(fields.level, LEVELS, `${path}.level`),
      names: namesAt(fields.names, `${path}.names`),
    };
  });
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    throw new Malformed(`not JSON: ${(error as SyntaxError).message}`);
  }
}

interface Shape<Name extends string> {
  readonly required: readonly Name[];
  readonly optional: readonly Name[];
}

function objectAt<Name extends string>(
  value: unknown,
  path: string,
  { required, optional }: Shape<Name>,
): Readonly<Record<Name, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Malformed(`${path} must be an object, not ${show(value)}`);
  }
  const missing = required.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) throw new Malformed(`${path} has no '${missing}'`);
  const known: readonly string[] = [...required, ...optional];
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Malformed(`${path} has an unknown field '${unknown}' (known: ${list(known)})`);
  return value as Readonly<Record<Name, unknown>>;
}

function arrayAt(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Malformed(`${path} must be an array, not ${show(value)}`);
  return value;
}

function textAt(value: unknown, path: string): string {
  if (typeof value !== 'string' || value === '') {
    throw new Malformed(`${path} must be a text that is not empty, not ${show(value)}`);
  }
  return value;
}

function numberAt(value: unknown, path: string): number {
  // JSON has no NaN, but 1e999 is valid JSON and reads as infinity.
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new Malformed(`${path} must be a finite number, not ${show(value)}`);
  }
  return value;
}

function timeAt(value: unknown, path: string): number {
  const time = numberAt(value, path);
  if (time < 0) throw new Malformed(`${path} must not be negative, and is ${time}`);
  return time;
}

function namesAt(value: unknown, path: string): readonly string[] | null {
  if (value === null) return null;
  if (!Array.isArray(value))
    throw new Malformed(`${path} must be null (all) or an array, not ${show(value)}`);
  const names = value.map((name, index) => textAt(name, `${path}[${index}]`));
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new Malformed(`${path} names '${name}' twice`);
    seen.add(name);
  }
  return names;
}

function wordAt<Word extends string>(value: unknown, words: readonly Word[], path: string): Word {
  const word = words.find((known) => known === value);
  if (word === undefined) throw new Malformed(`${path} must be one of ${list(words)}, not ${show(value)}`);
  return word;
}

function list(words: readonly string[]): string {
  return words.join(', ');
}

/** A value as the reader of a message knows it, cut short; a number too large for JSON by its name. */
function show(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
