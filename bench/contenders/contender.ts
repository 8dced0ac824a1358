/**
 * What the benchmark asks of a library: one method for each thing it can do. What it does not offer, its
 * adapter leaves out, and the tables show a dash.
 *
 * The loops stand in the adapters, not in the harness, and use each library as its own documentation does: a
 * loop that all contenders shared would call through an adapter, and cost the fast ones more than they do.
 */

/** One cell of the tables, ready to be timed. */
export interface Trial {
  /** Prepares one call of `work`, off the clock. */
  before?(): void;
  /** Does the thing `times` times. */
  work(times: number): Promise<void> | void;
}

export interface Contender {
  readonly name: string;
  /** The npm package it comes from, where it comes from one. */
  readonly packageName?: string;
  /** `acquire` exclusive, awaited, then `release`, with nobody else there. */
  exclusive?(): Trial;
  /** The same, shared. */
  shared?(): Trial;
  /** A synchronous `tryAcquire`, then `release`. */
  try?(): Trial;
  /** A function run while the lock is held exclusive. */
  run?(): Trial;
  /** So many waiters line up behind a holder, and each lets go as soon as it is served. */
  handoff?(waiters: number): Trial;
  /** `exclusive`, each with a timeout of `TIMEOUT`: it need not wait, and none of them passes. */
  timeout?(): Trial;
  /** `handoff`, each waiter with a timeout of `TIMEOUT`, which does not pass. */
  timeouts?(waiters: number): Trial;
  /** The same as `handoff`, with a writer after every so many readers. */
  mixed?(waiters: number, writerEvery: number): Trial;
  /**
   * The same as `handoff`, but these waiters (by number, in this order) are cancelled before the holder lets
   * go.
   */
  cancel?(waiters: number, victims: readonly number[]): Trial;
  /** So many names acquired together, in the order given, and released; nobody else there. */
  together?(names: readonly string[]): Trial;
  /** One of so many names, by turns one of `picks`. */
  oneOf?(names: readonly string[], picks: readonly string[]): Trial;
  /** One name at each of the levels of a cluster, in order, and then all given back. */
  levels?(): Trial;
  /** For its weight: a lock that nobody uses. */
  idle?(): object;
  /**
   * For the weight of a request: a lock that is held. Each call of what it gives is one more exclusive
   * request that waits, and gives what the program has of it.
   */
  waiting?(): () => unknown;
}

/** One request: waits for its turn, and lets go at once. */
export type Take = (number: number) => Promise<void>;

/**
 * The crowd behind one holder. It has gone through when the last of it has: no lock here serves anybody after
 * the last who asked. (In a mixed crowd the last is a writer, who comes after everybody in every lock.)
 */
export function crowd(waiters: number, hold: () => Promise<() => void>, take: Take): Trial {
  return {
    async work(times) {
      for (let time = 0; time < times; time += 1) {
        const letGo = await hold();
        let last: Promise<void> | undefined;
        for (let number = 0; number < waiters; number += 1) last = take(number);
        letGo();
        await last;
      }
    },
  };
}

/** What became of a crowd; the takers count, and the crowd looks whether all of it is there. */
export interface Tally {
  served: number;
  cancelled: number;
}

/**
 * A crowd of which some give up. The controllers are made off the clock: on Node 20 one costs more than a
 * waiter, and it is the caller's. Listening and the abort itself are timed: they belong to every
 * cancellation.
 */
export function cancelledCrowd(
  waiters: number,
  victims: readonly number[],
  hold: () => Promise<() => void>,
  take: (signal: AbortSignal | undefined, tally: Tally) => Promise<void>,
): Trial {
  const isVictim = new Set(victims);
  let lastServed = waiters - 1;
  while (isVictim.has(lastServed)) lastServed -= 1;
  let signals: (AbortSignal | undefined)[] = [];
  let controllers: AbortController[] = [];
  return {
    before() {
      controllers = victims.map(() => new AbortController());
      signals = Array<undefined>(waiters).fill(undefined);
      for (const [index, victim] of victims.entries()) signals[victim] = controllers[index]?.signal;
    },
    async work() {
      const tally: Tally = { served: 0, cancelled: 0 };
      const letGo = await hold();
      let last: Promise<void> | undefined;
      for (let number = 0; number < waiters; number += 1) {
        const taken = take(signals[number], tally);
        if (number === lastServed) last = taken;
      }
      for (const controller of controllers) controller.abort(GIVEN_UP);
      letGo();
      await last;
      if (tally.cancelled !== victims.length || tally.served !== waiters - victims.length) {
        throw new Error(`${tally.served} were served and ${tally.cancelled} cancelled, of ${waiters}`);
      }
    },
  };
}

/**
 * Milliseconds. Longer than any stall of the machine, for there are locks that break when it passes; and no
 * longer than that, for there are locks that leave their timers to themselves.
 */
export const TIMEOUT = 2_000;

/** What is run under a lock. */
export const doNothing = async (): Promise<void> => {};

/** One reason for all, so that making it is not timed. */
export const GIVEN_UP = new Error('given up');
