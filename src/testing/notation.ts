/**
 * Plain JSON values as people read them, and back, with nothing lost.
 *
 * An object is written as its fields, `owner=ann mode=shared`; its `type` comes first, bare, as a headline.
 * Strings that look like a word stand without quotes. Inside of something else an object has braces around
 * it.
 */
const WORD = /^[A-Za-z][\w.:|@/-]*$/;

/** A value on a line of its own. */
export function written(value: unknown): string {
  if (isObject(value) && Object.keys(value).length > 0) return fields(value);
  return typeof value === 'string' ? JSON.stringify(value) : inner(value);
}

function inner(value: unknown): string {
  if (typeof value === 'string') return isWord(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(inner).join(' ')}]`;
  return isObject(value) ? `{${fields(value)}}` : JSON.stringify(value);
}

function fields(object: object): string {
  const { type, ...others } = object as { readonly type?: unknown };
  const isHeadline = typeof type === 'string' && isWord(type);
  const rest = Object.entries(isHeadline ? others : object)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${isWord(key) ? key : JSON.stringify(key)}=${inner(value)}`);
  return (isHeadline ? [type, ...rest] : rest).join(' ');
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWord = (text: string): boolean => WORD.test(text) && !['true', 'false', 'null'].includes(text);

type Token = { readonly text: string; readonly end: number };

const TOKEN = /\s*("(?:[^"\\]|\\.)*"|[[\]{}=]|[^\s"[\]{}=]+)/y;

/** The value that `written` wrote. Throws a `SyntaxError` for anything else. */
export function readNotation(line: string): unknown {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const text = line.trimEnd();
  for (let end = 0; end < text.length; end = TOKEN.lastIndex) {
    const [, found] = TOKEN.exec(text) ?? [];
    if (found === undefined) throw new SyntaxError(`cannot read '${text.slice(end)}'`);
    tokens.push({ text: found, end: TOKEN.lastIndex });
  }
  const isFields = tokens[1]?.text === '=' || isWord(tokens[0]?.text ?? '');
  const reader = new Reader(tokens);
  const value = isFields ? reader.fields() : reader.value();
  if (!reader.isDone) throw new SyntaxError(`cannot read what follows in '${line}'`);
  return value;
}

class Reader {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isDone(): boolean {
    return this.#next === this.#tokens.length;
  }

  value(): unknown {
    const text = this.#take();
    if (text === '[') return this.#items();
    if (text === '{') {
      const object = this.fields();
      this.#expect('}');
      return object;
    }
    if (isWord(text)) return text;
    return JSON.parse(text);
  }

  fields(): object {
    const found: [string, unknown][] = [];
    if (isWord(this.#peek(0)) && this.#peek(1) !== '=') found.push(['type', this.#take()]);
    while (this.#peek(1) === '=') {
      const key = this.#take();
      this.#expect('=');
      found.push([key.startsWith('"') ? (JSON.parse(key) as string) : key, this.value()]);
    }
    return Object.fromEntries(found);
  }

  #items(): unknown[] {
    const items: unknown[] = [];
    while (this.#peek(0) !== ']') items.push(this.value());
    this.#expect(']');
    return items;
  }

  #peek(ahead: number): string {
    return this.#tokens[this.#next + ahead]?.text ?? '';
  }

  #take(): string {
    const text = this.#peek(0);
    this.#next += 1;
    if (text === '') throw new SyntaxError('the line ends too early');
    return text;
  }

  #expect(text: string): void {
    const found = this.#take();
    if (found !== text) throw new SyntaxError(`'${text}' is expected, not '${found}'`);
  }
}
