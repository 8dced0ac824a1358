/** The summary of a run for people: what was done, how long it waited, and whether the lock did its work. */
import { clockTime, humanDuration } from './durations.ts';
import type { Proof } from './overlaps.ts';
import type { JobCounts, Summary, WaitingRow } from './report.ts';
import { type Column, count, type Paint, table } from './style.ts';

const WAITING_COLUMNS: readonly Column[] = [
  ['priority', 'right'],
  ['mode', 'left'],
  ['granted', 'right'],
  ['timed out', 'right'],
  ['median wait', 'right'],
  ['p99', 'right'],
  ['longest', 'right'],
];

const FACT_WIDTH = 15;

const NOTHING = '–';

export function summaryText(summary: Summary, paint: Paint): string {
  const { file, speed, elapsedMs, realMs, longestQueue } = summary;
  const facts: readonly (readonly [name: string, text: string])[] = [
    [
      'File',
      `${file}, ${humanDuration(elapsedMs)} of it in ${humanDuration(realMs)} (speed ${count(speed)})`,
    ],
    ['Jobs', jobsText(summary.jobs, paint)],
    [
      'Longest queue',
      `${jobs(longestQueue.jobs)}${longestQueue.jobs > 0 ? ` at ${clockTime(longestQueue.at)}` : ''}`,
    ],
    ['Exclusion', proofText(summary.proof, paint)],
  ];
  return [
    ...facts.map(([name, text]) => `${paint('bold', name.padEnd(FACT_WIDTH))}${text}`),
    ...summary.failures.map(({ job, error }) => paint('red', `  failed: ${job}: ${error}`)),
    ...exampleLines(summary.proof).map((line) => paint('red', `  ${line}`)),
    '',
    table(WAITING_COLUMNS, summary.waiting.map(waitingCells), paint),
    paint(
      'dim',
      `Timers tick in milliseconds, each ${humanDuration(speed)} of the file; a wait below that is noise.`,
    ),
    '',
  ].join('\n');
}

function waitingCells(row: WaitingRow): string[] {
  const duration = (ms: number | null): string => (ms === null ? NOTHING : humanDuration(ms));
  return [
    String(row.priority),
    row.mode,
    count(row.granted),
    row.timedOut === 0 ? NOTHING : count(row.timedOut),
    duration(row.medianMs),
    duration(row.p99Ms),
    duration(row.longestMs),
  ];
}

function jobsText(counts: JobCounts, paint: Paint): string {
  const parts = [
    `${count(counts.done)} done`,
    `${count(counts.timedOut)} timed out`,
    counts.failed > 0 ? paint('red', `${count(counts.failed)} failed`) : '',
    counts.interrupted > 0 ? `${count(counts.interrupted)} interrupted` : '',
    counts.aborted > 0 ? `${count(counts.aborted)} aborted while waiting` : '',
    counts.notStarted > 0 ? `${count(counts.notStarted)} not started` : '',
  ];
  return `${count(counts.total)}: ${parts.filter((part) => part !== '').join(', ')}`;
}

function proofText(proof: Proof, paint: Paint): string {
  const evidence = `${count(proof.entries)} entries and ${count(proof.exits)} exits written down by the jobs`;
  if (proof.holds) {
    const verdict = paint('green', 'no two incompatible holds overlapped');
    const [alone, most] = [count(proof.exclusiveEntries), count(proof.mostSharers)];
    const indent = ' '.repeat(FACT_WIDTH);
    return `${verdict}\n${indent}${evidence}: ${alone} exclusive, at most ${most} shared at once`;
  }
  const found = [
    proof.overlaps > 0 ? `${count(proof.overlaps)} overlaps of incompatible holds` : '',
    proof.unpaired.length > 0 ? `${count(proof.unpaired.length)} entries or exits without the other` : '',
  ];
  return `${paint('red', `BROKEN: ${found.filter((text) => text !== '').join(', ')}`)} in ${evidence}`;
}

function exampleLines({ examples }: Proof): string[] {
  return examples.map(({ lock, entered, inside }) => {
    const who = `${entered.job} (${entered.mode}) entered ${lock} at ${clockTime(entered.at)}`;
    return `${who} while ${inside.job} (${inside.mode}) was inside since ${clockTime(inside.at)}`;
  });
}

function jobs(many: number): string {
  return many === 1 ? '1 job' : `${count(many)} jobs`;
}
