/**
 * The measuring itself: rounds, in each of which every cell is timed once, in random order.
 *
 * Whatever else goes on in the machine meets all cells alike, and figures of one round can be divided by each
 * other. Rows are shuffled, and within a row its cells, so that what is compared is never far apart in time.
 * A sample repeats its work until it is long enough for the clock; the garbage of one sample is collected
 * before the next begins, and its own counts.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Trial } from './contenders/contender.ts';
import { type Random, randomFrom, shuffled } from './random.ts';

/** What is timed: one contender at one row of a table. */
export interface Cell {
  readonly row: string;
  readonly contender: string;
  /** In one turn of the trial's work. */
  readonly operations: number;
  start(): Trial;
}

export interface Plan {
  readonly rounds: number;
  readonly seed: number;
  /** How long a sample is, about; 0 for a single turn of the work. */
  readonly sampleMs: number;
  readonly warmUpMs: number;
  /**
   * With a second pass every cell is at last as warm as it will be with all the others in the same process.
   */
  readonly warmUpPasses: number;
  /**
   * A cell with a longer turn than this has the last turn of its warm-up for its only sample: to wait for it
   * in every round would teach nothing more.
   */
  readonly tooSlowMs: number;
  /** The old generation too is collected before a sample. */
  readonly collectAll: boolean;
}

export interface Measured {
  readonly cell: Cell;
  /** Nanoseconds for one operation, a sample a round. */
  readonly samples: readonly number[];
}

export type OnProgress = (text: string, share: number) => void;

interface Runner {
  readonly cell: Cell;
  readonly trial: Trial;
  readonly samples: number[];
  times: number;
  isTooSlow: boolean;
}

/** Ends early when the signal is aborted: with the rounds that were complete. */
export async function measure(
  cells: readonly Cell[],
  plan: Plan,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<Measured[]> {
  const random = randomFrom(plan.seed);
  const runners = cells.map(
    (cell): Runner => ({ cell, trial: cell.start(), samples: [], times: 1, isTooSlow: false }),
  );
  for (let pass = 0; pass < plan.warmUpPasses; pass += 1) {
    for (const [done, runner] of shuffled(runners, random).entries()) {
      onProgress('warm-up', (pass + done / runners.length) / plan.warmUpPasses);
      await warmUp(runner, plan);
      if (signal.aborted) return [];
    }
  }
  for (let round = 0; round < plan.rounds; round += 1) {
    onProgress(`round ${round + 1} of ${plan.rounds}`, round / plan.rounds);
    const taken = new Map<Runner, number>();
    for (const runner of orderOf(runners, random)) {
      const nanoseconds = await sample(runner, plan);
      taken.set(runner, nanoseconds);
      // V8 may take the last step to fast code long after the warm-up.
      runner.times = turnsFor(nanoseconds, runner.cell, plan);
      if (signal.aborted) return results(runners);
    }
    for (const [runner, nanoseconds] of taken) runner.samples.push(nanoseconds);
  }
  return results(runners);
}

function results(runners: readonly Runner[]): Measured[] {
  return runners.map(({ cell, samples }) => ({ cell, samples }));
}

function orderOf(runners: readonly Runner[], random: Random): Runner[] {
  const going = runners.filter(({ isTooSlow }) => !isTooSlow);
  const rows = shuffled([...new Set(going.map(({ cell }) => cell.row))], random);
  return rows.flatMap((row) =>
    shuffled(
      going.filter(({ cell }) => cell.row === row),
      random,
    ),
  );
}

/** Also finds out how many turns make a sample. */
async function warmUp(runner: Runner, plan: Plan): Promise<void> {
  if (runner.isTooSlow) return;
  const end = performance.now() + plan.warmUpMs;
  runner.times = 1;
  do {
    const nanoseconds = await sample(runner, plan);
    if (runner.times === 1 && nanoseconds * runner.cell.operations > plan.tooSlowMs * 1e6) {
      runner.isTooSlow = true;
      runner.samples.push(nanoseconds);
      return;
    }
    runner.times = Math.min(turnsFor(nanoseconds, runner.cell, plan), runner.times * 10);
  } while (performance.now() < end);
}

/** How many turns make a sample of the length that is planned. */
function turnsFor(nanoseconds: number, { operations }: Cell, { sampleMs }: Plan): number {
  return Math.max(1, Math.round((sampleMs * 1e6) / Math.max(1, nanoseconds * operations)));
}

/** Nanoseconds for one operation. */
async function sample({ cell, trial, times }: Runner, { collectAll }: Plan): Promise<number> {
  trial.before?.();
  // Promises keep the event loop from its turn: without this, nobody would hear of Ctrl-C.
  await new Promise(setImmediate);
  collectGarbage(collectAll);
  const begin = performance.now();
  const work = trial.work(times);
  if (work !== undefined) await work;
  return ((performance.now() - begin) * 1e6) / (times * cell.operations);
}

type Collect = (options: { type: 'minor' | 'major' }) => void;

let collect: Collect | undefined;

function collectGarbage(all: boolean): void {
  if (collect === undefined) {
    // As `node --expose-gc` does, without asking for it on the command line.
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as Collect;
  }
  // Not a bare `gc()`: that one forgets the hidden classes of whatever has no object just then, and all code
  // that was made for them with it.
  collect({ type: all ? 'major' : 'minor' });
}

/** By how many bytes the heap grows for what `make` gives, once everything else is collected. */
export async function bytesOf(make: () => object): Promise<number> {
  const before = await heapUsed();
  const made = make();
  const after = await heapUsed();
  // Alive until here.
  return made === undefined ? 0 : after - before;
}

async function heapUsed(): Promise<number> {
  for (let time = 0; time < 2; time += 1) {
    await new Promise(setImmediate);
    collectGarbage(true);
  }
  return process.memoryUsage().heapUsed;
}
