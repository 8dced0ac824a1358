/**
 * Waiting for signals. However many requests wait with one signal, it has one listener of ours: platforms
 * warn of a leak when a signal has many, and a program's shutdown signal may be given to every acquire.
 */

interface Listening {
  readonly callbacks: Set<() => void>;
  readonly listener: () => void;
}

const listening = new WeakMap<AbortSignal, Listening>();

/** Calls `callback` once `signal` is aborted, in the order in which they were given. */
export function onAbort(signal: AbortSignal, callback: () => void): void {
  const known = listening.get(signal);
  if (known !== undefined) {
    known.callbacks.add(callback);
    return;
  }
  const callbacks = new Set([callback]);
  const listener = (): void => {
    for (const each of callbacks) each();
  };
  // First, because a signal of another kind may call at once.
  listening.set(signal, { callbacks, listener });
  signal.addEventListener('abort', listener);
}

/** Takes the callback back, and the listener with the last of them. */
export function offAbort(signal: AbortSignal, callback: () => void): void {
  const known = listening.get(signal);
  if (known === undefined || !known.callbacks.delete(callback) || known.callbacks.size > 0) return;
  listening.delete(signal);
  signal.removeEventListener('abort', known.listener);
}
