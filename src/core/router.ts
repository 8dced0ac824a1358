/**
 * Machines that talk to each other: what one says is a command of another, until nothing is left to say.
 *
 * One line for all messages, first in, first out. So an operation's own orders, which it gives in one go, are
 * all carried out before anybody else goes on because of them.
 */
export interface Receiver<Message> {
  receive(message: Message): void;
}

export class Router {
  readonly #receivers: Receiver<unknown>[] = [];
  readonly #messages: unknown[] = [];
  #isRunning = false;

  post<Message>(receiver: Receiver<Message>, message: Message): void {
    this.#receivers.push(receiver as Receiver<unknown>);
    this.#messages.push(message);
  }

  /** Delivers until nothing is left. Does nothing while it is at it already. */
  run(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      for (let next = 0; next < this.#messages.length; next += 1) {
        this.#receivers[next]?.receive(this.#messages[next]);
      }
    } finally {
      this.#receivers.length = 0;
      this.#messages.length = 0;
      this.#isRunning = false;
    }
  }
}
