/**
 * Every code block of the README, and every example in a public docstring, compiles and runs.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

interface Example {
  readonly place: string;
  readonly code: string;
  /** What its comments say that it prints. */
  readonly printed: readonly string[];
}

const scripts = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> })
  .scripts;
const readme = readFileSync('README.md', 'utf8');
const examples = [
  ...blocks('README.md', readme, /^```ts\n(.*?)^```/gms),
  ...['docs/guide.md', 'docs/inspection.md'].flatMap((file) =>
    blocks(file, readFileSync(file, 'utf8'), /^```ts\n(.*?)^```/gms),
  ),
  ...sources('src').flatMap((file) => blocks(file, docstrings(file), /^```ts\n(.*?)^```/gms)),
];

// Inside the project, so that its packages are found, and out of sight of git.
mkdirSync('.cache', { recursive: true });
const folder = mkdtempSync(join('.cache', 'examples-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('examples', () => {
  test('are there', () => {
    expect(examples.length).toBeGreaterThanOrEqual(8);
  });

  test('compile', () => {
    for (const [number, { code }] of examples.entries()) writeFileSync(join(folder, `${number}.ts`), code);
    const paths = {
      lockchart: ['../../src/index.node.ts'],
      'lockchart/inspect': ['../../src/inspect.ts'],
      'lockchart/machines': ['../../src/machines.ts'],
      'lockchart/testing': ['../../src/testing.ts'],
      'lockchart/testing/arbitraries': ['../../src/testing/arbitraries.ts'],
    };
    const config = {
      extends: '../../tsconfig.json',
      compilerOptions: { paths, noUnusedLocals: false },
      include: ['*.ts'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    run('tsc', ['-p', folder]);
  });

  test.each(examples.map(({ place }, number) => [place, number] as const))('%s runs', (_place, number) => {
    const { printed } = examples[number] as Example;
    const out = run('tsx', ['--tsconfig', join(folder, 'tsconfig.json'), join(folder, `${number}.ts`)]);
    expect(inOrder(out.split('\n'), printed)).toEqual(printed);
  });
});

describe('the commands of the README', () => {
  const commands = [...readme.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, text = '']) =>
    text.trim().split('\n'),
  );

  test('are those that set up, start and test, the one that installs, and scripts that exist', () => {
    expect(commands.map((line) => line.replace(/\s+#.*/, ''))).toEqual([
      'npm ci && npm start',
      'npm ci && npm start -- --inspect',
      'npm ci && npm test',
      'npm install lockchart',
    ]);
    for (const [, name = ''] of readme.matchAll(/`npm run ([\w:]+)/g)) expect(scripts).toHaveProperty([name]);
  });

  test('npm start runs the example day', { timeout: 60_000 }, () => {
    const start = scripts['start']?.replace(/^tsx /, '') ?? '';
    const summary = run('tsx', [...start.split(' '), '--simulate', '--json']);
    expect(JSON.parse(summary)).toMatchObject({ jobs: { total: 9651, failed: 0 }, proof: { holds: true } });
  });
});

function run(tool: string, words: readonly string[]): string {
  try {
    return execFileSync(join('node_modules', '.bin', tool), words, { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${tool} ${words.join(' ')} failed:\n${stdout}${stderr}`);
  }
}

/** Those of `wanted` that are whole lines, each behind the one before it. */
function inOrder(lines: readonly string[], wanted: readonly string[]): string[] {
  let from = 0;
  return wanted.filter((line) => {
    const found = lines.indexOf(line, from);
    if (found >= 0) from = found + 1;
    return found >= 0;
  });
}

function sources(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(path, file))
    .toSorted();
}

/** The text of the doc comments, without their stars. */
function docstrings(file: string): string {
  const comments = readFileSync(file, 'utf8').match(/\/\*\*.*?\*\//gs) ?? [];
  return comments.map((comment) => comment.replaceAll(/^\s*\* ?/gm, '')).join('\n');
}

function blocks(file: string, text: string, pattern: RegExp): Example[] {
  return [...text.matchAll(pattern)].map(([, code = ''], number) => ({
    place: `${file} [${number}]`,
    code,
    printed: [...code.matchAll(/console\.log\(.*\);?\)?;? \/\/ (.*)/g)].map(([, line = '']) => line.trim()),
  }));
}
