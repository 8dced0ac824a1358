/** A numbered list that loses its beginning and grows at its end. */
export class Stretch<Item> {
  #items: Item[] = [];
  /** The number of the first item in memory, and how many of those are lost. */
  #base: number;
  #lost = 0;

  /** `first`: the number of the item that comes first. */
  constructor(first = 0) {
    this.#base = first;
  }

  /** The number of the first item that is left; one above `last` when there is none. */
  get first(): number {
    return this.#base + this.#lost;
  }

  get last(): number {
    return this.#base + this.#items.length - 1;
  }

  get length(): number {
    return this.#items.length - this.#lost;
  }

  at(number: number): Item | undefined {
    return number < this.first ? undefined : this.#items[number - this.#base];
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  shift(): Item | undefined {
    const item = this.at(this.first);
    if (this.length === 0) return undefined;
    this.#lost += 1;
    // Now and then, so that each costs the same however many there are.
    if (this.#lost * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#lost);
      this.#base += this.#lost;
      this.#lost = 0;
    }
    return item;
  }

  /** The number of the last item for which it is true, where it is true up to some item and false after. */
  lastWhere(isTrue: (item: Item) => boolean): number {
    let [low, high] = [this.first - 1, this.last];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (isTrue(this.at(middle) as Item)) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
