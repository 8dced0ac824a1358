/**
 * What a machine must keep to so that its text can be written: names that are names in TypeScript, functions
 * that are called with as many words as they read, params that are data.
 */
import { isDeepStrictEqual } from 'node:util';
import ts from 'typescript';

/** A construct outside the subset, or a machine that does not hang together. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError';
  constructor(place: string, construct: string) {
    super(`${place}: ${construct} is not in the subset that is compiled`);
  }
}

const NAME = /^[a-z]\w*$/i;
const DOTTED_NAME = /^[a-z]\w*(\.\w+)*$/i;

export function refuseOtherKeys(place: string, config: object, known: ReadonlySet<string>): void {
  for (const [key, value] of Object.entries(config)) {
    if (value !== undefined && !known.has(key)) throw new UnsupportedError(place, `'${key}'`);
  }
}

/** `what`: a name of what it is. */
export function checkName(place: string, what: string, name: string, dotted = false): void {
  if (!(dotted ? DOTTED_NAME : NAME).test(name)) {
    throw new UnsupportedError(place, `${what} '${name}', which is no plain name,`);
  }
}

/** Two names of one kind must not become one name in the text. */
export function checkUnique(
  place: string,
  what: string,
  names: readonly string[],
  written: (name: string) => string,
): void {
  const known = new Map<string, string>();
  for (const name of names) {
    const other = known.get(written(name));
    if (other !== undefined) {
      throw new UnsupportedError(
        place,
        `${what} '${name}' beside '${other}', both of which become '${written(name)}',`,
      );
    }
    known.set(written(name), name);
  }
}

/** Static params are written as they are: they must be what JSON can say, with plain names for keys. */
export function checkParams(place: string, what: string, params: unknown): void {
  if (params === undefined) return;
  if (!isDeepStrictEqual(params, throughJson(params))) {
    throw new UnsupportedError(place, `${what} with params that are not plain JSON`);
  }
  checkKeys(place, what, params);
}

function throughJson(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch {
    // A cycle, a bigint, or nothing that JSON knows: equal to nothing.
    return Symbol('no JSON');
  }
}

function checkKeys(place: string, what: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    if (!Array.isArray(value)) checkName(place, `${what} with the param`, key);
    checkKeys(place, what, part);
  }
}

/**
 * How many words a function is called with. Its `length` ends at the first default or rest parameter, so the
 * parameters in its text are counted, and must be as many.
 */
export function arityOf(place: string, what: string, rule: (...words: never[]) => unknown): number {
  const written = parametersIn(String(rule));
  if (written === rule.length) return rule.length;
  throw new UnsupportedError(
    place,
    `${what}, whose function has default or rest parameters, or cannot be read,`,
  );
}

/** Undefined for what is no function as an expression, such as a method or native code. */
function parametersIn(text: string): number | undefined {
  const { statements } = ts.createSourceFile('rule.js', `(${text})`, ts.ScriptTarget.Latest);
  const [statement] = statements;
  if (statement === undefined || !ts.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  if (!ts.isParenthesizedExpression(expression)) return undefined;
  const fn = expression.expression;
  return ts.isFunctionExpression(fn) || ts.isArrowFunction(fn) ? fn.parameters.length : undefined;
}
