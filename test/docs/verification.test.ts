/** The page on verification has the numbers that the models pin. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { verificationPage } from '../../tools/verification-page.ts';

test('docs/verification.md is up to date', () => {
  expect(readFileSync('docs/verification.md', 'utf8')).toBe(verificationPage());
});
