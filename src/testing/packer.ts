/**
 * Plain JSON values as few bytes, and back, with nothing lost.
 *
 * Whatever occurs in a value is a symbol: a string, number, boolean or null; an array of some length; an
 * object with some keys. A value is written as the number of its symbol, with its parts behind it. The states
 * of one model have few symbols, so that each takes a byte.
 */
type Symbol =
  | { readonly kind: 'atom'; readonly value: unknown }
  | { readonly kind: 'array'; readonly length: number }
  | { readonly kind: 'object'; readonly keys: readonly string[] };

/** The keys of an object lead to its symbol, one after the other. */
interface Path {
  readonly keys: readonly string[];
  /** -1 where no object has just these keys. */
  symbol: number;
  readonly next: Map<string, Path>;
  /** The one of `next` that was taken last: mostly it will be taken again. */
  lastKey: string | null;
  last: Path | null;
}

const MORE = 0x80;

const OWN = { configurable: true, enumerable: true, writable: true };

export class Packer {
  /** Where `pack` writes; `length` bytes of it count. */
  bytes = new Uint8Array(256);
  length = 0;
  readonly #symbols: Symbol[] = [];
  readonly #atoms = new Map<unknown, number>();
  readonly #arrays: (number | undefined)[] = [];
  readonly #objects: Path = pathOf([]);
  #source = this.bytes;
  #at = 0;

  /** Throws a `TypeError` for what is not plain JSON. */
  pack(value: unknown): void {
    this.length = 0;
    this.#put(value);
  }

  /** The value that was packed into the bytes from `at` on. */
  unpack(source: Uint8Array<ArrayBuffer>, at: number): unknown {
    this.#source = source;
    this.#at = at;
    return this.#take();
  }

  #put(value: unknown): void {
    if (typeof value !== 'object' || value === null) this.#write(this.#atom(value));
    else if (Array.isArray(value)) {
      this.#write(this.#array(value.length));
      for (let place = 0; place < value.length; place += 1) this.#put(value[place]);
    } else {
      const path = this.#pathOf(value);
      this.#write(path.symbol);
      for (const key of path.keys) this.#put(value[key as never]);
    }
  }

  #atom(value: unknown): number {
    const known = this.#atoms.get(value);
    if (known !== undefined) return known;
    if (!['string', 'number', 'boolean'].includes(typeof value) && value !== null)
      throw new TypeError(`a state must be plain JSON, and has ${String(value)} in it`);
    const symbol = this.#add({ kind: 'atom', value });
    this.#atoms.set(value, symbol);
    return symbol;
  }

  #array(length: number): number {
    this.#arrays[length] ??= this.#add({ kind: 'array', length });
    return this.#arrays[length];
  }

  #pathOf(value: object): Path {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null)
      throw new TypeError(`a state must be plain JSON, and has a ${value.constructor.name} in it`);
    let path = this.#objects;
    for (const key in value)
      path = path.lastKey === key && path.last !== null ? path.last : follow(path, key);
    if (path.symbol === -1) path.symbol = this.#add({ kind: 'object', keys: path.keys });
    return path;
  }

  #add(symbol: Symbol): number {
    return this.#symbols.push(symbol) - 1;
  }

  #write(symbol: number): void {
    if (this.length + 8 > this.bytes.length) {
      const wider = new Uint8Array(2 * this.bytes.length);
      wider.set(this.bytes);
      this.bytes = wider;
    }
    let rest = symbol;
    for (; rest >= MORE; rest >>>= 7) this.bytes[this.length++] = rest | MORE;
    this.bytes[this.length++] = rest;
  }

  #take(): unknown {
    const symbol = this.#symbols[this.#read()] as Symbol;
    if (symbol.kind === 'atom') return symbol.value;
    if (symbol.kind === 'array') {
      const items: unknown[] = [];
      for (let place = 0; place < symbol.length; place += 1) items.push(this.#take());
      return items;
    }
    const object: Record<string, unknown> = {};
    for (const key of symbol.keys) {
      // Assigned, this one would be the prototype.
      if (key === '__proto__') Object.defineProperty(object, key, { ...OWN, value: this.#take() });
      else object[key] = this.#take();
    }
    return object;
  }

  #read(): number {
    let symbol = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#source[this.#at++] as number;
      symbol |= (byte & ~MORE) << shift;
      if (byte < MORE) return symbol;
    }
  }
}

function pathOf(keys: readonly string[]): Path {
  return { keys, symbol: -1, next: new Map(), lastKey: null, last: null };
}

function follow(path: Path, key: string): Path {
  let next = path.next.get(key);
  if (next === undefined) {
    next = pathOf([...path.keys, key]);
    path.next.set(key, next);
  }
  path.lastKey = key;
  path.last = next;
  return next;
}
