/**
 * The queue of a lock by itself, against a list that is sorted anew for every question.
 */
import fc from 'fast-check';
import { test } from 'vitest';
import { queueIsTheList } from './queue.runs.ts';

/** On a broken queue: shrinking such long runs goes on for very long, and a line may have no end. */
const limits = { interruptAfterTimeLimit: 30_000, markInterruptAsFailure: true };

test('the queue is the list, whatever comes and goes', () => {
  fc.assert(queueIsTheList, { numRuns: 150, ...limits });
});
