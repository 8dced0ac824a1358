/** The log says enough to know every lock at every moment, and nothing that did not happen. */
import { fc, test } from '@fast-check/vitest';
import { describe, test as example, expect } from 'vitest';
import { Disagreement, LogReplay } from '../../src/cli/locks/log-replay.ts';
import { Contention } from '../../src/cli/run/contention.ts';
import type { Job } from '../../src/cli/run/job.ts';
import { LockWatch } from '../../src/cli/run/lock-watch.ts';
import type { LogHead, LogLine } from '../../src/cli/run/log-format.ts';
import { RunLog } from '../../src/cli/run/run-log.ts';
import { Workload } from '../../src/cli/run/workload.ts';
import { ganetiLevels, LockManager, LockMonitor, type LockRow } from '../../src/index.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';
import { arbitraryJobs, MEMBERS } from './arbitrary-jobs.ts';
import { job } from './kit.ts';

interface Logged {
  readonly head: LogHead;
  readonly lines: readonly LogLine[];
  /** What the manager itself says, by time. */
  readonly tables: ReadonlyMap<number, readonly LockRow[]>;
}

async function logged(jobs: readonly Job[], moments: readonly number[]): Promise<Logged> {
  const [clock, watch] = [new VirtualClock(), new LockWatch()];
  const manager = new LockManager({ levels: ganetiLevels(MEMBERS), engine: watch.engine, clock });
  watch.begin();
  const contention = (now: () => number): Contention => new Contention(watch, now);
  const workload = new Workload(jobs, { clock, speed: 1, manager, contention });
  const lines: object[] = [];
  const log = new RunLog(
    { write: (line) => lines.push(line), close: () => Promise.resolve() },
    { file: 'jobs', speed: null, members: MEMBERS },
    workload,
  );
  log.listenTo(watch);
  const finished = workload.run();
  const tables = new Map<number, readonly LockRow[]>();
  for (const moment of moments.toSorted((a, b) => a - b)) {
    await clock.advanceTo(moment);
    tables.set(moment, manager.monitor.query());
  }
  while (clock.nextAt !== undefined) await clock.advanceTo(clock.nextAt);
  await finished;
  await log.close();
  const [head, ...rest] = lines;
  return { head: head as LogHead, lines: rest as LogLine[], tables };
}

function tableFrom({ head, lines }: Logged, moment: number): LockRow[] {
  const replay = new LogReplay(head);
  for (const line of lines.filter(({ at }) => at <= moment)) replay.apply(line);
  const monitor = new LockMonitor();
  monitor.register(replay);
  return monitor.query();
}

describe('a log', () => {
  test.prop([arbitraryJobs, fc.uniqueArray(fc.nat(150), { minLength: 3, maxLength: 6 })], { numRuns: 150 })(
    'gives the table of locks at any moment, as the manager had it',
    async (jobs, moments) => {
      const run = await logged(jobs, moments);
      for (const [moment, table] of run.tables) expect(tableFrom(run, moment)).toEqual(table);
    },
  );

  test.prop([arbitraryJobs], { numRuns: 50 })('ends with nothing held and nobody waiting', async (jobs) => {
    const rows = tableFrom(await logged(jobs, []), Number.POSITIVE_INFINITY);
    expect(rows.filter(([, mode, , pending]) => mode !== null || pending.length > 0)).toEqual([]);
  });

  test.prop([arbitraryJobs], { numRuns: 50 })(
    'numbers its lines, in order of time, and gives each grant a token of its own',
    async (jobs) => {
      const { lines } = await logged(jobs, []);
      expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index));
      expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).toSorted((a, b) => a - b));
      const tokens = new Map<string, number>();
      for (const line of lines) {
        if (line.type !== 'grant') continue;
        for (const [index, name] of line.names.entries()) {
          const [id, token] = [`${line.level}/${name}`, line.tokens[index] ?? 0];
          expect(token).toBeGreaterThan(tokens.get(id) ?? 0);
          tokens.set(id, token);
        }
      }
    },
  );

  example('puts what happens to many locks in one go into one line', async () => {
    const { lines } = await logged(
      [
        job('a', 0, 10, ['node ALL X'], { steps: [{ at: 5, do: 'release', level: 'node', names: ['n1'] }] }),
        job('b', 1, 10, ['node n1,n2 S'], { priority: -1, timeout: 6 }),
      ],
      [],
    );
    const node = lines.filter((line) => 'level' in line && line.level === 'node');
    const all = ['[lockset]', 'n1', 'n2', 'n3'];
    const a = { job: 'a', level: 'node', mode: 'exclusive', priority: 0 };
    const b = { job: 'b', level: 'node', mode: 'shared', priority: -1 };
    expect(node.map((line) => ({ ...line, seq: undefined }))).toEqual([
      { at: 0, type: 'request', ...a, names: null },
      { at: 0, type: 'grant', ...a, names: all, tokens: [1, 1, 1, 1] },
      { at: 1, type: 'request', ...b, names: ['n1', 'n2'] },
      { at: 1, type: 'wait', ...b, names: ['n1'] },
      { at: 5, type: 'release', ...a, names: ['[lockset]', 'n1'], tokens: [1, 1] },
      { at: 5, type: 'grant', ...b, names: ['n1'], tokens: [2] },
      { at: 5, type: 'wait', ...b, names: ['n2'] },
      { at: 7, type: 'refuse', job: 'b', level: 'node', names: ['n2'], reason: 'timeout' },
      { at: 7, type: 'release', ...b, names: ['n1'], tokens: [2] },
      { at: 10, type: 'release', ...a, names: ['n2', 'n3'], tokens: [1, 1] },
    ]);
    expect(lines.filter(({ type }) => type === 'end')).toMatchObject([
      { job: 'b', state: 'timed-out' },
      { job: 'a', state: 'done' },
    ]);
  });
});

describe('a log that cannot be true', () => {
  const stamp = { at: 0, seq: 0, level: 'node', names: ['n1'], priority: 0 } as const;
  const head: LogHead = { lockchart: 'run', version: 1, file: 'jobs', speed: null, members: MEMBERS };
  const grant = (who: string): LogLine => {
    return { ...stamp, type: 'grant', job: who, mode: 'exclusive', tokens: [1] };
  };
  const wait: LogLine = { ...stamp, type: 'wait', job: 'a', mode: 'shared' };

  example.each<[string, readonly LogLine[], string]>([
    ['grants to two at once', [grant('a'), grant('b')], 'grants node/n1 to b, which it cannot have by then'],
    ['waits for what is free', [wait], 'lets a wait at node/n1, which would be granted at once'],
    [
      'releases what is not held',
      [{ ...stamp, type: 'release', job: 'a', mode: 'shared', tokens: [1] }],
      "says 'release' of a, which is no holder of node/n1",
    ],
    [
      'refuses who does not wait',
      [grant('a'), { ...stamp, type: 'refuse', job: 'a', reason: 'timeout' }],
      "says 'refuse' of a, which is no waiter",
    ],
    ['raises who does not wait', [{ ...stamp, type: 'raise', job: 'a' }], "says 'raise' of a"],
    ['adds what is there', [{ ...stamp, type: 'add', job: 'a' }], 'adds node/n1, which is there already'],
    [
      'removes what another holds',
      [grant('a'), { ...stamp, type: 'remove', job: 'b' }],
      'removes node/n1 for b, while it is held',
    ],
    ['speaks of what is not there', [{ ...wait, names: ['n7'] } as LogLine], 'speaks of node/n7'],
  ])('%s', (_, lines, message) => {
    const replay = new LogReplay(head);
    const apply = (): void => {
      for (const line of lines) replay.apply(line);
    };
    expect(apply).toThrow(Disagreement);
    expect(apply).toThrow(message);
  });
});
