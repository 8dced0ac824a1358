/**
 * Machines that talk to each other: what one says is a command of another, until nothing is left to say.
 *
 * One line for all messages, first in, first out. So an operation's own orders, which it gives in one go, are
 * all carried out before anybody else goes on because of them.
 */
export class Router<Message> {
  readonly #messages: Message[] = [];
  #isRunning = false;

  post(message: Message): void {
    this.#messages.push(message);
  }

  /** Delivers until nothing is left. Does nothing while it is at it already. */
  run(deliver: (message: Message) => void): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    const messages = this.#messages;
    for (let next = 0; next < messages.length; next += 1) deliver(messages[next] as Message);
    messages.length = 0;
    this.#isRunning = false;
  }
}
