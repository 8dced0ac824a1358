/**
 * What lockchart is to reach, as data. A ratio is that of two times in one round, and then the median of all
 * rounds; the functions that say what is divided by what are those of outcomes.ts.
 */
import { PAIR } from './contenders/lockchart.ts';
import {
  bytes,
  fastest,
  floor,
  growthOfWaiters,
  imported,
  kilobytes,
  type Measure,
  megabytesOfMillion,
  ofFewMembers,
  ratio,
  speedup,
  sum,
  timers,
  transitions,
} from './outcomes.ts';

export interface Target {
  readonly what: string;
  /** How the figure has to be to the limit; null for one that is only reported. */
  readonly sign: '≤' | '<' | '≥' | null;
  readonly limit: number;
  readonly unit: string;
  readonly measure: Measure;
}

/** Their acquire resolves with nothing, and anybody may release. */
const GIVE_NOTHING = ['async-await-mutex-lock', 'async-sema'];

const FLOOR = '× await Promise.resolve({})';
const EXCLUSIVE = 'exclusive acquire + release, awaited, nobody else';
const SHARED = 'shared acquire + release';
const KEYS = '10,000 keys at random, one name of a LockSet';
const MILLION = 'a million locks in one set, 1,000 owners at work';

/** In the order in which they are printed; several may be of one row. */
export const targets: readonly Target[] = [
  { what: EXCLUSIVE, sign: '≤', limit: 1.35, unit: FLOOR, measure: ratio('exclusive', floor('object')) },
  {
    what: EXCLUSIVE,
    sign: '<',
    limit: 1,
    unit: '× any peer that gives a hold',
    measure: ratio('exclusive', fastest({ but: GIVE_NOTHING })),
  },
  {
    what: EXCLUSIVE,
    sign: '≤',
    limit: 1.5,
    unit: '× the peers that give nothing',
    measure: ratio('exclusive', fastest({ of: GIVE_NOTHING })),
  },
  {
    what: EXCLUSIVE,
    sign: '≥',
    limit: 8,
    unit: 'times as fast as async-mutex',
    measure: speedup('exclusive', fastest({ of: ['async-mutex'] })),
  },
  { what: SHARED, sign: '≤', limit: 1.35, unit: FLOOR, measure: ratio('shared', floor('object')) },
  { what: SHARED, sign: '<', limit: 1, unit: '× any peer', measure: ratio('shared', fastest()) },
  {
    what: 'run(mode, fn), fn async',
    sign: '≤',
    limit: 1.3,
    unit: '× await fn() and the pair above',
    measure: ratio('run', sum('await fn()', PAIR)),
  },
  {
    what: 'tryAcquire + release, synchronous',
    sign: '≤',
    limit: 1,
    unit: '× async-sema',
    measure: ratio('try', fastest({ of: ['async-sema'] })),
  },
  {
    what: 'handoff, 1,000 waiters',
    sign: '≤',
    limit: 1.2,
    unit: '× the fastest peer',
    measure: ratio('handoff', fastest()),
  },
  {
    what: 'handoff, a waiter of 100,000',
    sign: '≤',
    limit: 1.5,
    unit: '× one of 1,000',
    measure: growthOfWaiters,
  },
  {
    what: '1,000 readers and 10 writers',
    sign: '≤',
    limit: 0.8,
    unit: '× rwlock',
    measure: ratio('mixed', fastest({ of: ['rwlock'] })),
  },
  { what: 'acquire with a timeout, granted at once', sign: '≤', limit: 0, unit: 'timers', measure: timers },
  {
    what: '1,000 waiters with a timeout each',
    sign: '<',
    limit: 1,
    unit: '× any peer with timeouts',
    measure: ratio('timeouts', fastest()),
  },
  {
    what: KEYS,
    sign: '≤',
    limit: 1.5,
    unit: '× the fastest keyed peer',
    measure: ratio('one-of-many', fastest()),
  },
  {
    what: KEYS,
    sign: '≥',
    limit: 2,
    unit: 'times as fast as async-lock',
    measure: speedup('one-of-many', fastest({ of: ['async-lock'] })),
  },
  {
    what: 'a set of 10 names, nobody else',
    sign: '≤',
    limit: 10,
    unit: '× one lock',
    measure: ratio('together', sum('lockchart, one lock')),
  },
  { what: 'memory of an idle lock', sign: '≤', limit: 112, unit: 'bytes', measure: bytes('idle') },
  { what: 'memory of a waiting request', sign: '≤', limit: 280, unit: 'bytes', measure: bytes('waiting') },
  {
    what: 'size of SharedLock alone',
    sign: '≤',
    limit: 4,
    unit: 'kB gzip',
    measure: kilobytes('SharedLock alone'),
  },
  {
    what: 'size of everything in the main entry',
    sign: '≤',
    limit: 9,
    unit: 'kB gzip',
    measure: kilobytes('everything in the main entry'),
  },
  { what: 'import of the main entry', sign: '<', limit: 5, unit: 'ms', measure: imported },
  { what: MILLION, sign: '≤', limit: 512, unit: 'MB', measure: megabytesOfMillion },
  {
    what: MILLION,
    // The thousand names in use are spread over the memory of a million: caches see that, algorithms do not.
    sign: '≤',
    limit: 1.5,
    unit: '× the same in a set of 1,000',
    measure: ofFewMembers('many'),
  },
  {
    what: 'XState engine, exclusive acquire + release',
    sign: null,
    limit: 0,
    unit: '× compiled',
    measure: ratio('exclusive', sum('lockchart'), 'lockchart, xstate engine'),
  },
  {
    what: 'explorer on the lock model, one thread',
    sign: '≥',
    limit: 200_000,
    unit: 'transitions a second',
    measure: transitions,
  },
];
