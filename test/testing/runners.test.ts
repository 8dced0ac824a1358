/** The suite of the kit in another runner of tests than this one: `node:test`. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

function suite(planted: string) {
  const words = ['--import', 'tsx', '--test', '--test-reporter=tap', 'test/testing/fixtures/suite.ts'];
  const env = { ...process.env, PLANTED: planted, NODE_TEST_CONTEXT: undefined };
  return spawnSync(process.execPath, words, { encoding: 'utf8', env });
}

test('is green in node:test where the lock is sound', () => {
  const { status, stdout } = suite('');
  expect(stdout).toContain('ok 1 - exclusion');
  expect(stdout).toMatch(/# fail 0$/m);
  expect(status).toBe(0);
});

test('is red in node:test where it is not, and shows the scenario', () => {
  const { status, stdout } = suite('never-idle');
  expect(stdout).toContain('not ok 3 - never-idle');
  expect(stdout).toMatch(/acquire by=ann mode=exclusive/);
  expect(stdout).toMatch(/Again: \{ seed: 5, path: /);
  expect(status).toBe(1);
});
