/**
 * Machines that talk to each other: what one says is a command of another, until nothing is left to say.
 *
 * One line for all messages, first in, first out. So an operation's own orders, which it gives in one go, are
 * all carried out before anybody else goes on because of them. Messages link to each other, so that one that
 * was delivered is forgotten at once, however many follow from it.
 */
export interface Message {
  /** The next in the line, null at first; for the router alone. */
  next: Message | null;
  /** Says it to whom it is meant for. What follows from that is posted, and comes later. */
  deliver(): void;
}

export class Router {
  #first: Message | null = null;
  #last: Message | null = null;
  #isRunning = false;

  post(message: Message): void {
    if (this.#last === null) this.#first = message;
    else this.#last.next = message;
    this.#last = message;
  }

  /** Delivers until nothing is left. Does nothing while it is at it already. */
  run(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      for (let message = this.#first; message !== null; message = this.#first) {
        this.#first = message.next;
        if (this.#first === null) this.#last = null;
        // An old message that is garbage must not make those behind it look alive to the collector.
        message.next = null;
        message.deliver();
      }
    } finally {
      this.#first = null;
      this.#last = null;
      this.#isRunning = false;
    }
  }
}
