/**
 * The mechanical rules of the code: sizes, headers, and which part may import which.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { awaitsInLoops } from './awaits-in-loops.ts';

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts'], { encoding: 'utf8' })
  .trim()
  .split('\n');
const text = (file: string): string => readFileSync(file, 'utf8');
const written = files.filter((file) => !file.endsWith('compiled.ts'));
const product = written.filter((file) => /^(src|models|tools)\//.test(file));

/** Where a file may import from; the most specific folder counts. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'src/core': ['src/core'],
  'src/locks': ['src/core', 'src/locks', 'node:async_hooks'],
  'src/index.ts': ['src/core', 'src/locks'],
  'src/index.node.ts': ['src/index.ts', 'src/locks'],
  'src/inspect': ['src/core', 'src/inspect', 'src/locks'],
  'src/inspect.ts': ['src/inspect', 'src/locks'],
  'src/machines': ['src/core', 'src/locks', 'src/machines', 'models', 'xstate'],
  models: ['models', 'src/core', 'src/testing/explore.ts', 'src/testing/model.ts', 'xstate'],
};

describe('tidy', () => {
  test('source files have at most 250 lines', () => {
    expect(written.filter((file) => text(file).trimEnd().split('\n').length > 250)).toEqual([]);
  });

  test('lines have at most 110 columns', () => {
    const long = written.flatMap((file) =>
      text(file)
        .split('\n')
        .map((line, number) => ({ place: `${file}:${number + 1}`, line }))
        .filter(({ line }) => line.length > 110 && !isUnbreakable(line)),
    );
    expect(long.map(({ place }) => place)).toEqual([]);
  });

  test('every source file begins by saying what it is', () => {
    expect(product.filter((file) => !/^(#!.*\n)?\/\*\*/.test(text(file)))).toEqual([]);
  });

  test('imports go one way', () => {
    const wrong = Object.keys(allowed).flatMap((part) =>
      files
        .filter((file) => file === part || file.startsWith(`${part}/`))
        .flatMap((file) => foreignImports(file, part)),
    );
    expect(wrong).toEqual([]);
  });

  test('no loop of a shell waits: what is next is for the machines to decide', () => {
    const shells = files.filter((file) => file.startsWith('src/locks/'));
    expect(shells.flatMap((file) => awaitsInLoops(file, text(file)))).toEqual([]);
  });

  test.each([
    ['for (const lock of locks) await lock.acquire();', 1],
    ['for (const lock of locks)\n  if (lock.isFree) {\n    await lock.acquire();\n  }', 3],
    ['for (let hold; hold === undefined; hold = await ask());', 1],
    ['for (const lock in await locks()) {\n  await using _hold = take(lock);\n}', 2],
    ['while ((await next()) !== undefined);', 1],
    [
      'do {\n  const all = async () => {\n    for await (const hold of holds) use(hold);\n  };\n} while (busy);',
      3,
    ],
  ])('a loop that waits is found: %s', (code, line) => {
    expect(awaitsInLoops('shell.ts', code)).toEqual([`shell.ts:${line}`]);
  });

  test.each([
    'for (const hold of await Promise.all(asked)) use(hold);',
    'for (let left = await count(); left > 0; left -= 1) use(left);',
    'for (const lock of locks) tasks.push(async () => await lock.acquire());',
    'await using hold = await lock.acquire();',
  ])('a loop that does not wait is let be: %s', (code) => {
    expect(awaitsInLoops('shell.ts', code)).toEqual([]);
  });

  test('inside one lock the order is commands, rules, compiled', () => {
    for (const file of files.filter((name) => /^src\/core\/.*\/(commands|rules)\.ts$/.test(name))) {
      expect(importsOf(file).filter((path) => path.endsWith('compiled.ts'))).toEqual([]);
      if (file.endsWith('commands.ts'))
        expect(importsOf(file).every((path) => path.endsWith('commands.ts'))).toBe(true);
    }
  });
});

/**
 * A string or a pattern that would fill most of a line by itself may make it longer, and so may a directive
 * that has to stand in one line. Prose never does.
 */
function isUnbreakable(line: string): boolean {
  if (/^\s*(\/\/ @ts-|\/\/ biome-ignore)/.test(line)) return true;
  if (/^\s*(\/?\*|\/\/)/.test(line)) return false;
  return /'[^']{60,}'|"[^"]{60,}"|`[^`]{60,}|\/[^/\s][^/]{60,}\//.test(line);
}

function foreignImports(file: string, part: string): string[] {
  return importsOf(file)
    .filter((path) => !allowed[part]?.some((prefix) => path === prefix || path.startsWith(`${prefix}/`)))
    .map((path) => `${file} imports ${path}`);
}

/** What a file imports: relative paths from the root of the project, packages by name. */
function importsOf(file: string): string[] {
  const code = text(file).replaceAll(/\/\*\*.*?\*\//gs, '');
  return [...code.matchAll(/(?:from|import)\s*\(?['"]([^'"]+)['"]/g)].map(([, path = '']) =>
    path.startsWith('.') ? normalize(join(dirname(file), path)) : path,
  );
}
