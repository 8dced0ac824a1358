/** `lockchart verify` as a user has it: from the packed tarball, with and without XState and Spin. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** `empty`: a project with the package and nothing else in it; `installed`: where the package is in there. */
export function describeVerify(empty: string, installed: string): void {
  describe('lockchart verify, from the packed tarball', { timeout: 300_000 }, () => {
    const other = mkdtempSync(join(tmpdir(), 'lockchart-verify-'));
    afterAll(() => rmSync(other, { recursive: true, force: true }));

    beforeAll(() => {
      cpSync(installed, join(other, 'node_modules', 'lockchart'), { recursive: true });
      symlinkSync(resolve('node_modules/xstate'), join(other, 'node_modules', 'xstate'));
      // All of PATH that the command needs, and no Spin in it.
      mkdirSync(join(other, 'bin'));
      symlinkSync(process.execPath, join(other, 'bin', 'node'));
      writeFileSync(join(other, 'package.json'), JSON.stringify({ type: 'module', private: true }));
    });

    const verifyIn = (cwd: string, ...options: string[]) => {
      const cli = join('node_modules', 'lockchart', 'dist', 'cli.js');
      const env = { PATH: join(other, 'bin') };
      return spawnSync('node', [cli, 'verify', ...options], { cwd, env, encoding: 'utf8' });
    };

    test('says what is missing where there is no xstate', () => {
      const { status, stdout, stderr } = verifyIn(empty, '--bounds', 'small');
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toBe('lockchart: verify needs the package xstate: npm install xstate\n');
    });

    test('prints a table in which all is well', () => {
      const { status, stdout } = verifyIn(other, '--bounds', 'small', '--runs', '5');
      expect(stdout).toMatch(/^check +states +steps +seconds\n/);
      expect(stdout).not.toMatch(/ (failed|skipped) /);
      for (const machine of ['3 owners, 2 priorities', '2 owners, 2 members', '3 owners, 3 levels'])
        expect(stdout).toMatch(new RegExp(`^every state: ${machine}.* ok `, 'm'));
      expect(stdout).toMatch(/\nEverything holds\.\n$/);
      expect(status).toBe(0);
    });

    test('compares digests where there is no Spin, and says what it has left out', () => {
      const { status, stdout } = verifyIn(other, '--model', 'shared-lock', '--runs', '5');
      expect(stdout).toMatch(
        /^as specified: shared-lock .* ok .*shipped digest .*Spin and gcc are not inst/m,
      );
      expect(stdout).toMatch(/^by Spin: shared-lock, progress .* skipped +Spin and gcc are not installed/m);
      expect(stdout).toMatch(/\nEverything that was checked holds; 2 checks were skipped\.\n$/);
      expect(status).toBe(0);
    });

    test('shows the shortest way to what is wrong in a machine of the user', () => {
      const change = `export const machine = sharedLockMachine.provide({ guards: { fitsAtOnce: () => true } });`;
      const source = `import { sharedLockMachine } from 'lockchart/machines';\n${change}\n`;
      writeFileSync(join(other, 'mine.js'), source);
      const { status, stdout } = verifyIn(other, '--bounds', 'small', '--machine', 'mine.js');
      expect(stdout).toMatch(/^every state: 3 owners.* failed +breaks exclusion$/m);
      const [, run = ''] =
        /^every state: 3 owners[^\n]*: the shortest way there\n(.*?)\n\n/ms.exec(stdout) ?? [];
      expect(run.split('\n')).toEqual([
        'lock.acquire mode=shared owner=ann request=1 priority=0 try=false',
        '  → lock.granted owner=ann request=1 mode=shared token=1',
        '  = shared:ann',
        'lock.acquire mode=exclusive owner=bob request=2 priority=0 try=false',
        '  → lock.granted owner=bob request=2 mode=exclusive token=2',
        '  = shared:ann,bob',
      ]);
      expect(stdout).toMatch(/\n4 of 4 checks failed\.\n$/);
      expect(status).toBe(1);
    });
  });
}
