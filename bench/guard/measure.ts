/** A few seconds of the main table: ours and the floor, nobody else. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Contender } from '../contenders/contender.ts';
import { floors } from '../contenders/floors.ts';
import { measure, type Plan } from '../harness.ts';
import { rows } from '../rows.ts';
import { ratios, spreadOf } from '../statistics.ts';
import { type Ratios, slowRows } from './decide.ts';

/** The rows that hold the fast paths; what is in sets has its own. */
const GUARDED = [
  'exclusive',
  'shared',
  'try',
  'run',
  'handoff',
  'timeouts',
  'mixed',
  'together',
  'one-of-many',
];

const PLAN: Plan = {
  rounds: 15,
  seed: 1,
  sampleMs: 3,
  warmUpMs: 40,
  warmUpPasses: 2,
  tooSlowMs: 1_000,
  collectAll: false,
};

const ATTEMPTS = 4;
/** Between two of them: whoever was in the way may be gone then. */
const PAUSE_MS = 500;

/** How many times the floor a contender takes, by row: medians of ratios within a round. */
export async function ratiosOf(contender: Contender, only: readonly string[] = GUARDED): Promise<Ratios> {
  const guarded = rows.filter(({ id }) => only.includes(id));
  const floor = floors.object;
  const cells = guarded.flatMap((row) => {
    const start = () => {
      const trial = row.trial(contender);
      if (trial === undefined) throw new Error(`${contender.name} does not offer '${row.id}'`);
      return trial;
    };
    return [
      { row: row.id, contender: floor.name, operations: 1, start: floor.exclusive },
      { row: row.id, contender: contender.name, operations: row.operations, start },
    ];
  });
  const measured = await measure(cells, PLAN, new AbortController().signal, () => {});
  const samplesOf = (row: string, name: string): readonly number[] =>
    measured.find(({ cell }) => cell.row === row && cell.contender === name)?.samples ?? [];
  return Object.fromEntries(
    guarded.map(({ id }) => [
      id,
      spreadOf(ratios(samplesOf(id, contender.name), samplesOf(id, floor.name))).median,
    ]),
  );
}

/** Attempts until nothing is slow, but not for ever. */
export async function attemptsAt(recorded: Ratios, contender: Contender): Promise<Ratios[]> {
  const attempts = [await ratiosOf(contender, Object.keys(recorded))];
  while (attempts.length < ATTEMPTS && slowRows(recorded, attempts).length > 0) {
    await pause(PAUSE_MS);
    attempts.push(await ratiosOf(contender, Object.keys(recorded)));
  }
  return attempts;
}
