/**
 * `npm run bench:guard` fails when the built lock takes more than twice the time that is on record in
 * recorded.json, as a multiple of the floor. `-- --record` puts what it measures on record.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { loadEngines, missingFile } from '../contenders/lockchart.ts';
import { times } from '../figures.ts';
import { spreadOf } from '../statistics.ts';
import { bestOf, type Ratios, slowRows, TOLERANCE } from './decide.ts';
import { attemptsAt, ratiosOf } from './measure.ts';

const RECORD = new URL('recorded.json', import.meta.url);

const missing = missingFile('dist');
if (missing !== undefined) throw new Error(`there is no ${missing}: make it with \`npm run build\``);
const { compiled } = await loadEngines('dist');

if (process.argv.includes('--record')) {
  const attempts: Ratios[] = [];
  for (let attempt = 0; attempt < 5; attempt += 1) attempts.push(await ratiosOf(compiled));
  // Not the best of them, which would make the limit a matter of luck.
  const usual = Object.keys(attempts[0] ?? {}).map((row) => {
    const { median } = spreadOf(attempts.map((attempt) => attempt[row] ?? Number.NaN));
    return [row, Number(median.toPrecision(3))];
  });
  writeFileSync(RECORD, `${JSON.stringify(Object.fromEntries(usual), null, 2)}\n`);
} else {
  const recorded = JSON.parse(readFileSync(RECORD, 'utf8')) as Ratios;
  const attempts = await attemptsAt(recorded, compiled);
  const slow = new Set(slowRows(recorded, attempts).map(({ row }) => row));
  for (const [row, best] of Object.entries(bestOf(attempts))) {
    const verdict = slow.has(row) ? `more than ${TOLERANCE} times as slow` : 'ok';
    process.stdout.write(
      `${row}: ${times(best)} times the floor, ${times(recorded[row] ?? 0)} on record: ${verdict}\n`,
    );
  }
  process.exitCode = slow.size === 0 ? 0 : 1;
}
