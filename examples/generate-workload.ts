/**
 * Writes the job files of this folder, the same bytes every time:
 *
 *     npx tsx examples/generate-workload.ts day > examples/day.jsonl
 *
 * THE SEEDS ARE: day 20140522, evacuation 20140523, verify-under-creates 20140524, mass-migration 20140525.
 */
import { pathToFileURL } from 'node:url';
import { generateDay } from './day.ts';
import { type Line, toJsonLines } from './script.ts';
import { generateEvacuation, generateMassMigration, generateVerifyUnderCreates } from './stress.ts';

/** What can be written, each in a file of its name. */
export const WORKLOADS: Readonly<Record<string, () => Line[]>> = {
  day: () => generateDay(20_140_522),
  evacuation: () => generateEvacuation(20_140_523),
  'verify-under-creates': () => generateVerifyUnderCreates(20_140_524),
  'mass-migration': () => generateMassMigration(20_140_525),
};

function main(name = ''): void {
  const generate = Object.hasOwn(WORKLOADS, name) ? WORKLOADS[name] : undefined;
  if (generate !== undefined) {
    process.stdout.write(toJsonLines(generate()));
    return;
  }
  const names = Object.keys(WORKLOADS).join('|');
  process.stderr.write(`usage: npx tsx examples/generate-workload.ts ${names} > examples/NAME.jsonl\n`);
  process.exitCode = 2;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main(process.argv[2]);
