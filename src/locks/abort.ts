/**
 * Waiting for signals. However many requests wait with one signal, it has one listener of ours: platforms
 * warn of a leak when a signal has many, and a program's shutdown signal may be given to every acquire.
 */

/** Who waits with a signal. */
export interface Abortable {
  aborted(): void;
}

interface Listening {
  readonly waiting: Set<Abortable>;
  readonly listener: () => void;
}

const listening = new WeakMap<AbortSignal, Listening>();

/** Tells `who` once `signal` is aborted, in the order in which they came. */
export function onAbort(signal: AbortSignal, who: Abortable): void {
  const known = listening.get(signal);
  if (known !== undefined) {
    known.waiting.add(who);
    return;
  }
  const waiting = new Set([who]);
  const listener = (): void => {
    for (const each of waiting) each.aborted();
  };
  // First, because a signal of another kind may call at once.
  listening.set(signal, { waiting, listener });
  signal.addEventListener('abort', listener);
}

/** Tells `who` no more, and takes the listener back with the last of them. */
export function offAbort(signal: AbortSignal, who: Abortable): void {
  const known = listening.get(signal);
  if (known === undefined || !known.waiting.delete(who) || known.waiting.size > 0) return;
  listening.delete(signal);
  signal.removeEventListener('abort', known.listener);
}
