/** The list of changes that no test catches speaks of lines that are there, and the page has it as it is. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { survivors, survivorText } from './page.ts';

test('whatever is not caught stands in a line that is there', () => {
  const gone = survivors
    .flatMap(({ changes }) => Object.entries(changes))
    .flatMap(([file, changes]) => {
      const lines = readFileSync(file, 'utf8').split('\n');
      const isGone = ([text]: readonly string[]) => !lines.some((line) => line.trim() === text);
      return changes.filter(isGone).map(([line]) => `${file}: ${line}`);
    });
  expect(gone).toEqual([]);
});

test('docs/mutation.md has every one of them, with its reason', () => {
  expect(readFileSync('docs/mutation.md', 'utf8').endsWith(survivorText())).toBe(true);
});
