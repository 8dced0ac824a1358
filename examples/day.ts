/**
 * `day`: 24 hours of the base mix, 400 jobs an hour, of which the watcher sends 8 every five minutes (one a
 * node group) and the rest arrive as a Poisson process.
 */
import { Cluster } from './cluster.ts';
import { DURATION_RANGES_MS, OPERATIONS, type Operation, WATCHER_OPERATION } from './operations.ts';
import { drawBetween, type Random, randomStream } from './random.ts';
import { type Call, type Line, Script } from './script.ts';

export const HOUR_MS = 3_600_000;

const JOBS_AN_HOUR = 400;
const WATCHER_EVERY_MS = 5 * 60_000;
const NODE_GROUPS = 8;
const WATCHER_JOBS_AN_HOUR = (NODE_GROUPS * HOUR_MS) / WATCHER_EVERY_MS;

/** The sum of the original's series of lock attempts, after which a job stops waiting at its priority. */
export const TIMEOUT_MS = 1_800_000;

/**
 * How long a job holds on to what it has while it waits for more, if that is much: then it gives everything
 * back and asks anew. The original does so after 15 s at most, whatever a job takes.
 */
const ATTEMPT_MS = { exclusive: 120_000, shared: 480_000 } as const;

/** So many give up long before; where the original has users who cancel a job that waits. */
const IMPATIENT_SHARE = 0.02;
const IMPATIENCE_MS = [1_000, 60_000] as const;

export const PRIORITY = { low: 10, normal: 0, high: -10 } as const;

/** A day of the base mix. */
export function generateDay(seed: number): Line[] {
  const script = new Script(new Cluster(randomStream(seed, 'cluster')));
  for (const call of baseMix(seed, 24 * HOUR_MS)) script.add(call);
  return script.lines;
}

/** The base mix for so long, in order of arrival; `rate` is a share of its jobs at random. */
export function baseMix(seed: number, spanMs: number, rate = 1): Call[] {
  const durations = randomStream(seed, 'durations');
  const patience = randomStream(seed, 'patience');
  return [...watcherCalls(spanMs), ...randomCalls(seed, spanMs, rate)]
    .toSorted((a, b) => a.at - b.at)
    .map((call) => ({
      ...call,
      duration: drawBetween(DURATION_RANGES_MS[call.operation.duration], durations),
      ...attemptOf(call.operation),
      timeout: patience() < IMPATIENT_SHARE ? drawBetween(IMPATIENCE_MS, patience) : TIMEOUT_MS,
    }));
}

/** One verification a node group, at LOW, every five minutes. */
export function watcherCalls(spanMs: number): Call[] {
  const rounds = Array.from({ length: Math.ceil(spanMs / WATCHER_EVERY_MS) }, (_, round) => round);
  return rounds.flatMap((round) =>
    Array.from({ length: NODE_GROUPS }, (_, group) => ({
      operation: WATCHER_OPERATION,
      at: round * WATCHER_EVERY_MS,
      duration: 0,
      priority: PRIORITY.low,
      about: { group: `g${group + 1}` },
    })),
  );
}

function randomCalls(seed: number, spanMs: number, rate: number): Call[] {
  const gaps = randomStream(seed, 'arrivals');
  const kinds = randomStream(seed, 'operations');
  const priorities = randomStream(seed, 'priorities');
  const meanGapMs = HOUR_MS / (JOBS_AN_HOUR - WATCHER_JOBS_AN_HOUR) / rate;
  const draw = operationDrawer(OPERATIONS);
  const calls: Call[] = [];
  for (let at = 0; ; ) {
    at += -Math.log(1 - gaps()) * meanGapMs;
    if (at >= spanMs) return calls;
    calls.push({
      operation: draw(kinds),
      at: Math.floor(at),
      duration: 0,
      priority: drawPriority(priorities),
    });
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

/** Those that take a whole level, or what all of a group or of the cluster has. */
function attemptOf({ locks }: Operation): { attempt?: number } {
  const cells = Object.values(locks);
  const isWide = cells.some((cell) => /^(ALL|every|group|members) /.test(cell));
  const isAlone = locks.bgl === 'X' || locks.nal === 'X' || cells.some((cell) => cell.startsWith('ALL X'));
  if (isAlone) return { attempt: ATTEMPT_MS.exclusive };
  return isWide ? { attempt: ATTEMPT_MS.shared } : {};
}
