/**
 * The rows of the main table: what each times, and which of a contender's methods does it.
 */
import type { Contender, Trial } from './contenders/contender.ts';
import { randomFrom } from './random.ts';

export interface Row {
  readonly id: string;
  readonly title: string;
  /** One operation, in words. */
  readonly operation: string;
  /** In one turn of the trial. */
  readonly operations: number;
  /** The contender that the others are compared with; the fastest of the peers unless given. */
  readonly beside?: string;
  /** Undefined where the contender does not offer it. */
  trial(contender: Contender): Trial | undefined;
}

const WAITERS = 1_000;
const READERS = 1_000;
const WRITERS = 10;
const WRITER_EVERY = READERS / WRITERS + 1;

/** What there is without lock sets: single locks, which the program itself takes in order. */
export const SINGLE_LOCKS = 'lockchart, single locks';

const TEN = namesOf(10);
const MANY = namesOf(10_000);
const random = randomFrom(1);
const PICKS = Array.from({ length: 4_096 }, () => MANY[Math.floor(random() * MANY.length)] ?? '');

export function namesOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, number) => `member-${String(number).padStart(6, '0')}`);
}

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
    id: 'timeout',
    title: 'timeout',
    operation: 'acquire exclusive with a timeout, awaited, and release; nobody else there',
    operations: 1,
    trial: (contender) => contender.timeout?.(),
  },
  {
    id: 'timeouts',
    title: 'timeouts',
    operation: `one of ${WAITERS.toLocaleString('en')} exclusive waiters with a timeout each, which does not pass`,
    operations: WAITERS,
    trial: (contender) => contender.timeouts?.(WAITERS),
  },
  {
    id: 'mixed',
    title: 'readers',
    operation: `one of ${READERS.toLocaleString('en')} readers and ${WRITERS} writers that ask at once`,
    operations: READERS + WRITERS,
    trial: (contender) => contender.mixed?.(READERS + WRITERS, WRITER_EVERY),
  },
  {
    id: 'together',
    title: '10 names',
    operation: `${TEN.length} names of a lock set acquired together, awaited, and released; nobody else there`,
    operations: 1,
    beside: SINGLE_LOCKS,
    trial: (contender) => contender.together?.(TEN),
  },
  {
    id: 'one-of-many',
    title: '1 of 10,000',
    operation: `one of ${MANY.length.toLocaleString('en')} names, at random: acquire, awaited, and release`,
    operations: 1,
    trial: (contender) => contender.oneOf?.(MANY, PICKS),
  },
  {
    id: 'levels',
    title: '7 levels',
    operation: 'a keyring acquires one name at each of the 7 levels of a cluster, and is closed',
    operations: 1,
    beside: SINGLE_LOCKS,
    trial: (contender) => contender.levels?.(),
  },
];
