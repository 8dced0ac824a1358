/**
 * The log of a real run is legal, and no longer so when one line of it is changed: each change with the rule
 * that finds it out. What is changed is chosen by what the lines say, so the run may become another one.
 */
import { describe, expect, test } from 'vitest';
import type { RunRule } from '../../src/cli/check/job-record.ts';
import type { GrantLine, LogLine, RefuseLine, ReleaseLine, WaitLine } from '../../src/cli/run/log-format.ts';
import {
  atNode,
  find,
  isAt,
  JOBS,
  REQUEST,
  renumbered,
  run,
  withChanged,
  withNew,
  without,
  withSwapped,
  withSwappedPlaces,
} from './corrupting.ts';
import { judged } from './run-logs.ts';

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
