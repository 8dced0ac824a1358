/** What a lock manager would refuse in the middle of a run is refused before anything runs. */
import { describe, expect, test } from 'vitest';
import { parseJobFile } from '../../src/cli/run/job-file.ts';
import { bglJob } from './kit.ts';

const good = bglJob('good', 0, 10, 'shared');
const lock = { level: 'cluster', names: ['BGL'], mode: 'shared' };
const step = { at: 1, do: 'release', level: 'cluster', names: null };
const node = { level: 'node', names: ['n1', 'n2'], mode: 'exclusive' };

/** What is wrong with the job of a file that has no other. */
function problemOf(job: string): string {
  const file = parseJobFile(job);
  return file.ok ? 'nothing' : (file.problems[0]?.message ?? '');
}

describe('what no lock manager allows', () => {
  const opp = { ...node, opportunistic: true };
  const all = { ...node, names: null };
  const created = { level: 'instance', names: ['new1'], mode: 'exclusive', new: true };
  const inOrder = (...does: object[]): object[] => does.map((one, index) => ({ ...step, at: index, ...one }));

  test.each<[string, object, string]>([
    ['no big lock', { locks: [node] }, 'locks must take cluster/BGL'],
    ['the big lock if it can be had', { locks: [{ ...lock, opportunistic: true }] }, 'must take cluster/BGL'],
    ['another lock beside the big lock', { locks: [{ ...lock, names: ['BGL', 'x'] }] }, "and not 'x'"],
    [
      'another allocation lock',
      { locks: [lock, { ...lock, level: 'node-alloc', names: ['x'] }] },
      "'node-alloc' has one lock, 'NAL'",
    ],
    [
      'the lock of a level by name',
      { locks: [lock, { ...node, names: ['[lockset]'] }] },
      'name no member so',
    ],
    [
      'a new big lock',
      { locks: [lock, { ...lock, level: 'node-alloc', names: ['NAL'], new: true }] },
      'for good',
    ],
    ['new names without names', { locks: [lock, { ...created, names: null }] }, 'must be named'],
    ['new names if they can be had', { locks: [lock, { ...created, opportunistic: true }] }, 'opportunistic'],
    ['new names shared', { locks: [lock, { ...created, mode: 'shared' }] }, 'must be taken exclusive'],
    [
      'a step at a level where nothing is held',
      { locks: [lock], steps: inOrder({ level: 'node' }) },
      "a step at 0 releases at level 'node', where it holds nothing by then",
    ],
    [
      'a release of what is not held',
      { locks: [lock, node], steps: inOrder({ level: 'node', names: ['n3'] }) },
      "'n3', which it does not hold by then",
    ],
    [
      'a second release',
      {
        locks: [lock, node],
        steps: inOrder({ level: 'node', names: ['n1'] }, { level: 'node', names: ['n1'] }),
      },
      "'n1', which it does not hold by then",
    ],
    [
      'a downgrade after all was kept back',
      {
        locks: [lock, node],
        steps: inOrder({ level: 'node', keep: ['n2'] }, { do: 'downgrade', level: 'node', names: ['n1'] }),
      },
      "downgrades at level 'node' 'n1', which it does not hold",
    ],
    [
      'to keep some of what is named',
      { locks: [lock, node], steps: inOrder({ level: 'node', names: ['n1'], keep: ['n2'] }) },
      'that belongs to a release with names null',
    ],
    [
      'to let go of the big lock first',
      { locks: [lock, node], steps: inOrder({}) },
      'while it holds locks of other levels',
    ],
    [
      'to add below what is held',
      { locks: [lock, node], steps: inOrder({ do: 'add', level: 'instance', names: ['i1'] }) },
      "while it holds locks of the later level 'node'",
    ],
    [
      'to add to a level of which a part is held',
      { locks: [lock, node], steps: inOrder({ do: 'add', level: 'node', names: ['n9'] }) },
      'while it holds a part of it',
    ],
    [
      'to add to the big lock',
      { locks: [lock], steps: inOrder({ do: 'add', level: 'cluster', names: ['BGL'] }) },
      'which has one lock for good',
    ],
    [
      'to add without names',
      { locks: [lock], steps: inOrder({ do: 'add', level: 'node', names: null }) },
      'without naming them',
    ],
    [
      'to add without the big lock',
      { locks: [lock], steps: inOrder({}, { do: 'add', level: 'node', names: ['n9'] }) },
      'after it released the big lock',
    ],
    [
      'to remove what is held shared',
      {
        locks: [lock, node],
        steps: inOrder(
          { do: 'downgrade', level: 'node', names: ['n1'] },
          { do: 'remove', level: 'node', names: ['n2', 'n1'] },
        ),
      },
      "removes at level 'node' 'n1', which it holds shared",
    ],
  ])('%s', (_, change, message) => {
    expect(problemOf(JSON.stringify({ ...good, id: 'bad', ...change }))).toContain(message);
  });

  test.each<[string, object]>([
    ['all of the cluster level', { locks: [{ ...lock, names: null }] }],
    [
      'release what may not have been got',
      { locks: [lock, opp], steps: inOrder({ level: 'node', names: ['n1'] }) },
    ],
    [
      'add to what is held as a whole',
      { locks: [lock, all], steps: inOrder({ do: 'add', level: 'node', names: ['n9'] }) },
    ],
    [
      'remove below what is held, if it is held itself',
      {
        locks: [lock, { ...node, level: 'instance', names: ['i1', 'i2'] }, node],
        steps: inOrder({ do: 'remove', level: 'instance', names: ['i1'] }),
      },
    ],
    [
      'steps in any order of lines',
      {
        locks: [lock, node],
        steps: [
          { ...step, at: 5 },
          { ...step, at: 1, level: 'node' },
        ],
      },
    ],
  ])('but it allows to %s', (_, change) => {
    expect(problemOf(JSON.stringify({ ...good, id: 'fine', ...change }))).toBe('nothing');
  });
});
