/**
 * `lockchart verify`, as a program: what it finds in our machines, and in one that is wrong.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'lockchart-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));

function verify(...options: string[]) {
  const program = ['--import', 'tsx', 'src/cli/main.ts', 'verify', ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

interface Row {
  readonly check: string;
  readonly status: string;
  readonly detail: string;
  readonly counterexample?: string;
  readonly scenario?: string;
}

const rowsOf = (stdout: string): readonly Row[] => (JSON.parse(stdout) as { rows: Row[] }).rows;

/** A machine that is ours but for one guard or action. */
function fileWith(name: string, model: string, change: string): string {
  const file = join(folder, `${name}.ts`);
  const source = join(process.cwd(), 'models', `${model}.machine.ts`);
  writeFileSync(
    file,
    `import * as model from ${JSON.stringify(source)};\nexport const machine = ${change};\n`,
  );
  return file;
}

describe('lockchart verify', { timeout: 300_000 }, () => {
  test('finds nothing wrong, and shows the deadlock that the order of levels prevents', () => {
    const { status, stdout } = verify(
      '--bounds',
      'small',
      '--model',
      'level-order',
      '--runs',
      '20',
      '--json',
    );
    expect(status).toBe(0);
    const rows = rowsOf(stdout);
    expect(rows.map((row) => row.status)).toEqual(rows.map(() => 'ok'));
    const shown = rows.find(({ check }) => check === 'without the order of levels: a deadlock');
    expect(shown?.detail).toBe('after 6 commands, as it must');
    expect(shown?.scenario).toMatch(/level=instance names=\[a\].*level=node names=\[b\].*a=exclusive:ann\|/s);
  });

  test('tries the claims along as many random runs as are asked for, drawn from the seed', () => {
    const runs = (seed: string, count: string) => {
      const options = [
        '--bounds',
        'small',
        '--model',
        'condition',
        '--seed',
        seed,
        '--runs',
        count,
        '--json',
      ];
      return rowsOf(verify(...options).stdout).filter(({ check }) => check.startsWith('random runs'));
    };
    expect(runs('1', '3').map(({ detail }) => detail)).toEqual(['3 runs, seed 1', '3 runs, seed 1']);
    expect(runs('2', '30').map(({ detail }) => detail)).toEqual(['30 runs, seed 2', '30 runs, seed 2']);
  });

  test('shows the shortest way to what is wrong in a machine that is handed in', () => {
    const change = 'model.sharedLockMachine.provide({ guards: { fitsAtOnce: () => true } })';
    const file = fileWith('grants-everything', 'shared-lock', change);
    const { status, stdout } = verify('--bounds', 'small', '--machine', file);
    expect(status).toBe(1);
    expect(stdout).toMatch(/\d+ of \d+ checks failed\./);
    const [, scenario = ''] =
      /every state: 3 owners[^:]*: the shortest way there\n(.*?)\n\n/s.exec(stdout) ?? [];
    // Two commands are the least with which two owners can get in each other's way.
    expect(scenario.match(/^lock\./gm)).toHaveLength(2);
  });

  test.each([
    ['there is no such file', ['--machine', 'none.js'], 'there is no file none.js'],
    ['there is no such machine', ['--model', 'none'], "there is no machine 'none'"],
    ['a number is none', ['--runs', 'many'], 'must be a whole number'],
  ])('refuses what it cannot do: %s', (_what, options, message) => {
    const { status, stdout, stderr } = verify('--bounds', 'small', ...options);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test.each([
    [
      'the checks asked for are not about the machine that was handed in',
      'model.sharedLockMachine',
      ['--model', 'condition'],
      "is a machine 'shared-lock', of which the checks of 'condition' say nothing",
    ],
    [
      'what looks like a machine is none',
      "{ id: 'condition', root: {}, transition: {} }",
      [],
      'must export one XState machine, and exports 0',
    ],
    [
      'what has the methods of one is none',
      "{ id: 'condition', root: {}, transition: () => {}, resolveState: 1 }",
      [],
      'must export one XState machine, and exports 0',
    ],
  ])('refuses a file where %s', (_what, machine, options, message) => {
    const file = fileWith('refused', 'shared-lock', machine);
    const { status, stdout, stderr } = verify('--bounds', 'small', '--machine', file, ...options);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test('takes as long by its help as by its page', () => {
    const [, time = 'no time'] =
      /normal takes ([^,]+), and/.exec(verify('--help').stdout.replace(/\s+/g, ' ')) ?? [];
    const page = readFileSync('docs/verification.md', 'utf8').replace(/\s+/g, ' ');
    expect(page).toContain(`repeats it on the installed package, in ${time}, and`);
  });

  test('checks a machine that was handed in where its own name is asked for too', () => {
    const file = fileWith('the-same', 'condition', 'model.conditionMachine');
    const only = ['--model', 'condition', '--runs', '2', '--json'];
    const { status, stdout } = verify('--bounds', 'small', '--machine', file, ...only);
    expect([status, rowsOf(stdout).length > 1]).toEqual([0, true]);
  });
});
