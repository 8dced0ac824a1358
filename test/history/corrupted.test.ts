/**
 * The log of a real run is legal, and no longer so when one line of it is changed: each change with the rule
 * that finds it out. What is changed is chosen by what the lines say, so the run may become another one.
 */
import { describe, expect, test } from 'vitest';
import type { RunRule } from '../../src/cli/check/job-record.ts';
import type { Job } from '../../src/cli/run/job.ts';
import type { GrantLine, LogLine, RefuseLine, ReleaseLine, WaitLine } from '../../src/cli/run/log-format.ts';
import { job } from '../cli/kit.ts';
import { judged, loggedRun } from './run-logs.ts';

const JOBS: readonly Job[] = [
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

const run = await loggedRun(JOBS);

/** The place of the first line that is such a one. */
function find<Line extends LogLine>(
  type: Line['type'],
  who: string,
  where: (line: Line) => boolean = () => true,
): number {
  const index = run.findIndex((line) => line.type === type && line.job === who && where(line as Line));
  expect(index, `${type} of ${who}`).toBeGreaterThanOrEqual(0);
  return index;
}

const atNode = (name: string) => (line: WaitLine | GrantLine | ReleaseLine | RefuseLine) =>
  line.level === 'node' && line.names.includes(name);

const isAt = (level: string) => (line: LogLine) => 'level' in line && line.level === level;

/** The first thing that `reader` asks. */
const REQUEST = { type: 'request', level: 'cluster', names: ['BGL'], mode: 'shared', priority: 1 };

const withSwappedPlaces = (index: number): LogLine[] =>
  run.toSpliced(index, 2, ...run.slice(index, index + 2).toReversed());

const without = (index: number): LogLine[] => run.toSpliced(index, 1);

const withChanged = (index: number, change: object): LogLine[] =>
  run.with(index, { ...run[index], ...change } as LogLine);

/** A line like that one, of somebody else or another kind, a place or more behind it. */
const withNew = (index: number, change: object, behind = 1): LogLine[] =>
  run.toSpliced(index + behind, 0, { ...run[index], ...change } as LogLine);

/** Two jobs get what the other one did. */
function withSwapped(one: number, other: number): LogLine[] {
  const [first, second] = [run[one]?.job ?? '', run[other]?.job ?? ''];
  return run
    .with(one, { ...run[one], job: second } as LogLine)
    .with(other, { ...run[other], job: first } as LogLine);
}

const CORRUPTIONS: readonly (readonly [string, RunRule, () => LogLine[]])[] = [
  ['a grant is dropped', 'prompt', () => without(find<GrantLine>('grant', 'urgent', atNode('n1')))],
  [
    'a grant of one who did not wait is dropped',
    'holder',
    () => without(find<GrantLine>('grant', 'taker', atNode('n1'))),
  ],
  [
    'two grants are swapped',
    'order',
    () =>
      withSwapped(
        find<GrantLine>('grant', 'second', atNode('n1')),
        find<GrantLine>('grant', 'third', atNode('n1')),
      ),
  ],
  [
    'a token is repeated',
    'tokens',
    () => withChanged(find<GrantLine>('grant', 'second', atNode('n1')), { tokens: [1] }),
  ],
  [
    'another one releases',
    'holder',
    () => withChanged(find<ReleaseLine>('release', 'first', atNode('n1')), { job: 'third' }),
  ],
  [
    'a waiter is forgotten',
    'prompt',
    () => run.filter((line) => !(line.type === 'grant' && line.job === 'third' && line.level === 'node')),
  ],
  ['a job has no end', 'answered', () => without(find('end', 'reader'))],
  [
    'the last release is dropped',
    'released',
    () => without(find<ReleaseLine>('release', 'holder', atNode('n3'))),
  ],
  [
    'a release in between is dropped',
    'exclusion',
    () => without(find<ReleaseLine>('release', 'second', atNode('n1'))),
  ],
  [
    'one is let in beside another',
    'exclusion',
    () => withNew(find<WaitLine>('wait', 'second', atNode('n1')), { type: 'grant', tokens: [99] }),
  ],
  [
    'who is less urgent comes first',
    'order',
    () => withChanged(find<GrantLine>('grant', 'urgent', atNode('n1')), { job: 'second', priority: 0 }),
  ],
  [
    'one is granted what it was refused',
    'requested',
    () =>
      withNew(find<RefuseLine>('refuse', 'hasty', atNode('n1')), {
        type: 'grant',
        mode: 'shared',
        priority: 0,
        tokens: [99],
        job: 'hasty',
      }),
  ],
  [
    'a hold is downgraded that was not',
    'mode',
    () => withNew(find<GrantLine>('grant', 'second', atNode('n1')), { type: 'downgrade', mode: 'shared' }),
  ],
  [
    'a downgrade is dropped',
    'exclusion',
    () => without(find<ReleaseLine>('downgrade', 'softer', atNode('n3'))),
  ],
  [
    'one is granted what it never asked for',
    'requested',
    () => withNew(find<GrantLine>('grant', 'first', atNode('n1')), { names: ['n3'], tokens: [1] }),
  ],
  [
    'a request is dropped',
    'requested',
    () => without(find('request', 'second', (line) => 'level' in line && line.level === 'node')),
  ],
  [
    'it is granted otherwise than asked for',
    'mode',
    () => withChanged(find<GrantLine>('grant', 'third', atNode('n1')), { mode: 'shared' }),
  ],
  [
    'a try is refused for nothing',
    'refusal',
    () => withChanged(find<RefuseLine>('refuse', 'taker', atNode('n3')), { names: ['n2'] }),
  ],
  [
    'a waiter is refused twice',
    'requested',
    () => withNew(find<RefuseLine>('refuse', 'hasty', atNode('n1')), {}),
  ],
  [
    'a lock is added that is there',
    'removed',
    () => withChanged(find('add', 'adder'), { level: 'node', names: ['n1'] }),
  ],
  [
    'another mode is asked for',
    'mode',
    () => withChanged(find('request', 'hasty', isAt('node')), { mode: 'exclusive' }),
  ],
  [
    'another priority is asked for',
    'priority',
    () => withChanged(find('request', 'urgent', isAt('node')), { priority: -4 }),
  ],
  [
    'it waits in another mode than asked for',
    'mode',
    () => withChanged(find<WaitLine>('wait', 'hasty', atNode('n1')), { mode: 'exclusive' }),
  ],
  [
    'it is granted with another priority',
    'priority',
    () => withChanged(find<GrantLine>('grant', 'urgent', atNode('n1')), { priority: 0 }),
  ],
  [
    'it is released with another priority',
    'priority',
    () => withChanged(find<ReleaseLine>('release', 'urgent', atNode('n1')), { priority: 0 }),
  ],
  ['it asks twice', 'one-role', () => withNew(find('request', 'reader', isAt('node')), {})],
  ['it asks twice at first', 'one-role', () => withNew(find('request', 'reader', isAt('cluster')), {})],
  ['it asks where it holds', 'one-role', () => withNew(find('grant', 'reader', isAt('node')), REQUEST)],
  ['it ends twice', 'requested', () => withNew(find('end', 'reader'), {})],
  ['it ends, and then lets go', 'requested', () => withSwappedPlaces(find('end', 'reader') - 1)],
  [
    'it is exclusive after a downgrade',
    'mode',
    () => withChanged(find<ReleaseLine>('downgrade', 'softer', atNode('n3')), { mode: 'exclusive' }),
  ],
  [
    'it has another token after a downgrade',
    'tokens',
    () => withChanged(find<ReleaseLine>('downgrade', 'softer', atNode('n3')), { tokens: [99] }),
  ],
  [
    'it is released with another token',
    'tokens',
    () => withChanged(find<ReleaseLine>('release', 'second', atNode('n1')), { tokens: [99] }),
  ],
  [
    'a waiter is raised to what is no more urgent',
    'priority',
    () => withNew(find<WaitLine>('wait', 'second', atNode('n1')), { type: 'raise', priority: 0 }),
  ],
  [
    'a lock is granted that never was',
    'removed',
    () => JSON.parse(JSON.stringify(run).replaceAll('"n3"', '"nope"')) as LogLine[],
  ],
  [
    'a lock is added that was there, and that nobody uses',
    'removed',
    () => withNew(find('add', 'adder'), { level: 'node-res', names: ['n3'] }),
  ],
  ['time goes back', 'time', () => withChanged(find<GrantLine>('grant', 'third', atNode('n1')), { at: 1 })],
];

const renumbered = (lines: readonly LogLine[]): LogLine[] => lines.map((line, seq) => ({ ...line, seq }));

test('a real log is legal', () => {
  expect(judged(run, JOBS)).toEqual([]);
  const types = new Set(run.map(({ type }) => type));
  expect([...types].toSorted()).toEqual([
    'add',
    'downgrade',
    'end',
    'grant',
    'refuse',
    'release',
    'request',
    'wait',
  ]);
});

describe('found out is when', () => {
  test.each(CORRUPTIONS)('%s: %s', (_, rule, corrupt) => {
    // Numbered anew, or the numbers would tell.
    const found = judged(renumbered(corrupt()), JOBS);
    expect(found.map((problem) => problem.rule)).toContain(rule);
    // What is found first is the cause, and not what follows from it.
    expect(found[0]?.rule).toBe(rule);
  });
});

test.each([
  ['missing', (index: number) => without(index)],
  ['doubled', (index: number) => withNew(index, {})],
  ['of another number', (index: number) => withChanged(index, { seq: run.length })],
])('any line that is %s is found out by its number', (_, corrupt) => {
  // Nothing can tell that the last one is missing, but that a job does not end.
  for (const index of run.slice(0, -1).keys()) {
    const found = judged(corrupt(index), JOBS).filter(({ rule }) => rule === 'sequence');
    expect(found, `line ${index + 2}`).toHaveLength(1);
  }
});
