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
