/** The guide lists every code of an error, and no other. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('the table of errors has exactly the codes that there are, class by class', () => {
  const source = readFileSync('src/locks/errors.ts', 'utf8');
  const guide = readFileSync('docs/guide.md', 'utf8');
  const table = guide.slice(guide.indexOf('| **`LockError`**'));
  const [failures = '', mistakes = ''] = table.split('| **`LockUsageError`**');
  for (const [type, rows] of [
    ['LockErrorCode', failures],
    ['LockUsageErrorCode', mistakes],
  ] as const) {
    const union = new RegExp(`export type ${type} =([^;]*);`).exec(source)?.[1] ?? '';
    const codes = [...union.matchAll(/'([a-z-]+)'/g)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(5);
    expect([...rows.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code)).toEqual(codes);
  }
});
