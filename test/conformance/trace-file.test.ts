/** A file that is not wholly as the format says is not replayed at all, and what is wrong with it is told. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fileOf, type GoodScenario, goodScenario, lineOf, part, run, spoilt } from './kit.ts';

describe('a file that can not be read', () => {
  const malformed: [complaint: string, spoil: (scenario: GoodScenario) => void][] = [
    ["setup has no 'nodes'", (scenario) => Object.assign(scenario, { level: 'LockManager' })],
    [
      'level must be one of SharedLock, LockSet, LockManager, not "Lock"',
      (scenario) => Object.assign(scenario, { level: 'Lock' }),
    ],
    [
      "steps[1] has an unknown field 'stete'",
      ({ steps }) => Object.assign(part(steps, 1), { stete: 'free' }),
    ],
    ["steps[0] has no 'state'", ({ steps }) => Object.assign(part(steps, 0), { state: undefined })],
    ['steps[0].state must be a text, not 7', ({ steps }) => Object.assign(part(steps, 0), { state: 7 })],
    ['steps is empty', ({ steps }) => steps.splice(0)],
    [
      'steps[0].op.client must be one of A, B, C, not "D"',
      ({ steps }) => (part(steps, 0).op['client'] = 'D'),
    ],
    ['steps[0].op.do must be one of acquire, ', ({ steps }) => (part(steps, 0).op['do'] = 'lock')],
    ["steps[1].op has an unknown field 'names'", ({ steps }) => (part(steps, 1).op['names'] = ['a'])],
    ["steps[3].out[0] has no 'at'", ({ steps }) => (part(steps, 3).out = [{ c: 'B', r: 'timeout' }])],
    ["steps[0].out[0] has an unknown field 'at'", ({ steps }) => (part(part(steps, 0).out, 0)['at'] = 0)],
    ["steps[0].out[0] has no 'why'", ({ steps }) => (part(part(steps, 0).out, 0)['r'] = 'assert')],
    ["'tags' and 'tagAt' go together", (scenario) => Object.assign(scenario, { tags: [] })],
    ['tagAt must be the index of a step, not 5', (scenario) => Object.assign(scenario, { tagAt: 5 })],
    ['eager[2] is for a step after the last', ({ eager }) => eager.push(part(eager, 1))],
    ["the scenario has no 'setup'", (scenario) => Object.assign(scenario, { setup: undefined })],
  ];

  test.each(malformed)('because %s', async (complaint, spoil) => {
    const scenario = { ...goodScenario(), id: 'spoilt' };
    spoil(scenario);
    const file = fileOf(lineOf(goodScenario()) + lineOf(scenario));
    const { status, out, error } = await run(file);
    expect(error).toContain(`cannot read ${file}: line 2: ${complaint}`);
    expect({ status, out }).toEqual({ status: 2, out: '' });
  });

  const good = lineOf(goodScenario());
  const unreadable: [complaint: string, file: () => string][] = [
    ['line 1: not JSON: ', () => fileOf(good.slice(0, 100))],
    ['line 1: the line must be an object, not [1]', () => fileOf('[1]\n')],
    ["line 2: id 'good' is that of line 1 already", () => fileOf(good + good)],
    ['there is no scenario in it', () => fileOf('')],
    ['a trace file is named *.jsonl or *.jsonl.gz', () => fileOf(good, 'trace.json')],
    ['unexpected end of file', () => fileOf(gzipSync(good).subarray(0, -10), 'trace.jsonl.gz')],
    ['incorrect header check', () => fileOf(good, 'trace.jsonl.gz')],
    ['The encoded data was not valid for encoding utf-8', () => fileOf(Buffer.from([0xff, 0xfe, 0x0a]))],
    ['ENOENT: no such file or directory', () => '/no/such/trace.jsonl'],
  ];

  test.each(unreadable)('because %s', async (complaint, file) => {
    const path = file();
    const { status, out, error } = await run(path);
    expect(error).toContain(`cannot read ${path}: ${complaint}`);
    expect({ status, out }).toEqual({ status: 2, out: '' });
  });

  test('does not keep the others from being replayed, and counts for more than a failure', async () => {
    const bad = fileOf('?');
    const failing = spoilt(({ steps }) => Object.assign(part(steps, 0), { state: 'free' }));
    const { status, out } = await run('--json', bad, failing);
    expect(JSON.parse(out)).toMatchObject({
      files: [{ file: failing, failed: 1 }, { file: failing }],
      unreadable: [{ file: bad, message: expect.stringContaining('line 1: not JSON') }],
    });
    expect(status).toBe(2);
  });
});
