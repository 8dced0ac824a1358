/**
 * Reads the fields of a JSON value, and says in words what is wrong with one: its place, what it must be, and
 * what it is.
 */

/** What is wrong with a line; the first thing found speaks for the line. */
export class Malformed extends Error {}

export interface Shape<Required extends string, Optional extends string> {
  readonly required: readonly Required[];
  readonly optional: readonly Optional[];
}

export function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    throw new Malformed(`not JSON: ${(error as SyntaxError).message}`);
  }
}

/** An unknown field is wrong too: a misspelt `priorty` that is ignored gives a run that means another. */
export function objectAt<Required extends string, Optional extends string>(
  value: unknown,
  path: string,
  { required, optional }: Shape<Required, Optional>,
): Readonly<Record<Required | Optional, unknown>> {
  if (!isObject(value)) throw new Malformed(`${path} must be an object, not ${show(value)}`);
  const missing = required.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) throw new Malformed(`${path} has no '${missing}'`);
  const known: readonly string[] = [...required, ...optional];
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Malformed(`${path} has an unknown field '${unknown}' (known: ${listed(known)})`);
  return value as Readonly<Record<Required | Optional, unknown>>;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function arrayAt(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Malformed(`${path} must be an array, not ${show(value)}`);
  return value;
}

export function textAt(value: unknown, path: string): string {
  if (typeof value !== 'string' || value === '') {
    throw new Malformed(`${path} must be a text that is not empty, not ${show(value)}`);
  }
  return value;
}

export function numberAt(value: unknown, path: string): number {
  // JSON has no NaN, but 1e999 is valid JSON and reads as infinity.
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new Malformed(`${path} must be a finite number, not ${show(value)}`);
  }
  return value;
}

export function timeAt(value: unknown, path: string): number {
  const time = numberAt(value, path);
  if (time < 0) throw new Malformed(`${path} must not be negative, and is ${time}`);
  return time;
}

export function flagAt(value: unknown, path: string): boolean {
  if (typeof value !== 'boolean') throw new Malformed(`${path} must be true or false, not ${show(value)}`);
  return value;
}

export function wordAt<Word extends string>(value: unknown, words: readonly Word[], path: string): Word {
  const word = words.find((known) => known === value);
  if (word === undefined) throw new Malformed(`${path} must be one of ${listed(words)}, not ${show(value)}`);
  return word;
}

/** Texts that are not empty, each once. */
export function distinctTextsAt(value: unknown, path: string): readonly string[] {
  const texts = arrayAt(value, path).map((item, index) => textAt(item, `${path}[${index}]`));
  const seen = new Set<string>();
  for (const text of texts) {
    if (seen.has(text)) throw new Malformed(`${path} names '${text}' twice`);
    seen.add(text);
  }
  return texts;
}

export function listed(words: readonly string[]): string {
  return words.join(', ');
}

/** A value as the reader of a message knows it, cut short; a number too large for JSON by its name. */
export function show(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
