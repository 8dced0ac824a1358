/**
 * The main table: every row for every contender, beside the floors.
 */
import type { Contender } from './contenders/contender.ts';
import { type Floor, floors, functionAlone, promisesAlone, twoAwaits } from './contenders/floors.ts';
import type { Engines } from './contenders/lockchart.ts';
import { peers } from './contenders/peers.ts';
import { type Cell, type Measured, measure, type OnProgress, type Plan } from './harness.ts';
import { type Row, rows } from './rows.ts';
import { ratios, type Spread, spreadOf } from './statistics.ts';

export interface RowResult {
  readonly id: string;
  readonly title: string;
  readonly operation: string;
  /** As in `Row`. */
  readonly beside: string | undefined;
  readonly figures: readonly Figure[];
}

export interface Figure {
  readonly contender: string;
  /** Null where the contender does not offer the row; else nanoseconds for one operation. */
  readonly nanoseconds: Spread | null;
  /** How many times the floor, compared round by round. */
  readonly ofFloor: Readonly<Record<Floor, Spread>> | null;
  /** Nanoseconds, a sample a round. */
  readonly samples: readonly number[];
}

const FLOORS = Object.entries(floors) as [Floor, Contender][];

export async function measureRows(
  engines: Engines,
  only: (row: string) => boolean,
  plan: Plan,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<RowResult[]> {
  const wanted = rows.filter(({ id }) => only(id));
  const noLocks = [functionAlone, twoAwaits, promisesAlone];
  const ours = [engines.compiled, engines.xstate, ...engines.inspection, ...engines.others];
  const contenders = [...FLOORS.map(([, floor]) => floor), ...noLocks, ...ours, ...peers];
  const cells = wanted.flatMap((row) => contenders.flatMap((contender) => cellOf(row, contender)));
  const measured = await measure(cells, plan, signal, onProgress);
  return wanted.map((row) => ({
    id: row.id,
    title: row.title,
    operation: row.operation,
    beside: row.beside,
    figures: contenders.map(({ name }) => figureOf(measured, row.id, name)),
  }));
}

/** The floors stand in every row, measured in the same moment as the rest of it. */
function cellOf(row: Row, contender: Contender): Cell[] {
  const isFloor = FLOORS.some(([, floor]) => floor === contender);
  const start = isFloor ? contender.exclusive : () => row.trial(contender);
  const operations = isFloor ? 1 : row.operations;
  if (start?.() === undefined) return [];
  const trial = () => {
    const started = start();
    if (started === undefined) throw new Error(`${contender.name} no longer offers ${row.id}`);
    return started;
  };
  return [{ row: row.id, contender: contender.name, operations, start: trial }];
}

function figureOf(measured: readonly Measured[], row: string, contender: string): Figure {
  const samplesOf = (name: string): readonly number[] =>
    measured.find(({ cell }) => cell.row === row && cell.contender === name)?.samples ?? [];
  const samples = samplesOf(contender);
  if (samples.length === 0) return { contender, nanoseconds: null, ofFloor: null, samples };
  const ofFloor = (floor: Floor): Spread => spreadOf(ratios(samples, samplesOf(floors[floor].name)));
  return {
    contender,
    nanoseconds: spreadOf(samples),
    ofFloor: { resolved: ofFloor('resolved'), object: ofFloor('object') },
    samples,
  };
}
