/**
 * What costs something before any lock does: `await` itself. Every figure is also given as a ratio to these.
 *
 * `await {}` is the nearer one: an acquire that gives a hold has to make a promise and await it.
 */
import { type Contender, cancelledCrowd, crowd, doNothing } from './contender.ts';

const resolved = Promise.resolve();

export const floors = {
  resolved: {
    name: 'await resolved promise',
    exclusive: () => ({
      async work(times) {
        for (let time = 0; time < times; time += 1) await resolved;
      },
    }),
  },
  object: {
    name: 'await Promise.resolve({})',
    exclusive: () => ({
      async work(times) {
        for (let time = 0; time < times; time += 1) await Promise.resolve({});
      },
    }),
  },
} as const satisfies Record<string, Contender>;

export type Floor = keyof typeof floors;

/** What is run, with no lock. */
export const functionAlone: Contender = {
  name: 'await fn()',
  run: () => ({
    async work(times) {
      for (let time = 0; time < times; time += 1) await doNothing();
    },
  }),
};

/** No lock either, but what any `run` written as an async function awaits: its turn, and what it runs. */
export const twoAwaits: Contender = {
  name: 'await its turn, then fn()',
  run: () => ({
    async work(times) {
      for (let time = 0; time < times; time += 1) await inTurn(doNothing);
    },
  }),
};

async function inTurn(fn: () => Promise<void>): Promise<void> {
  await Promise.resolve({});
  // As `run` has to, which lets go only afterwards.
  await fn();
}

/** A crowd with no lock: each waits for a promise that the one before it resolves. */
export const promisesAlone: Contender = {
  name: 'promises alone, no lock',
  handoff: (waiters) => {
    const line = new Line();
    return crowd(waiters, line.hold, async () => {
      await line.turn();
      line.next();
    });
  },
  cancel: (waiters, victims) => {
    const line = new Line();
    return cancelledCrowd(waiters, victims, line.hold, async (signal, tally) => {
      try {
        await line.turn(signal);
        line.next();
        tally.served += 1;
      } catch {
        tally.cancelled += 1;
      }
    });
  },
};

class Line {
  readonly #turns: (() => void)[] = [];
  #served = 0;

  readonly hold = async (): Promise<() => void> => {
    this.#turns.length = 0;
    this.#served = 0;
    return () => this.next();
  };

  turn(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal === undefined) this.#turns.push(resolve);
      else signal.addEventListener('abort', () => reject(signal.reason));
    });
  }

  next(): void {
    const turn = this.#turns[this.#served];
    this.#served += 1;
    turn?.();
  }
}
