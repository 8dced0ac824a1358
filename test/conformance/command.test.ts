/** The command finds what is wrong in a lock, says where it is, and exits by it. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fileOf, type GoodScenario, goodScenario, lineOf, part, run, spoilt } from './kit.ts';

describe('a good file', () => {
  test('passes on both engines, packed or not', async () => {
    for (const file of [
      fileOf(lineOf(goodScenario())),
      fileOf(gzipSync(lineOf(goodScenario())), 'trace.jsonl.gz'),
    ]) {
      const { status, out, error } = await run(file);
      expect(out).toMatch(
        /^\S+ \(compiled\): 1 passed, 0 failed; 5 steps in .*\n\S+ \(xstate\): 1 passed, 0 failed;/,
      );
      expect({ status, error }).toEqual({ status: 0, error: '' });
    }
  });

  test('is replayed on the engine that is asked for', async () => {
    const file = fileOf(lineOf(goodScenario()));
    expect((await run('--engine', 'xstate', file)).out).toMatch(/^\S+ \(xstate\): 1 passed, 0 failed; .*\n$/);
    expect((await run('--engine=compiled', file)).out).toMatch(
      /^\S+ \(compiled\): 1 passed, 0 failed; .*\n$/,
    );
  });

  test('without its continuation is replayed up to the tag', async () => {
    const { eager: _eager, ...scenario } = goodScenario();
    const { status, out } = await run(fileOf(lineOf(scenario)));
    expect(out).toContain('1 passed, 0 failed; 3 steps');
    expect(status).toBe(0);
  });
});

describe('a difference is a failure', () => {
  const differences: [what: string, spoil: (scenario: GoodScenario) => void, message: string[]][] = [
    [
      'a wrong state',
      ({ steps }) => Object.assign(part(steps, 1), { state: 'shared:A|exclusive@1:B' }),
      [
        'step 1: {"client":"B","do":"acquire","shared":false,"timeout":50}',
        'expected state: "shared:A|exclusive@1:B"',
        'got state:      "shared:A|exclusive@0:B"',
      ],
    ],
    [
      'a completion that is recorded and does not come',
      ({ steps }) => part(steps, 2).out.push({ c: 'C', r: 'ok' }),
      ['step 2:', 'expected out: [{"c":"C","r":"ok"}]', 'got out:      []'],
    ],
    [
      'a completion that is not recorded',
      ({ eager }) => part(eager, 0).out.shift(),
      [
        'step 3 (eager): {"do":"advance","ms":60}',
        'expected out: [{"c":"B","r":"timeout","at":50}]',
        'got out:      [{"c":"C","r":"ok","at":50},{"c":"B","r":"timeout","at":50}]',
      ],
    ],
    [
      'a wrong time',
      ({ eager }) => Object.assign(part(part(eager, 0).out, 1), { at: 60 }),
      ['step 3 (eager):', '{"c":"B","r":"timeout","at":60}', '{"c":"B","r":"timeout","at":50}'],
    ],
    [
      'a wrong value',
      ({ eager }) => Object.assign(part(part(eager, 1).out, 0), { v: true }),
      ['step 4 (eager):', 'expected out: [{"c":"A","r":"ok","v":true}]'],
    ],
    [
      'a wrong end',
      ({ eager }) => Object.assign(part(part(eager, 0).out, 1), { r: 'error', why: 'deleted' }),
      ['expected out: [{"c":"C","r":"ok","at":50},{"c":"B","r":"error","why":"deleted","at":50}]'],
    ],
    [
      'a completion that is recorded twice',
      ({ steps }) => part(steps, 0).out.push({ c: 'A', r: 'ok' }),
      ['step 0:', 'expected out: [{"c":"A","r":"ok"},{"c":"A","r":"ok"}]'],
    ],
    [
      'a missing state, when that of the step before does not last',
      ({ steps }) => Object.assign(part(steps, 2), { state: undefined }),
      ['step 2:', 'expected state: "shared:A|exclusive@0:B"'],
    ],
    [
      'an operation for a client that still waits',
      ({ steps }) => Object.assign(part(steps, 2), { op: { client: 'B', do: 'release' }, out: [] }),
      ['step 2:', 'B still waits, so it can not be given an operation'],
    ],
  ];

  test.each(differences)('%s', async (_what, spoil, message) => {
    const { status, out, error } = await run(spoilt(spoil));
    expect(out).toContain('FAILED good (gives-up) on compiled, ');
    expect(out).toContain('FAILED good (gives-up) on xstate, ');
    for (const line of message) expect(out).toContain(line);
    expect(out.match(/: 0 passed, 1 failed; /g)).toHaveLength(2);
    expect({ status, error }).toEqual({ status: 1, error: '' });
  });

  test('and for programs it is all in one JSON object', async () => {
    const file = spoilt(({ steps }) => Object.assign(part(steps, 0), { state: 'free' }));
    const { status, out } = await run('--json', '--engine', 'compiled', file);
    const failure = {
      id: 'good',
      name: 'gives-up',
      step: 0,
      eager: false,
      op: { client: 'A', do: 'acquire', shared: true },
      expected: { out: [{ c: 'A', r: 'ok' }], state: 'free' },
      got: { out: [{ c: 'A', r: 'ok' }], state: 'shared:A' },
      differs: ['state'],
    };
    expect(JSON.parse(out)).toEqual({
      files: [
        {
          file,
          engine: 'compiled',
          passed: 0,
          failed: 1,
          steps: 1,
          tookMs: expect.any(Number),
          failures: [failure],
        },
      ],
      unreadable: [],
    });
    expect(status).toBe(1);
  });
});

describe('the command line', () => {
  test('explains itself', async () => {
    const { status, out } = await run('--help');
    expect(out).toContain('Usage: conformance [options] [files...]');
    expect(out).toContain('--engine <engine>');
    expect(status).toBe(0);
  });

  test('refuses what it does not know', async () => {
    expect(await run('--frobnicate')).toMatchObject({
      status: 2,
      error: expect.stringContaining('--frobnicate'),
    });
    expect(await run('--engine', 'steam')).toMatchObject({
      status: 2,
      error: expect.stringContaining('steam'),
    });
  });

  test('is a process whose exit status says the same', () => {
    const main = fileURLToPath(new URL('./main.ts', import.meta.url));
    const statusOf = (...words: string[]) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', main, ...words]);
      return { status, out: String(stdout), error: String(stderr) };
    };
    expect(statusOf(fileOf(lineOf(goodScenario()))).status).toBe(0);
    const failing = spoilt(({ steps }) => Object.assign(part(steps, 0), { state: 'free' }));
    expect(statusOf(failing)).toMatchObject({
      status: 1,
      out: expect.stringContaining('0 passed, 1 failed'),
    });
    expect(statusOf('/no/such/trace.jsonl')).toMatchObject({
      status: 2,
      error: expect.stringContaining('ENOENT'),
    });
  });
});
