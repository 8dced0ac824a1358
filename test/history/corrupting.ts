/** The log of a run, and what it is when something in it is changed. */
import { expect } from 'vitest';
import type { Job } from '../../src/cli/run/job.ts';
import type { GrantLine, LogLine, RefuseLine, ReleaseLine, WaitLine } from '../../src/cli/run/log-format.ts';
import { job } from '../cli/kit.ts';
import { loggedRun } from './run-logs.ts';

export const JOBS: readonly Job[] = [
  job('first', 0, 100, ['node n1,n2 X']),
  job('second', 10, 50, ['node n1 X']),
  job('third', 20, 50, ['node n1 X']),
  job('urgent', 30, 20, ['node n1 X'], { priority: -5 }),
  job('hasty', 40, 20, ['node n1 S'], { timeout: 15 }),
  job('reader', 50, 40, ['node n2 S'], { priority: 1 }),
  job('softer', 300, 60, ['node n3 X'], {
    steps: [{ at: 30, do: 'downgrade', level: 'node', names: ['n3'] }],
  }),
  job('watcher', 310, 30, ['node n3 S']),
  job('taker', 500, 30, ['node n1,n3 S opp']),
  job('holder', 490, 60, ['node n3 X']),
  job('adder', 600, 30, ['instance i9 X new']),
].toSorted((one, other) => one.arrival - other.arrival);

export const run = await loggedRun(JOBS);

/** The place of the first line that is such a one. */
export function find<Line extends LogLine>(
  type: Line['type'],
  who: string,
  where: (line: Line) => boolean = () => true,
): number {
  const index = run.findIndex((line) => line.type === type && line.job === who && where(line as Line));
  expect(index, `${type} of ${who}`).toBeGreaterThanOrEqual(0);
  return index;
}

export const atNode = (name: string) => (line: WaitLine | GrantLine | ReleaseLine | RefuseLine) =>
  line.level === 'node' && line.names.includes(name);

export const isAt = (level: string) => (line: LogLine) => 'level' in line && line.level === level;

/** The first thing that `reader` asks. */
export const REQUEST = { type: 'request', level: 'cluster', names: ['BGL'], mode: 'shared', priority: 1 };

export const withSwappedPlaces = (index: number): LogLine[] =>
  run.toSpliced(index, 2, ...run.slice(index, index + 2).toReversed());

export const without = (index: number): LogLine[] => run.toSpliced(index, 1);

export const withChanged = (index: number, change: object): LogLine[] =>
  run.with(index, { ...run[index], ...change } as LogLine);

/** A line like that one, of somebody else or another kind, a place or more behind it. */
export const withNew = (index: number, change: object, behind = 1): LogLine[] =>
  run.toSpliced(index + behind, 0, { ...run[index], ...change } as LogLine);

/** Two jobs get what the other one did. */
export function withSwapped(one: number, other: number): LogLine[] {
  const [first, second] = [run[one]?.job ?? '', run[other]?.job ?? ''];
  return run
    .with(one, { ...run[one], job: second } as LogLine)
    .with(other, { ...run[other], job: first } as LogLine);
}

export const renumbered = (lines: readonly LogLine[]): LogLine[] =>
  lines.map((line, seq) => ({ ...line, seq }));
