/**
 * Messages that wait for a viewer: in order, and no more of them than fit. The oldest go first.
 */
export interface Letter {
  readonly text: string;
  /** The machine that it is about. */
  readonly sessionId: string;
  /** Whether it is the machine's registration. */
  readonly registers: boolean;
  /** Whether nothing is said of it after that. */
  readonly ends: boolean;
}

export class Outbox {
  readonly #limit: number;
  readonly #lost: (letter: Letter) => void;
  #line: Letter[] = [];
  /** Where in the line the next one is. */
  #next = 0;
  #size = 0;

  /** `limit`: of characters altogether; `lost` is told of each message that had to go. */
  constructor(limit: number, lost: (letter: Letter) => void) {
    this.#limit = limit;
    this.#lost = lost;
  }

  get isEmpty(): boolean {
    return this.#next === this.#line.length;
  }

  post(letter: Letter): void {
    this.#line.push(letter);
    this.#size += letter.text.length;
    while (this.#size > this.#limit) this.#lost(this.take() as Letter);
  }

  take(): Letter | undefined {
    const letter = this.#line[this.#next];
    if (letter === undefined) return undefined;
    this.#next += 1;
    this.#size -= letter.text.length;
    // What was taken is forgotten now and then, so that a message costs the same however many wait.
    if (this.#next * 2 > this.#line.length) {
      this.#line = this.#line.slice(this.#next);
      this.#next = 0;
    }
    return letter;
  }

  /** The machines that are registered by what waits. */
  *registered(): Generator<string> {
    for (const { registers, sessionId } of this.#line.slice(this.#next)) if (registers) yield sessionId;
  }
}
