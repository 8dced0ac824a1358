/**
 * Judges a log of any lock: whether requests, grants, refusals and releases can have happened as they stand
 * there.
 */
import type { HistoryEvent, HistoryOptions, HistoryVerdict } from './events.ts';

export function checkHistory(_events: Iterable<HistoryEvent>, _options: HistoryOptions = {}): HistoryVerdict {
  throw new Error('not there yet');
}
