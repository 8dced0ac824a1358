/**
 * Lets one owner, ann, walk through a live lock set, while others hold every lock that she does not have, and
 * let go when her machine says that she is granted it. All of it goes through public promises.
 */
import type { LockSetCommand } from '../../src/core/lock-set/commands.ts';
import {
  ALL,
  type LockEngine,
  LockError,
  LockSet,
  type LockSetSnapshot,
  LockUsageError,
  type SetHold,
} from '../../src/index.node.ts';

export const MEMBERS = ['a', 'b'] as const;

/** How locks are called in snapshots; the set lock is 0, and what is added is 3. */
export const lockName = (lock: number): string => ['[lockset]', ...MEMBERS, 'c'][lock] ?? '';

/** What came of an operation: nothing yet, or a word, and names. */
export interface Outcome {
  said: string | null;
  names: readonly string[];
}

const ABORT = 'abort';
const ANN = { owner: 'ann' };
const keeperOf = (name: string) => ({ owner: `keeper of ${name}` });

export class SetDriver {
  readonly set: LockSet;
  readonly #signals: AbortController[] = [];

  constructor(engine: LockEngine | undefined) {
    this.set = new LockSet('driven', MEMBERS, { engine });
  }

  /** The others take whatever is free. Members first: then all that is left to take is the set lock. */
  async keep(): Promise<void> {
    for (const { name, state } of this.set.snapshot().members) {
      if (state === 'free') await this.set.acquire(name, keeperOf(name));
    }
    if (this.set.snapshot().setLock.state !== 'free') return;
    const { names } = await this.set.acquire(ALL, { ...keeperOf(lockName(0)), opportunistic: true });
    if (names.length > 0) throw new Error(`nobody kept ${names.join()}`);
  }

  /** The other lets go. */
  free(name: string): void {
    if (this.set.isOwned(keeperOf(name))) this.set.release(ALL, keeperOf(name));
  }

  /** The other ends the member that it keeps. */
  async end(name: string): Promise<void> {
    await this.set.remove(name, keeperOf(name));
  }

  /** Ann gives up whatever she waits for. */
  abort(): void {
    for (const signal of this.#signals.splice(0)) signal.abort(ABORT);
  }

  /** Ann asks for something. Gives what it comes to, which may be later. */
  perform(command: LockSetCommand): Outcome {
    const outcome: Outcome = { said: null, names: [] };
    this.#ask(command).then(
      (names) => Object.assign(outcome, { said: 'done', names }),
      (error: unknown) => Object.assign(outcome, { said: wordOf(error) }),
    );
    return outcome;
  }

  async #ask(command: LockSetCommand): Promise<readonly string[]> {
    const controller = new AbortController();
    this.#signals.push(controller);
    const how = { ...ANN, signal: controller.signal };
    switch (command.type) {
      case 'set.acquire': {
        const { mode, opportunistic } = command;
        const timeout = command.try ? 0 : undefined;
        return namesOf(
          await this.set.acquire(command.names ?? ALL, { ...how, mode, opportunistic, timeout }),
        );
      }
      case 'set.add':
        return namesOf(await this.set.add(command.names, { ...how, acquire: command.acquire ?? undefined }));
      case 'set.remove':
        return this.set.remove(command.names, how);
      case 'set.names':
        return this.set.names(how);
      case 'set.release':
        this.set.release(command.names ?? ALL, ANN);
        return [];
      case 'set.downgrade':
        this.set.downgrade(command.names ?? ALL, ANN);
        return [];
      default:
        throw new Error(`nobody asks for '${command.type}'`);
    }
  }
}

/** Where ann stands, as a snapshot shows it. */
export function standing({ setLock, members }: LockSetSnapshot) {
  const locks = [setLock, ...members];
  const isAnn = ({ owner }: { readonly owner: string | null }): boolean => owner === ANN.owner;
  return {
    holds: locks.flatMap(({ name, holders }) => holders.filter(isAnn).map(({ mode }) => `${name} ${mode}`)),
    waits: locks
      .filter(({ queue }) => queue.some(({ owners }) => owners.includes(ANN.owner)))
      .map(({ name }) => name),
  };
}

const namesOf = ({ names }: SetHold): readonly string[] => names;

/** The code of a lock's error, or the reason of a signal. */
function wordOf(error: unknown): string {
  if (error instanceof LockError || error instanceof LockUsageError) return error.code;
  if (error === ABORT) return ABORT;
  throw error;
}
