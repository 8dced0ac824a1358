/**
 * The members that one owner holds, by name.
 *
 * Whoever takes members in the order of their names and gives back all of them at once never looks for one:
 * for as long as it is like that they are a row. A map of many costs a good part of what taking them does; it
 * is made when so much has been done with single members that it would have been worth it.
 */
import type { LockId } from '../catalogue/commands.ts';
import type { Mode, RequestId } from '../shared-lock/commands.ts';

/** A lock that the owner holds. */
export interface Held {
  readonly name: string;
  readonly lock: LockId;
  readonly request: RequestId;
  readonly mode: Mode;
  readonly token: number;
}

/** So many are no reason for a map. */
const FEW = 8;

/** What one look into a row of many costs, in steps. */
const LOOK = 16;

export class HeldMembers {
  /** Sorted by name; empty once there is a map. */
  #row: Held[] = [];
  #byName: Map<string, Held> | null = null;
  /** Steps spent on single members while they are a row. */
  #spent = 0;
  #exclusive = 0;

  get size(): number {
    return this.#byName === null ? this.#row.length : this.#byName.size;
  }

  /** How many of them are held exclusively. */
  get exclusive(): number {
    return this.#exclusive;
  }

  get(name: string): Held | undefined {
    const map = this.#mapAfter(LOOK);
    if (map !== null) return map.get(name);
    const held = this.#row[this.#placeOf(name)];
    return held?.name === name ? held : undefined;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  set(name: string, held: Held): void {
    if (held.mode === 'exclusive') this.#exclusive += 1;
    const last = this.#row.at(-1);
    if (this.#byName === null && (last === undefined || last.name < name)) {
      this.#row.push(held);
      return;
    }
    const map = this.#mapAfter(LOOK);
    if (map !== null) {
      this.#leave(map.get(name));
      map.set(name, held);
      return;
    }
    const place = this.#placeOf(name);
    const before = this.#row[place];
    const isThere = before?.name === name;
    if (isThere) this.#leave(before);
    this.#row.splice(place, isThere ? 1 : 0, held);
  }

  delete(name: string): void {
    // What comes after it moves up, which is little for one of them and much for all.
    const map = this.#mapAfter(LOOK + this.#row.length / 8);
    if (map !== null) {
      this.#leave(map.get(name));
      map.delete(name);
      return;
    }
    const place = this.#placeOf(name);
    const held = this.#row[place];
    if (held?.name !== name) return;
    this.#leave(held);
    this.#row.splice(place, 1);
  }

  clear(): void {
    this.#row = [];
    this.#byName = null;
    this.#spent = 0;
    this.#exclusive = 0;
  }

  sorted(): readonly Held[] {
    return this.#byName === null ? [...this.#row] : sortedByName([...this.#byName.values()]);
  }

  /** One goes. */
  #leave(held: Held | undefined): void {
    if (held?.mode === 'exclusive') this.#exclusive -= 1;
  }

  /** The map, if there is one when so many steps more have been spent: by then it would have cost less. */
  #mapAfter(steps: number): Map<string, Held> | null {
    if (this.#byName !== null) return this.#byName;
    this.#spent += steps;
    if (this.#row.length <= FEW || this.#spent <= this.#row.length) return null;
    this.#byName = new Map();
    for (const held of this.#row) this.#byName.set(held.name, held);
    this.#row = [];
    return this.#byName;
  }

  /** Where in the row this name is, or would be. */
  #placeOf(name: string): number {
    let from = 0;
    let to = this.#row.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      const held = this.#row[middle];
      if (held !== undefined && held.name < name) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

export function sortedByName(held: readonly Held[]): readonly Held[] {
  return held.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
