/**
 * Which of the events that may come next can come first without loss: if there is any legal order of what is
 * tied, then there is one that begins with it. So the others need not be tried in its place.
 */
import type { Entry } from './entries.ts';
import type { HistoryEvent, HistoryOptions } from './events.ts';
import type { LockMachine } from './lock-machine.ts';

export class Commuting {
  readonly #isOrdered: boolean;
  readonly #isPrompt: boolean;
  /** What the owner of an event does next at the lock. */
  readonly #next = new Map<Entry, HistoryEvent['type']>();
  /** What is asked for, granted or given back in shared mode, and no try. */
  readonly #shared = new Set<Entry>();

  constructor(entries: readonly Entry[], { ordered = false, prompt = false }: HistoryOptions) {
    this.#isOrdered = ordered;
    this.#isPrompt = ordered && prompt;
    const last = new Map<string, Entry>();
    const sharers = new Set<string>();
    for (const entry of entries) {
      const { event } = entry;
      const { type, owner } = event;
      const before = last.get(owner);
      if (before !== undefined) this.#next.set(before, type);
      last.set(owner, entry);
      if (type === 'request') {
        if (event.mode === 'shared' && event.try !== true && event.deletes !== true) sharers.add(owner);
        else sharers.delete(owner);
      }
      const isOfHold = type === 'request' || type === 'grant' || type === 'release';
      if (isOfHold && sharers.has(owner)) this.#shared.add(entry);
    }
  }

  /** One of `open`, which are the first of their owners among what is `tied`; undefined if there is none. */
  first(machine: LockMachine, tied: readonly Entry[], open: readonly Entry[]): Entry | undefined {
    const asks = tied.some(({ event }) => event.type === 'request');
    const tells = tied.some(({ event }) => event.type === 'grant' && event.token !== undefined);
    const isFreeOfTokens = !tells || !(asks || this.#isPrompt);
    // Sharers come and go beside each other, in whatever order.
    const isCalm =
      !this.#isPrompt && isFreeOfTokens && machine.isCalm && tied.every((entry) => this.#shared.has(entry));
    const isEnding =
      !this.#isPrompt && tied.every(({ event: { type } }) => type === 'release' || type === 'grant');
    return open.find((entry) => {
      const { event } = entry;
      if (this.#isOrdered && isAnswer(event, machine)) return event.type !== 'grant' || isFreeOfTokens;
      if (this.#isOrdered && event.type === 'request' && event.try === true)
        return this.#isVain(entry, machine);
      // Where a request takes effect when it is granted, it only helps others to have been made early.
      if (!this.#isOrdered && event.type === 'request' && event.try !== true) return true;
      return isCalm || (isEnding && event.type === 'release');
    });
  }

  /** A try that is refused now changes nothing, so it may as well be now if it is refused. */
  #isVain(entry: Entry, machine: LockMachine): boolean {
    const { event } = entry;
    const isNow = !this.#isPrompt || machine.due === undefined;
    const isRefused = event.type === 'request' && this.#next.get(entry) === 'refuse';
    return isNow && isRefused && machine.refuses(event);
  }
}

/** The machine has answered so already, and the history only tells of it. */
function isAnswer({ type, owner }: HistoryEvent, machine: LockMachine): boolean {
  const answer = machine.answerTo(owner);
  if (type === 'grant') return answer === 'granted';
  if (type === 'refuse') return answer === 'refused';
  return type === 'remove' && answer === 'deleted';
}
