/** examples/own-lock with the packed tarball: green as it is, red with the bug that is planted there. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** What is expected of the example, on the tarball that was packed by then. */
export function describeOwnLock(tarball: () => string): void {
  describe('examples/own-lock with the packed tarball', () => {
    const project = mkdtempSync(join(tmpdir(), 'lockchart-own-lock-'));

    beforeAll(() => {
      cpSync('examples/own-lock', project, { recursive: true });
      copyFileSync(tarball(), join(project, 'lockchart.tgz'));
      // Installed as anybody would; only fast-check is the one that is here, so that no network is needed.
      const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
        devDependencies: Record<string, string>;
      };
      delete manifest.devDependencies['fast-check'];
      writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
      execFileSync('npm', ['install', '--offline', '--no-audit'], { cwd: project, stdio: 'pipe' });
      symlinkSync(resolve('node_modules/fast-check'), join(project, 'node_modules', 'fast-check'));
    }, 120_000);

    afterAll(() => rmSync(project, { recursive: true, force: true }));

    function tested(planted: string) {
      const env = { ...process.env, PLANTED: planted, NODE_TEST_CONTEXT: undefined };
      return spawnSync('npm', ['test'], { cwd: project, encoding: 'utf8', env });
    }

    test('is green', () => {
      const { status, stdout } = tested('');
      expect(stdout).toMatch(/(# |ℹ )fail 0$/m);
      expect(stdout).toMatch(/exclusion: A writer holds alone/);
      expect(status).toBe(0);
    });

    test('is red with its planted bug, with a scenario like that of its README', () => {
      const { status, stdout } = tested('1');
      expect(status).toBe(1);
      expect(stdout).toMatch(/✗ \w+ (waits, and nobody holds the lock|never gets an answer)/);
      const steps = /acquire by=\w+ mode=exclusive.*?timeout=5.*?→ refused by=/s;
      expect(stdout).toMatch(steps);
      expect(readFileSync('examples/own-lock/README.md', 'utf8')).toMatch(steps);
    });
  });
}
