/**
 * Does to a live lock, through its public promises, what a command does to its machine; and remembers what
 * was said of each request.
 */

import type { LockCommand, RequestId } from '../../src/core/shared-lock/commands.ts';
import {
  type Clock,
  type Hold,
  type LockEngine,
  LockError,
  LockUsageError,
  SharedLock,
} from '../../src/index.node.ts';

/** What came of something that was asked: nothing yet, or a word. */
export interface Outcome {
  said: string | null;
  hold?: Hold;
}

type Ask = Extract<LockCommand, { type: 'lock.acquire' | 'lock.delete' }>;

/** What a signal that aborts gives as its reason. */
const ABORT = 'abort';

export class LockDriver {
  readonly lock: SharedLock;
  readonly clock = new Bells();
  /** By request: the last that had this id. */
  readonly asked = new Map<RequestId, Outcome>();
  readonly #signals = new Map<RequestId, AbortController>();

  constructor(engine: LockEngine | undefined) {
    this.lock = new SharedLock('driven', { engine, clock: this.clock });
  }

  /** Gives what it says, which may come later. */
  perform(command: LockCommand): Outcome {
    switch (command.type) {
      case 'lock.acquire':
      case 'lock.delete':
        return this.#ask(command);
      case 'lock.release':
        return called(() => this.lock.release({ owner: command.owner ?? undefined }));
      case 'lock.downgrade':
        return called(() => this.lock.downgrade({ owner: command.owner ?? undefined }));
      case 'lock.close':
        return called(() => this.lock.close());
      case 'lock.cancel':
        if (command.reason === 'timeout') this.clock.ring(timeoutOf(command));
        else this.#signals.get(command.request)?.abort(ABORT);
        return { said: 'done' };
      case 'lock.raise':
        this.clock.ring(raiseOf(command));
        return { said: 'done' };
    }
  }

  #ask(command: Ask): Outcome {
    const { owner, request, priority } = command;
    const controller = new AbortController();
    const options = {
      owner: owner ?? undefined,
      priority,
      signal: controller.signal,
      timeout: command.try ? 0 : timeoutOf(command),
      raise: { after: raiseOf(command), to: 0 },
    };
    const outcome: Outcome = { said: null };
    this.asked.set(request, outcome);
    this.#signals.set(request, controller);
    const answer: Promise<Hold | undefined> =
      command.type === 'lock.acquire'
        ? this.lock.acquire({ ...options, mode: command.mode })
        : this.lock.delete(options).then(() => undefined);
    answer.then(
      (hold) => Object.assign(outcome, { said: hold === undefined ? 'deleted' : 'granted', hold }),
      (error: unknown) => Object.assign(outcome, { said: wordOf(error) }),
    );
    return outcome;
  }
}

/** Timers are told apart by their length. */
const timeoutOf = ({ request }: { readonly request: RequestId }): number => 1000 + request;
const raiseOf = ({ request }: { readonly request: RequestId }): number => 2000 + request;

function called(call: () => void): Outcome {
  try {
    call();
    return { said: 'done' };
  } catch (error) {
    return { said: wordOf(error) };
  }
}

/** The code of a lock's error, or the reason of a signal. */
function wordOf(error: unknown): string {
  if (error instanceof LockError || error instanceof LockUsageError) return error.code;
  if (error === ABORT) return ABORT;
  throw error;
}

/** A clock whose timers fire when they are rung. */
export class Bells implements Clock {
  readonly timers = new Map<object, { readonly ms: number; readonly callback: () => void }>();

  now(): number {
    return 0;
  }

  setTimeout(callback: () => void, ms: number): object {
    const timer = {};
    this.timers.set(timer, { ms, callback });
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.timers.delete(timer as object);
  }

  /** Fires the one timer of this length. */
  ring(ms: number): void {
    const [bell, ...others] = [...this.timers].filter(([, timer]) => timer.ms === ms);
    if (bell === undefined || others.length > 0) throw new Error(`there is not one timer of ${ms} ms`);
    this.timers.delete(bell[0]);
    bell[1].callback();
  }
}
