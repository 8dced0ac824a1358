/** Every way in which a line can be wrong is named, with its line, and nothing of the file is used. */
import { describe, expect, test } from 'vitest';
import { parseJobFile } from '../../src/cli/run/job-file.ts';
import { bglJob, jsonLines } from './kit.ts';

const good = bglJob('good', 0, 10, 'shared');

/** What is wrong with a line that stands third, after a good one and an empty one. */
function problemOf(bad: string): string {
  const file = parseJobFile(`${JSON.stringify(good)}\n\n${bad}\n`);
  if (file.ok) return 'nothing';
  expect(file.problems.map(({ line }) => line)).toEqual([3]);
  return file.problems[0]?.message ?? '';
}

const lock = { level: 'cluster', names: ['BGL'], mode: 'shared' };
const step = { at: 1, do: 'release', level: 'cluster', names: null };
const node = { level: 'node', names: ['n1', 'n2'], mode: 'exclusive' };

describe('a good file', () => {
  test('gives its jobs in order of arrival, and those of one arrival in order of their lines', () => {
    const jobs = [
      bglJob('c', 5, 1, 'shared'),
      bglJob('a', 0, 1, 'exclusive'),
      bglJob('d', 5, 1, 'shared'),
      bglJob('b', 0, 1, 'shared'),
    ];
    const file = parseJobFile(jsonLines(jobs));
    expect(file).toMatchObject({ ok: true, jobs: [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }] });
  });

  test('may say everything that the format knows', () => {
    const full = {
      id: 'full',
      arrival: 0.5,
      duration: 10,
      priority: -10,
      timeout: 0,
      attempt: 5,
      locks: [
        lock,
        { level: 'instance', names: ['web9'], mode: 'exclusive', new: true },
        { level: 'node', names: null, mode: 'exclusive', opportunistic: true },
        { level: 'node-res', names: ['node1', 'node2'], mode: 'exclusive' },
      ],
      steps: [
        { at: 1, do: 'downgrade', level: 'node-res', names: ['node1'] },
        { at: 2, do: 'release', level: 'node', names: null, keep: ['node1'] },
        { at: 10, do: 'remove', level: 'instance', names: ['web9'] },
      ],
    };
    const members = { instances: [], nodegroups: [], nodes: ['node1', 'node2'], networks: [] };
    expect(parseJobFile(jsonLines([full]))).toEqual({ ok: true, members, jobs: [full] });
  });

  test('may begin with a byte order mark, end its lines as Windows does, and end without a line end', () => {
    const text = `\uFEFF${JSON.stringify(good)}\r\n${JSON.stringify({ ...good, id: 'last' })}`;
    expect(parseJobFile(text)).toMatchObject({ ok: true, jobs: [{ id: 'good' }, { id: 'last' }] });
  });
});

describe('a malformed line', () => {
  test.each([
    ['not JSON', '{"id":', 'not JSON'],
    ['an array', '[]', 'the line must be an object, not []'],
    ['null', 'null', 'the line must be an object, not null'],
    [
      'an infinite number',
      JSON.stringify(good).replace('"arrival":0', '"arrival":1e999'),
      'arrival must be a finite number',
    ],
  ])('%s', (_, line, message) => expect(problemOf(line)).toContain(message));

  test.each([
    ['no id', { id: undefined }, "the line has no 'id'"],
    ['an empty id', { id: '' }, 'id must be a text that is not empty, not ""'],
    ['a number as id', { id: 7 }, 'id must be a text that is not empty, not 7'],
    ['an id twice', { id: 'good' }, "id 'good' is already used by line 1"],
    ['an unknown field', { priorty: 1 }, "the line has an unknown field 'priorty'"],
    ['no arrival', { arrival: undefined }, "the line has no 'arrival'"],
    ['a negative arrival', { arrival: -1 }, 'arrival must not be negative, and is -1'],
    ['an arrival in words', { arrival: '0' }, 'arrival must be a finite number, not "0"'],
    ['a negative duration', { duration: -0.5 }, 'duration must not be negative, and is -0.5'],
    ['a duration of NaN', { duration: Number.NaN }, 'duration must be a finite number, not null'],
    ['a priority in words', { priority: 'high' }, 'priority must be a finite number, not "high"'],
    ['a priority of null', { priority: null }, 'priority must be a finite number, not null'],
    ['an attempt of no time', { attempt: 0 }, 'attempt must be 1 or more, and is 0'],
    ['a negative timeout', { timeout: -1 }, 'timeout must not be negative, and is -1'],
    ['no locks', { locks: undefined }, "the line has no 'locks'"],
    ['locks that are no array', { locks: lock }, 'locks must be an array'],
    ['an empty list of locks', { locks: [] }, 'locks is empty'],
    ['a level twice', { locks: [lock, lock] }, "locks names level 'cluster' twice"],
    ['a lock without mode', { locks: [{ ...lock, mode: undefined }] }, "locks[0] has no 'mode'"],
    [
      'an unknown level',
      { locks: [{ ...lock, level: 'nodes' }] },
      'locks[0].level must be one of cluster, instance,',
    ],
    [
      'an unknown mode',
      { locks: [{ ...lock, mode: 'write' }] },
      'must be one of shared, exclusive, not "write"',
    ],
    [
      'names that are a text',
      { locks: [{ ...lock, names: 'BGL' }] },
      'locks[0].names is "BGL", which no earlier line defines as a list (there is none)',
    ],
    [
      'a name that is a number',
      { locks: [{ ...lock, names: ['BGL', 1] }] },
      'locks[0].names[1] must be a text',
    ],
    ['a name twice', { locks: [{ ...lock, names: ['BGL', 'BGL'] }] }, "locks[0].names names 'BGL' twice"],
    [
      'a vague opportunistic',
      { locks: [{ ...lock, opportunistic: 1 }] },
      'opportunistic must be true or false, not 1',
    ],
    ['steps that are no array', { steps: {} }, 'steps must be an array'],
    ['a step without time', { steps: [{ ...step, at: undefined }] }, "steps[0] has no 'at'"],
    [
      'a step after the end',
      { steps: [step, { ...step, at: 11 }] },
      'steps[1].at is 11, after the end of the job',
    ],
    [
      'an unknown step',
      { steps: [{ ...step, do: 'upgrade' }] },
      'must be one of release, downgrade, add, remove',
    ],
  ])('%s', (_, change, message) => {
    expect(problemOf(JSON.stringify({ ...good, id: 'bad', ...change }))).toContain(message);
  });

  test('does not hide the next one', () => {
    const file = parseJobFile(jsonLines([{}, good, []]));
    expect(file).toMatchObject({ ok: false, problems: [{ line: 1 }, { line: 3 }] });
  });
});

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

describe('members', () => {
  const cluster = { cluster: { nodes: ['n1', 'n2', 'n3'], instances: ['i1'] } };

  test('are those that the file says', () => {
    expect(parseJobFile(jsonLines([cluster, { ...good, locks: [lock, node] }]))).toMatchObject({
      ok: true,
      members: { nodes: ['n1', 'n2', 'n3'], instances: ['i1'], nodegroups: [], networks: [] },
    });
  });

  test('else all that the jobs name, but what they add', () => {
    const jobs = [
      { ...good, locks: [lock, { ...node, level: 'node-res' }] },
      { ...good, id: 'b', locks: [lock, { level: 'instance', names: ['i2'], mode: 'exclusive', new: true }] },
      { ...good, id: 'c', locks: [lock, { level: 'instance', names: ['i1', 'i2'], mode: 'shared' }] },
      { ...good, id: 'd', steps: [{ ...step, do: 'add', level: 'network', names: ['m2'] }] },
      { ...good, id: 'e', steps: [{ ...step, do: 'remove', level: 'network', names: ['m1', 'm2'] }] },
    ];
    expect(parseJobFile(jsonLines(jobs))).toMatchObject({
      ok: true,
      members: { nodes: ['n1', 'n2'], instances: ['i1'], nodegroups: [], networks: ['m1'] },
    });
  });

  test('that nobody knows are an error of each line that names them', () => {
    const bad = { ...good, locks: [lock, { ...node, names: ['n1', 'n7'] }] };
    const alsoBad = {
      ...good,
      id: 'b',
      steps: [{ ...step, do: 'remove', level: 'instance', names: ['i7'] }],
    };
    expect(parseJobFile(jsonLines([cluster, bad, alsoBad]))).toEqual({
      ok: false,
      problems: [
        { line: 2, message: "the level 'node' has no member 'n7', and no job of the file adds it" },
        { line: 3, message: "the level 'instance' has no member 'i7', and no job of the file adds it" },
      ],
    });
  });

  test.each([
    ['a cluster twice', [cluster, cluster], 2, 'an earlier line says already'],
    ['a cluster after a job', [good, cluster], 2, 'must come before the first job'],
    ['an unknown kind', [{ cluster: { node: [] } }], 1, "cluster has an unknown field 'node'"],
    ['a member twice', [{ cluster: { nodes: ['n1', 'n1'] } }], 1, "cluster.nodes names 'n1' twice"],
    ['more in the line', [{ ...cluster, more: 1 }], 1, "the line has an unknown field 'more'"],
  ])('%s is wrong', (_, lines, line, message) => {
    const file = parseJobFile(jsonLines(lines));
    expect(file).toMatchObject({
      ok: false,
      problems: [{ line, message: expect.stringContaining(message) }],
    });
  });
});

describe('lists', () => {
  const list = (names: unknown): object => ({ list: 'mine', names });
  const taker = (id: string): object => ({ ...good, id, locks: [lock, { ...node, names: 'mine' }] });

  test('stand for their names, as the last line before has them', () => {
    const file = parseJobFile(jsonLines([list(['n1', 'n2']), taker('a'), list(['n2']), taker('b')]));
    expect(file).toMatchObject({
      ok: true,
      jobs: [{ locks: [lock, { names: ['n1', 'n2'] }] }, { locks: [lock, { names: ['n2'] }] }],
    });
  });

  test('can be used in steps', () => {
    const steps = [{ ...step, level: 'node', keep: 'mine' }];
    const file = parseJobFile(jsonLines([list(['n1']), { ...good, locks: [lock, node], steps }]));
    expect(file).toMatchObject({ ok: true, jobs: [{ steps: [{ keep: ['n1'] }] }] });
  });

  test.each([
    ['unknown', [list([]), { ...good, locks: [lock, { ...node, names: 'other' }] }], 2, '(known: mine)'],
    ['of no names', [{ list: 'mine' }], 1, "the line has no 'names'"],
    ['of everything', [list(null)], 1, 'names must be an array, not null'],
    ['without a name', [{ list: '', names: [] }], 1, 'list must be a text that is not empty'],
  ])('%s are wrong', (_, lines, line, message) => {
    const file = parseJobFile(jsonLines(lines));
    expect(file).toMatchObject({
      ok: false,
      problems: [{ line, message: expect.stringContaining(message) }],
    });
  });
});
