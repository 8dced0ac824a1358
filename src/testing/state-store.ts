/**
 * The states that an exploration has found, numbered from 0, each once.
 *
 * Millions of them: a state is kept as packed bytes, and found by a hash table of numbers. Two states with
 * one hash are told apart by their bytes, so that none is ever taken for another.
 */
import { Packer } from './packer.ts';

const CHUNK = 2 ** 20;

export class StateStore<State> {
  length = 0;
  readonly #packer = new Packer();
  readonly #chunks: Uint8Array<ArrayBuffer>[] = [];
  /** Where in the chunks the next state will be. */
  #end = 0;
  /** Where each state begins. */
  #starts = new Uint32Array(1024);
  #hashes = new Uint32Array(1024);
  /** By hash, the number of a state plus one; 0 where there is none. At most half full. */
  #table = new Uint32Array(2048);

  /** The number of the state, which may be new: then it is `length` as it was before. */
  add(state: State): number {
    const slot = this.#slotOf(state);
    const known = this.#table[slot] as number;
    if (known > 0) return known - 1;
    const number = this.length;
    this.#starts[number] = this.#keep();
    this.#hashes[number] = this.#hash();
    this.#table[slot] = number + 1;
    this.length += 1;
    if (this.length === this.#starts.length) this.#grow();
    return number;
  }

  /** The number of the state, or -1. */
  numberOf(state: State): number {
    return (this.#table[this.#slotOf(state)] as number) - 1;
  }

  /** A copy of the state with this number. */
  at(number: number): State {
    const start = this.#starts[number] as number;
    return this.#packer.unpack(this.#chunkOf(start), start % CHUNK) as State;
  }

  /** How much memory it takes. */
  get bytes(): number {
    const tables = this.#starts.byteLength + this.#hashes.byteLength + this.#table.byteLength;
    return this.#chunks.length * CHUNK + tables;
  }

  /** Where the state stands in the table, or would stand. Leaves it packed. */
  #slotOf(state: State): number {
    this.#packer.pack(state);
    const hash = this.#hash();
    const mask = this.#table.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#table[slot] as number;
      if (entry === 0 || (this.#hashes[entry - 1] === hash && this.#isPacked(entry - 1))) return slot;
    }
  }

  /** Whether it is this state that is packed. No packed value is the beginning of another. */
  #isPacked(number: number): boolean {
    const { bytes, length } = this.#packer;
    const start = this.#starts[number] as number;
    const chunk = this.#chunkOf(start);
    const at = start % CHUNK;
    for (let place = 0; place < length; place += 1) if (chunk[at + place] !== bytes[place]) return false;
    return true;
  }

  #hash(): number {
    const { bytes, length } = this.#packer;
    let hash = 0x811c_9dc5;
    for (let place = 0; place < length; place += 1) {
      hash = Math.imul(hash ^ (bytes[place] as number), 0x0100_0193);
    }
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d);
    return (hash ^ (hash >>> 13)) >>> 0;
  }

  /** Keeps what is packed; a state does not go from one chunk into the next. */
  #keep(): number {
    const { bytes, length } = this.#packer;
    if (length > CHUNK) throw new RangeError(`a state of more than ${CHUNK} bytes, packed, is too large`);
    const isFull = this.#end % CHUNK === 0 || (this.#end % CHUNK) + length > CHUNK;
    if (isFull) {
      this.#end = this.#chunks.length * CHUNK;
      if (this.#end >= 2 ** 32) throw new RangeError(`more states than fit into 4 GB: ${this.length}`);
      this.#chunks.push(new Uint8Array(CHUNK));
    }
    const start = this.#end;
    this.#chunkOf(start).set(bytes.subarray(0, length), start % CHUNK);
    this.#end += length;
    return start;
  }

  #chunkOf(start: number): Uint8Array<ArrayBuffer> {
    return this.#chunks[Math.floor(start / CHUNK)] as Uint8Array<ArrayBuffer>;
  }

  #grow(): void {
    this.#starts = longer(this.#starts);
    this.#hashes = longer(this.#hashes);
    this.#table = new Uint32Array(2 * this.#table.length);
    const mask = this.#table.length - 1;
    for (let number = 0; number < this.length; number += 1) {
      let slot = (this.#hashes[number] as number) & mask;
      while (this.#table[slot] !== 0) slot = (slot + 1) & mask;
      this.#table[slot] = number + 1;
    }
  }
}

/** The same numbers, with as much room again. */
export function longer(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const wide = new Uint32Array(2 * numbers.length);
  wide.set(numbers);
  return wide;
}
