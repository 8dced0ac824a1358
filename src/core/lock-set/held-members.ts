/**
 * The members that one owner holds, by name.
 *
 * Whoever takes members in the order of their names and gives back all of them at once never looks for one:
 * for as long as it is like that they are a row. A map of many costs as much as all the rest of taking them,
 * and is made for the first look at one among many.
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

/** Up to so many are looked through. */
const FEW = 8;

export class HeldMembers {
  /** Sorted by name; empty once there is a map. */
  #row: Held[] = [];
  #byName: Map<string, Held> | null = null;

  get size(): number {
    return this.#byName === null ? this.#row.length : this.#byName.size;
  }

  get(name: string): Held | undefined {
    if (this.#byName !== null || this.#row.length > FEW) return this.#map().get(name);
    return this.#row.find((held) => held.name === name);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  set(name: string, held: Held): void {
    const last = this.#row.at(-1);
    if (this.#byName !== null || (last !== undefined && last.name >= name)) this.#map().set(name, held);
    else this.#row.push(held);
  }

  delete(name: string): void {
    this.#map().delete(name);
  }

  clear(): void {
    this.#row = [];
    this.#byName = null;
  }

  /** In no particular order. */
  values(): Iterable<Held> {
    return this.#byName?.values() ?? this.#row;
  }

  sorted(): readonly Held[] {
    return this.#byName === null ? [...this.#row] : sortedByName([...this.#byName.values()]);
  }

  #map(): Map<string, Held> {
    if (this.#byName === null) {
      this.#byName = new Map(this.#row.map((held) => [held.name, held]));
      this.#row = [];
    }
    return this.#byName;
  }
}

export function sortedByName(held: readonly Held[]): readonly Held[] {
  return held.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
