/**
 * Who has to do with the end of a lock that only its holds are judged of: there a history may tell late of
 * what has happened, but not of what cannot have.
 */
export class Ends {
  /** Waiters that may hear of an end, also when there is a lock of the name again. */
  #ended = new Set<string>();
  /** Who asked when it was closed is not let in any more. */
  #late = new Set<string>();
  #isClosed = false;

  get isClosed(): boolean {
    return this.#isClosed;
  }

  request(owner: string, isDeleted: boolean): void {
    if (isDeleted) this.#ended.add(owner);
    if (this.#isClosed) this.#late.add(owner);
  }

  remove(waiters: Iterable<string>): void {
    for (const owner of waiters) this.#ended.add(owner);
  }

  close(): void {
    this.#isClosed = true;
  }

  add(): void {
    this.#isClosed = false;
    this.#late.clear();
  }

  answered(owner: string): void {
    this.#ended.delete(owner);
    this.#late.delete(owner);
  }

  mayHear(owner: string): boolean {
    return this.#ended.has(owner);
  }

  isTooLate(owner: string): boolean {
    return this.#late.has(owner);
  }

  copy(): Ends {
    const copy = new Ends();
    copy.#ended = new Set(this.#ended);
    copy.#late = new Set(this.#late);
    copy.#isClosed = this.#isClosed;
    return copy;
  }

  key(): unknown {
    return [this.#isClosed, [...this.#ended].toSorted(), [...this.#late].toSorted()];
  }
}
