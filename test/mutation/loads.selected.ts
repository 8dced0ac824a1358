/**
 * That every module loads, as a test that imports nothing before: where a module fails while it loads, a file
 * that imports it has no tests, and Stryker takes none for none that failed.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('every module of the core and of the shells can be loaded', async () => {
  const files = ['src/core', 'src/locks'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join('../..', folder, file)),
  );
  for (const file of files.filter((name) => name.endsWith('.ts')))
    expect(await import(/* @vite-ignore */ file)).toBeTypeOf('object');
});
