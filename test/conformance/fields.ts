/**
 * Checks JSON by hand. A trace that is read generously is replayed as something else: with a misspelt `state`
 * that nobody looks at, a scenario passes whatever the lock does. So an unknown field is an error too, and
 * every complaint says where it is.
 */

/** What is wrong with a line. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

export type Fields = Readonly<Record<string, unknown>>;

export function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    throw new Malformed(`not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export function objectAt(value: unknown, where: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong(value, where, 'an object');
  }
  return value as Fields;
}

/** Throws unless these fields are there, and no others but the optional ones. */
export function checkNames(
  fields: Fields,
  where: string,
  required: readonly string[],
  optional: readonly string[] = [],
): void {
  const missing = required.find((name) => !Object.hasOwn(fields, name));
  if (missing !== undefined) throw new Malformed(`${where} has no '${missing}'`);
  const unknown = Object.keys(fields).find((name) => !required.includes(name) && !optional.includes(name));
  if (unknown !== undefined) throw new Malformed(`${where} has an unknown field '${unknown}'`);
}

export function listAt<Item>(
  value: unknown,
  where: string,
  read: (item: unknown, where: string) => Item,
): Item[] {
  if (!Array.isArray(value)) throw wrong(value, where, 'a list');
  return value.map((item: unknown, index) => read(item, `${where}[${index}]`));
}

export function textAt(value: unknown, where: string): string {
  if (typeof value !== 'string' || value === '') throw wrong(value, where, 'a text');
  return value;
}

export function oneOfAt<Word extends string | number>(
  value: unknown,
  where: string,
  words: readonly Word[],
): Word {
  const found = words.find((word) => word === value);
  if (found === undefined) throw wrong(value, where, `one of ${words.join(', ')}`);
  return found;
}

export function booleanAt(value: unknown, where: string): boolean {
  if (typeof value !== 'boolean') throw wrong(value, where, 'true or false');
  return value;
}

export function integerAt(value: unknown, where: string): number {
  if (!Number.isSafeInteger(value)) throw wrong(value, where, 'an integer');
  return value as number;
}

/** Milliseconds, which may be a fraction. */
export function timeAt(value: unknown, where: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw wrong(value, where, 'a number of milliseconds, 0 or more');
  }
  return value;
}

/** Undefined where the field is not there. */
export function optionalAt<Value>(
  fields: Fields,
  name: string,
  where: string,
  read: (value: unknown, where: string) => Value,
): Value | undefined {
  return Object.hasOwn(fields, name) ? read(fields[name], `${where}.${name}`) : undefined;
}

function wrong(value: unknown, where: string, wanted: string): Malformed {
  const text = JSON.stringify(value) ?? 'nothing';
  return new Malformed(
    `${where} must be ${wanted}, not ${text.length > 40 ? `${text.slice(0, 40)}…` : text}`,
  );
}
