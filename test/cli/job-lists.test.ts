/** Which members a job file has, and lists of names in it. */
import { describe, expect, test } from 'vitest';
import { parseJobFile } from '../../src/cli/run/job-file.ts';
import { bglJob, jsonLines } from './kit.ts';

const good = bglJob('good', 0, 10, 'shared');
const lock = { level: 'cluster', names: ['BGL'], mode: 'shared' };
const step = { at: 1, do: 'release', level: 'cluster', names: null };
const node = { level: 'node', names: ['n1', 'n2'], mode: 'exclusive' };

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
