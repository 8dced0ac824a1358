/**
 * When the lock has become slow: by ratios to the floor of the same moment, each against the one that is on
 * record, and only when several attempts agree. A busy machine makes single figures larger, hardly ever
 * smaller.
 */

/** Times the floor, by row. */
export type Ratios = Readonly<Record<string, number>>;

export interface Slow {
  readonly row: string;
  readonly recorded: number;
  /** The smallest of all attempts. */
  readonly best: number;
}

/** A ratio may be so many times the one on record: generous, since machines differ in it. */
export const TOLERANCE = 2;

/** The smallest of all attempts, by row. */
export function bestOf(attempts: readonly Ratios[]): Ratios {
  const rows = new Set(attempts.flatMap((attempt) => Object.keys(attempt)));
  return Object.fromEntries(
    [...rows].map((row) => [row, Math.min(...attempts.map((attempt) => attempt[row] ?? Number.NaN))]),
  );
}

/**
 * The rows that are too slow in every attempt.
 *
 * @throws {Error} when a row was measured and is not on record, or the other way round: then nothing would
 *   guard it.
 */
export function slowRows(recorded: Ratios, attempts: readonly Ratios[]): Slow[] {
  const measured = bestOf(attempts);
  const rows = new Set([...Object.keys(recorded), ...Object.keys(measured)]);
  return [...rows].flatMap((row) => {
    const [known, best] = [recorded[row], measured[row]];
    if (known === undefined || best === undefined || Number.isNaN(best)) {
      throw new Error(`row '${row}' is ${known === undefined ? 'not on record' : 'not measured'}`);
    }
    return best > TOLERANCE * known ? [{ row, recorded: known, best }] : [];
  });
}
