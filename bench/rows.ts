/**
 * The rows of the main table: what each times, and which of a contender's methods does it.
 */
import type { Contender, Trial } from './contenders/contender.ts';

export interface Row {
  readonly id: string;
  readonly title: string;
  /** One operation, in words. */
  readonly operation: string;
  /** In one turn of the trial. */
  readonly operations: number;
  /** Undefined where the contender does not offer it. */
  trial(contender: Contender): Trial | undefined;
}

const WAITERS = 1_000;
const READERS = 1_000;
const WRITERS = 10;
const WRITER_EVERY = READERS / WRITERS + 1;

export const rows: readonly Row[] = [
  {
    id: 'exclusive',
    title: 'exclusive',
    operation: 'acquire exclusive, awaited, and release; nobody else there',
    operations: 1,
    trial: (contender) => contender.exclusive?.(),
  },
  {
    id: 'shared',
    title: 'shared',
    operation: 'acquire shared, awaited, and release; nobody else there',
    operations: 1,
    trial: (contender) => contender.shared?.(),
  },
  {
    id: 'try',
    title: 'try',
    operation: 'tryAcquire and release, synchronous',
    operations: 1,
    trial: (contender) => contender.try?.(),
  },
  {
    id: 'run',
    title: 'run',
    operation: 'an async function that does nothing, run while the lock is held exclusive',
    operations: 1,
    trial: (contender) => contender.run?.(),
  },
  {
    id: 'handoff',
    title: 'handoff',
    operation: `one of ${WAITERS.toLocaleString('en')} exclusive waiters: asks, is granted, releases`,
    operations: WAITERS,
    trial: (contender) => contender.handoff?.(WAITERS),
  },
  {
    id: 'mixed',
    title: 'readers',
    operation: `one of ${READERS.toLocaleString('en')} readers and ${WRITERS} writers that ask at once`,
    operations: READERS + WRITERS,
    trial: (contender) => contender.mixed?.(READERS + WRITERS, WRITER_EVERY),
  },
];
