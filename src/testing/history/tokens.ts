/**
 * The fencing tokens of one lock: whatever is protected by them must see that whoever comes later has a
 * greater one.
 *
 * Sharers stand beside each other, and a log may tell of them in another order than they were let in. So a
 * sharer's token has to be greater than all that were given before it asked and than that of the last
 * exclusive hold, and no other sharer's; an exclusive one greater than all.
 */
import type { Mode } from '../../core/shared-lock/commands.ts';

export class Tokens {
  #greatest = Number.NEGATIVE_INFINITY;
  /** Of the last exclusive hold. */
  #exclusive = Number.NEGATIVE_INFINITY;
  /** Of the sharers since. */
  #shared = new Set<number>();

  /** Of all that were given until now. */
  get greatest(): number {
    return this.#greatest;
  }

  /**
   * What is wrong with it, if anything is. `before`: the greatest when its owner asked. `strict`: sharers
   * come in the order in which they were let in.
   */
  take(token: number, mode: Mode, before: number, strict: boolean): string | undefined {
    const isLast = mode === 'exclusive' || strict;
    const floor = isLast ? this.#greatest : Math.max(this.#exclusive, before);
    if (!(token > floor)) return `token ${token}, and ${floor} was given before`;
    if (this.#shared.has(token)) return `token ${token}, as another was`;
    this.#greatest = Math.max(this.#greatest, token);
    if (mode === 'exclusive') {
      this.#exclusive = token;
      this.#shared.clear();
    } else if (!strict) this.#shared.add(token);
    return undefined;
  }

  copy(): Tokens {
    const copy = new Tokens();
    copy.#greatest = this.#greatest;
    copy.#exclusive = this.#exclusive;
    copy.#shared = new Set(this.#shared);
    return copy;
  }

  key(): unknown {
    return [this.#greatest, this.#exclusive, [...this.#shared].toSorted((one, other) => one - other)];
  }
}
