/** Real and virtual time give the same run, where no two things happen at one moment. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Job } from '../../src/cli/run/job.ts';
import type { LogLine } from '../../src/cli/run/log-format.ts';
import type { Summary } from '../../src/cli/run/report.ts';
import { bgl, folderWith, job, jsonLines, lockchart } from './kit.ts';

/** Everything happens at another multiple of 40 ms, which at half speed no timer misses by so much. */
const jobs: readonly Job[] = [
  job('verify', 0, 440, ['instance ALL S', 'node ALL S']),
  job('create', 40, 320, ['instance new1 X new', 'node ALL X', 'node-res ALL X'], {
    priority: -1,
    steps: [
      { at: 80, do: 'release', level: 'node', names: null, keep: ['n2'] },
      { at: 200, do: 'release', level: 'node-res', names: null },
    ],
  }),
  job('migrate', 120, 160, ['instance i1 X', 'node n1,n3 X', 'node-res n1,n3 X']),
  job('hurried', 160, 40, ['node n3 X'], { timeout: 120 }),
  job('grow', 200, 840, ['instance i2 X', 'node n3 X'], {
    steps: [{ at: 160, do: 'downgrade', level: 'instance', names: null }],
  }),
  job('look', 240, 40, ['instance i2 S']),
  job('wide', 320, 40, ['node n1,n2,n3 S'], { attempt: 360, timeout: 4_000 }),
  job('remove', 360, 80, ['instance i3 X'], {
    steps: [{ at: 80, do: 'remove', level: 'instance', names: ['i3'] }],
  }),
  job('late', 400, 40, ['instance i3 S']),
  { id: 'alone', arrival: 1_000, duration: 40, locks: [bgl('exclusive')] },
];

const cluster = { cluster: { instances: ['i1', 'i2', 'i3'], nodes: ['n1', 'n2', 'n3'] } };

/** Who got what, in what order, and how the jobs ended. */
async function orderOf(how: readonly string[]): Promise<{ grants: string[]; summary: Summary }> {
  const folder = folderWith({ 'jobs.jsonl': jsonLines([cluster, ...jobs]) });
  const [file, log] = [join(folder, 'jobs.jsonl'), join(folder, 'log')];
  const { stdout, stderr } = await lockchart(['run', file, '--json', '--log', log, ...how]);
  expect(stderr).toBe('');
  const [, ...lines] = readFileSync(log, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as LogLine);
  const grants = lines.flatMap((line) => {
    if (line.type === 'end') return [`end ${line.job} ${line.state}`];
    if (line.type !== 'grant') return [];
    return [`${line.job} ${line.mode} ${line.level} ${line.names.join()} ${line.tokens.join()}`];
  });
  return { grants, summary: JSON.parse(stdout) as Summary };
}

test('the same order of grants, the same ends, and no overlap', { timeout: 30_000 }, async () => {
  const [real, simulated] = await Promise.all([orderOf(['--speed', '0.5']), orderOf(['--simulate'])]);
  expect(real.grants).toEqual(simulated.grants);
  expect(real.grants.length).toBeGreaterThan(30);
  expect(real.summary.jobs).toEqual(simulated.summary.jobs);
  expect(real.summary.jobs).toMatchObject({ done: 8, timedOut: 1, gone: 1 });
  for (const { proof } of [real.summary, simulated.summary]) {
    expect(proof).toMatchObject({ holds: true, overlaps: 0, unpaired: 0 });
  }
  expect(simulated.summary.speed).toBeNull();
  expect(simulated.summary.realMs).toBeLessThan(real.summary.realMs);
});
