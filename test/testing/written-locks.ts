/**
 * A lock of readers and writers that shares no code with ours, for tests of the kit: sound, or with one thing
 * wrong.
 */
import type { KitAsk, KitHold, KitLock, KitMode } from '../../src/testing.ts';

interface Waiter {
  readonly mode: KitMode;
  readonly grant: () => void;
}

export interface Wrong {
  /** Nobody is let in when one of this mode gives up. */
  readonly lost?: KitMode;
  /** One of this mode that gave up is let in all the same, and never lets go. */
  readonly counted?: KitMode;
  /** Who has given up still counts against the bound. */
  readonly remembers?: boolean;
  /** A try does not look at who waits. */
  readonly barges?: boolean;
}

export type QueuedLock = Required<Pick<KitLock, 'acquire' | 'tryAcquire' | 'run'>>;

/** First come, first served; readers together; so many wait at most. */
export function queued(wrong: Wrong = {}, most = Number.POSITIVE_INFINITY): QueuedLock {
  const { lost, counted, remembers, barges } = wrong;
  let readers = 0;
  let gone = 0;
  let writes = false;
  const queue: Waiter[] = [];
  const fits = (mode: KitMode): boolean => !writes && (mode === 'shared' || readers === 0);
  const take = (mode: KitMode): KitHold => {
    if (mode === 'shared') readers += 1;
    else writes = true;
    let isReleased = false;
    return {
      release() {
        if (isReleased) return;
        isReleased = true;
        if (mode === 'shared') readers -= 1;
        else writes = false;
        letIn();
      },
    };
  };
  const letIn = (): void => {
    for (let [head] = queue; head !== undefined && fits(head.mode); [head] = queue) {
      queue.shift();
      head.grant();
    }
  };
  const acquire = ({ mode, timeout, signal }: KitAsk): Promise<KitHold> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      if (queue.length === 0 && fits(mode)) return resolve(take(mode));
      if (queue.length + gone >= most) return reject(new Error('too many wait'));
      const giveUp = (why: unknown): void => {
        clear();
        if (remembers === true) gone += 1;
        if (counted !== mode) queue.splice(queue.indexOf(waiter), 1);
        if (lost !== mode) letIn();
        reject(why);
      };
      const timer = timeout === undefined ? undefined : setTimeout(() => giveUp(new Error('late')), timeout);
      const abort = (): void => giveUp(signal?.reason);
      signal?.addEventListener('abort', abort);
      const clear = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      };
      const waiter = {
        mode,
        grant() {
          clear();
          resolve(take(mode));
        },
      };
      queue.push(waiter);
      return undefined;
    });
  return {
    acquire,
    tryAcquire: ({ mode }) =>
      (barges === true || queue.length === 0) && fits(mode) ? take(mode) : undefined,
    async run(asked, body) {
      const hold = await acquire(asked);
      try {
        return await body();
      } finally {
        hold.release();
      }
    },
  };
}
