/** The summary of a run for people: what was done, where it waited and for whom, and whether locks held. */
import { clockTime, humanDuration } from './durations.ts';
import type { Proof } from './overlaps.ts';
import type { JobCounts, LevelRow, Summary, WaitingRow } from './report.ts';
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

const LEVEL_COLUMNS: readonly Column[] = [
  ['level', 'left'],
  ['requests', 'right'],
  ['waited in all', 'right'],
  ['median', 'right'],
  ['p99', 'right'],
  ['for', 'left'],
];

const CONTENDED_COLUMNS: readonly Column[] = [
  ['most contended', 'left'],
  ['waited in all', 'right'],
  ['waits', 'right'],
  ['longest', 'right'],
  ['longest queue', 'right'],
];

const FACT_WIDTH = 15;
const MOST_HOLDERS = 3;
/** Of real time; jobs that come so late have waited for the machine, and not only for locks. */
const SLOW_MS = 100;
const NOTHING = '–';

export function summaryText(summary: Summary, paint: Paint): string {
  const { longestQueue, levels, contended, speed, behindMs } = summary;
  const facts: readonly (readonly [name: string, text: string])[] = [
    ['File', fileText(summary)],
    ['Jobs', jobsText(summary.jobs, paint)],
    ['Attempts', attemptsText(summary)],
    [
      'Most waiting',
      `${many(longestQueue.jobs, 'job')}${longestQueue.jobs > 0 ? ` at ${clockTime(longestQueue.at)}` : ''}`,
    ],
    ['Exclusion', proofText(summary.proof, paint)],
  ];
  const waited = levels.filter(({ requests }) => requests > 0);
  // One that is watched goes by a clock of its own, and nothing in it is late.
  const isTimed = speed !== null && behindMs === null;
  const isTooFast = isTimed && (summary.late.p99Ms ?? 0) / speed > SLOW_MS;
  const noise = `Timers tick in milliseconds, each ${humanDuration(speed ?? 0)} of the file; a wait below that is noise.`;
  return [
    ...facts
      .filter(([, text]) => text !== '')
      .map(([name, text]) => `${paint('bold', name.padEnd(FACT_WIDTH))}${text}`),
    ...summary.missedSteps.examples.map((text) => `  step without effect: ${text}`),
    ...summary.failures.map(({ job, error }) => paint('red', `  failed: ${job}: ${error}`)),
    ...exampleLines(summary.proof).map((line) => paint('red', `  ${line}`)),
    '',
    table(WAITING_COLUMNS, summary.waiting.map(waitingCells), paint),
    '',
    table(LEVEL_COLUMNS, waited.map(levelCells), paint),
    ...(contended.length === 0 ? [] : ['', table(CONTENDED_COLUMNS, contended.map(contendedCells), paint)]),
    ...(isTimed ? [paint('dim', noise)] : []),
    ...(isTooFast ? [paint('yellow', lateText(summary))] : []),
    ...((behindMs ?? 0) > SLOW_MS ? [paint('yellow', behindText(summary))] : []),
    '',
  ].join('\n');
}

function fileText({ file, speed, elapsedMs, realMs }: Summary): string {
  const how = speed === null ? 'simulated' : `speed ${count(speed)}`;
  return `${file}, ${humanDuration(elapsedMs)} of it in ${humanDuration(realMs)} (${how})`;
}

function attemptsText({ retries, missedSteps }: Summary): string {
  const parts = [
    retries > 0 ? `${count(retries)} gave everything back and asked anew` : '',
    missedSteps.count > 0 ? many(missedSteps.count, 'step', ' without effect') : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function lateText({ speed, late }: Summary): string {
  const by = `one job in a hundred came ${duration(late.p99Ms)} late or more`;
  return `This machine is too slow for speed ${count(speed ?? 0)}: ${by}. Take a lower --speed, or --simulate.`;
}

function behindText({ speed, behindMs }: Summary): string {
  const by = `it took ${duration(behindMs)} longer`;
  return `Too much for speed ${count(speed ?? 0)} while it was watched: ${by}. Nothing else of it has changed.`;
}

function waitingCells(row: WaitingRow): string[] {
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

function levelCells({ level, requests, totalMs, medianMs, p99Ms, heldBy }: LevelRow): string[] {
  const blamed = heldBy.reduce((sum, { ms }) => sum + ms, 0);
  const holders = heldBy
    .filter(({ ms }) => ms > 0)
    .slice(0, MOST_HOLDERS)
    .map(({ operation, ms }) => `${operation} ${Math.round((100 * ms) / blamed)} %`);
  return [
    level,
    count(requests),
    totalMs === 0 ? NOTHING : humanDuration(totalMs),
    duration(medianMs),
    duration(p99Ms),
    holders.join(', '),
  ];
}

function contendedCells({ level, name, ...lock }: Summary['contended'][number]): string[] {
  return [
    `${level}/${name}`,
    humanDuration(lock.totalMs),
    count(lock.waits),
    humanDuration(lock.longestMs),
    count(lock.longestQueue),
  ];
}

function duration(ms: number | null): string {
  return ms === null ? NOTHING : humanDuration(ms);
}

function jobsText(counts: JobCounts, paint: Paint): string {
  const parts = [
    `${count(counts.done)} done`,
    `${count(counts.timedOut)} timed out`,
    counts.gone > 0 ? `${count(counts.gone)} found something gone` : '',
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
    proof.unpaired > 0 ? `${count(proof.unpaired)} entries or exits without the other` : '',
  ];
  return `${paint('red', `BROKEN: ${found.filter((text) => text !== '').join(', ')}`)} in ${evidence}`;
}

function exampleLines({ examples }: Proof): string[] {
  return examples.map(({ level, name, entered, inside }) => {
    const did =
      entered.type === 'add' ? `added ${entered.names.join(', ')} to ${level}` : `entered ${level}/${name}`;
    const who = `${entered.job} (${entered.mode}) ${did} at ${clockTime(entered.at)}`;
    return `${who} while ${inside.job} (${inside.mode}) was inside since ${clockTime(inside.at)}`;
  });
}

function many(value: number, what: string, rest = ''): string {
  return `${count(value)} ${what}${value === 1 ? '' : 's'}${rest}`;
}
