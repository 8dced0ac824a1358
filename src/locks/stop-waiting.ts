/**
 * What a wait has set to end or speed it, stopped when it is over.
 */
import { type Abortable, offAbort } from './abort.ts';

/** What runs by a clock, and can be stopped. */
interface Timed {
  cancel(): void;
}

/**
 * What cannot be stopped does no harm: a cancel that comes late changes nothing. So a clock or a signal that
 * fails here is nobody's business, least of all of whoever released the lock.
 */
export function stopWaiting(
  signal: AbortSignal | undefined,
  who: Abortable,
  deadline: Timed | undefined,
  raising?: Timed | undefined,
): void {
  try {
    deadline?.cancel();
  } catch {}
  try {
    raising?.cancel();
  } catch {}
  try {
    if (signal !== undefined) offAbort(signal, who);
  } catch {}
}
