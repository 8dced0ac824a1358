/**
 * Writes job files for `lockchart run`, the same bytes every time:
 *
 *     npx tsx examples/generate-workload.ts day > examples/day.jsonl
 *
 * `day` is 24 hours of the base mix: 400 jobs an hour, of which the watcher sends 8 every five minutes (one
 * a node group) and the rest arrive as a Poisson process. THE SEED OF examples/day.jsonl IS 20140522.
 *
 * Each kind of choice draws from a stream of its own, so that a later column of the table (the locks of
 * other levels) adds draws without moving the arrivals, operations or durations that are there today.
 */
import { pathToFileURL } from 'node:url';
import type { Job } from '../src/cli/run/job.ts';
import {
  DURATION_RANGES_MS,
  type DurationClass,
  OPERATIONS,
  type Operation,
  WATCHER_OPERATION,
} from './operations.ts';

export const DAY_SEED = 20_140_522;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const JOBS_AN_HOUR = 400;
const WATCHER_EVERY_MS = 5 * 60_000;
const NODE_GROUPS = 8;
const WATCHER_JOBS_AN_HOUR = (NODE_GROUPS * HOUR_MS) / WATCHER_EVERY_MS;

/** The sum of the original's series of lock attempts, after which a job stops waiting at its priority. */
const TIMEOUT_MS = 1_800_000;

const PRIORITY = { low: 10, normal: 0, high: -10 } as const;

type Random = () => number;

interface Arrival {
  readonly at: number;
  readonly operation: Operation;
  readonly priority: number;
}

/** A day of the base mix, in order of arrival; the number in an id is the number of its line. */
export function generateDay(seed: number = DAY_SEED): Job[] {
  const durations = randomStream(seed, 'durations');
  const arrivals = [...watcherArrivals(), ...randomArrivals(seed)].toSorted((a, b) => a.at - b.at);
  return arrivals.map(({ at, operation, priority }, index) => ({
    id: `${operation.name}-${String(index + 1).padStart(5, '0')}`,
    arrival: at,
    duration: drawDuration(operation.duration, durations),
    // The default is left out: it would be nine lines in ten, and a seventh of the file.
    ...(priority === PRIORITY.normal ? {} : { priority }),
    timeout: TIMEOUT_MS,
    locks: [{ level: 'cluster', names: ['BGL'], mode: operation.bgl }],
  }));
}

export function toJsonLines(jobs: readonly Job[]): string {
  return jobs.map((job) => `${JSON.stringify(job)}\n`).join('');
}

function watcherArrivals(): Arrival[] {
  const rounds = Array.from({ length: DAY_MS / WATCHER_EVERY_MS }, (_, round) => round * WATCHER_EVERY_MS);
  return rounds.flatMap((at) =>
    Array.from({ length: NODE_GROUPS }, () => ({ at, operation: WATCHER_OPERATION, priority: PRIORITY.low })),
  );
}

function randomArrivals(seed: number): Arrival[] {
  const gaps = randomStream(seed, 'arrivals');
  const kinds = randomStream(seed, 'operations');
  const priorities = randomStream(seed, 'priorities');
  const meanGapMs = HOUR_MS / (JOBS_AN_HOUR - WATCHER_JOBS_AN_HOUR);
  const draw = operationDrawer(OPERATIONS);
  const arrivals: Arrival[] = [];
  for (let at = 0; ; ) {
    at += -Math.log(1 - gaps()) * meanGapMs;
    if (at >= DAY_MS) return arrivals;
    arrivals.push({ at: Math.floor(at), operation: draw(kinds), priority: drawPriority(priorities) });
  }
}

function operationDrawer(operations: readonly Operation[]): (random: Random) => Operation {
  const total = operations.reduce((sum, { share }) => sum + share, 0);
  return (random) => {
    let left = random() * total;
    for (const operation of operations) {
      left -= operation.share;
      if (left < 0) return operation;
    }
    // Subtracting shares one by one may leave a rounding crumb after the last row.
    return operations.at(-1) as Operation;
  };
}

function drawPriority(random: Random): number {
  const percent = random() * 100;
  if (percent < 5) return PRIORITY.low;
  return percent < 10 ? PRIORITY.high : PRIORITY.normal;
}

function drawDuration(name: DurationClass, random: Random): number {
  const [low, high] = DURATION_RANGES_MS[name];
  return Math.floor(low * (high / low) ** random());
}

/** Mulberry32: 32 bits of state, good enough for a workload and the same on every machine. */
function randomStream(seed: number, purpose: string): Random {
  let state = [...purpose].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 16_777_619), seed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function main(workload: string | undefined): void {
  if (workload === 'day') {
    process.stdout.write(toJsonLines(generateDay()));
    return;
  }
  process.stderr.write('usage: npx tsx examples/generate-workload.ts day > examples/day.jsonl\n');
  process.exitCode = 2;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main(process.argv[2]);
