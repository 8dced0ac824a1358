/** The timeline: what is recorded of a run, and the page around it, without a browser. */
import { Script } from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { Job } from '../../src/cli/run/job.ts';
import { timelinePage } from '../../src/cli/timeline/assemble.ts';
import type { TimelineData } from '../../src/cli/timeline/data.ts';
import { crowd, inSight, packLanes, waitAt, waitedFor } from '../../src/cli/timeline/page/lanes.js';
import { clampView, clock, duration, ticks, zoom } from '../../src/cli/timeline/page/time.js';
import { TimelineRecorder } from '../../src/cli/timeline/recorder.ts';
import { job, runVirtually } from './kit.ts';

async function recorded(jobs: readonly Job[]): Promise<TimelineData> {
  let recorder: TimelineRecorder | undefined;
  const { result } = await runVirtually(jobs, {
    begun: ({ workload, watch }) => {
      recorder = new TimelineRecorder(workload, watch);
    },
  });
  if (recorder === undefined) throw new Error('nothing has begun');
  return recorder.finish(result, { file: 'jobs.jsonl', speed: null });
}

const [CLUSTER, INSTANCE, NODE] = [0, 1, 4];

describe('what is recorded', () => {
  test('is every job with its waits, for whom, and its holds as they change', async () => {
    const data = await recorded([
      job('Export', 0, 100, ['node n1,n2,n3 X'], {
        steps: [{ at: 40, do: 'release', level: 'node', names: ['n1'] }],
      }),
      job('Move', 10, 50, ['instance i1 X', 'node n1,n2 S'], { priority: 3 }),
      job('Late', 20, 10, ['node n3 X'], { timeout: 30 }),
    ]);
    expect(data).toMatchObject({ file: 'jobs.jsonl', speed: null, end: 150 });
    const [first, second, third] = data.jobs;
    expect(first).toMatchObject({ id: 'Export', state: 'done', arrival: 0, start: 0, end: 100, waits: [] });
    expect(first?.holds).toEqual([
      [NODE, 0, 40, 3, 0, 'n1, n2, n3'],
      [NODE, 40, 100, 2, 0, 'n2, n3'],
      [CLUSTER, 0, 100, 0, 1, 'BGL'],
    ]);
    expect(second).toMatchObject({ id: 'Move', priority: 3, arrival: 10, start: 100, end: 150 });
    expect(second?.waits).toEqual([
      [NODE, 'n1', 10, 40, [0], 0],
      [NODE, 'n2', 40, 100, [0], 0],
    ]);
    expect(second?.holds).toContainEqual([INSTANCE, 10, 150, 1, 0, 'i1']);
    expect(third).toMatchObject({ id: 'Late', state: 'timed-out', start: null, end: 50 });
    expect(third?.waits).toEqual([[NODE, 'n3', 20, 50, [0], 0]]);
  });

  test('names some of many, and says when it is the whole level', async () => {
    const names = Array.from({ length: 9 }, (_, index) => `n${index + 1}`);
    const readers = names.map((_, index) => job(`r${index}`, 0, 50, ['node n1 S']));
    const all = { ...job('all', 10, 10, ['node ALL X']), locks: job('x', 0, 0, ['node ALL X']).locks };
    const other = job('other', 100, 1, [`node ${names.join(',')} S`]);
    const data = await recorded([...readers, all, other]);
    const wide = data.jobs.find(({ id }) => id === 'all');
    expect(wide?.waits).toEqual([[NODE, 'n1', 10, 50, [0, 1, 2, 3, 4, 5, 6, 7], 1]]);
    expect(wide?.holds[0]).toEqual([NODE, 50, 60, 9, 0, 'all (n1, n2, n3, n4, n5 and 4 more)']);
  });
});

describe('the page', () => {
  const nasty = '</script><b onclick="x">$& $1 &amp; <!-- \u2028 "quotes" \\';
  const data: TimelineData = {
    file: nasty,
    speed: 1_920,
    levels: ['cluster'],
    end: 10,
    jobs: [
      {
        id: nasty,
        priority: 0,
        state: 'done',
        arrival: 0,
        start: 1,
        end: 10,
        waits: [[0, nasty, 0, 1, [0], 0]],
        holds: [[0, 1, 10, 1, 0, nasty]],
      },
    ],
  };

  test('carries the data unchanged, and no name of it is ever markup', async () => {
    const html = await timelinePage(data);
    const [, text = ''] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html) ?? [];
    expect(JSON.parse(text)).toEqual(data);
    expect(html).not.toContain('<b onclick');
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(html.match(/<script\b/g)).toHaveLength(2);
  });

  test('has one script that parses, with no module left in it', async () => {
    const html = await timelinePage(data);
    const script = html.slice(
      html.lastIndexOf('<script>') + '<script>'.length,
      html.lastIndexOf('</script>'),
    );
    expect(() => new Script(script)).not.toThrow();
    expect(script).not.toMatch(/^(import|export)\b/m);
    expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write/);
  });

  test('asks nobody for anything: it loads nothing, and may not', async () => {
    const html = await timelinePage({ ...data, file: 'x', jobs: [] });
    expect(html).not.toMatch(/\b(src|href)=|url\(|@import\s+url|https?:/);
    expect(html).toContain("default-src 'none'");
  });
});

describe('lanes', () => {
  const bar = (arrival: number, start: number | null, end: number): TimelineData['jobs'][number] => {
    return { id: '', priority: 0, state: 'done', arrival, start, end, waits: [], holds: [] };
  };
  const jobs = [
    bar(0, 0, 50),
    bar(10, 20, 30),
    bar(30, 40, 60),
    bar(50, null, 55),
    bar(55, 55, 55),
    bar(55, 55, 70),
  ];

  test('hold one job at a time, and are as few as can be', () => {
    const { lanes, laneOf } = packLanes(jobs, () => true);
    expect(lanes).toEqual([[0, 3, 4], [1, 2], [5]]);
    expect([...laneOf]).toEqual([0, 1, 1, 0, 0, 2]);
  });

  test('leave out what does not match', () => {
    const { lanes, laneOf } = packLanes(jobs, (index) => index % 2 === 1);
    expect(lanes).toEqual([[1, 3, 5]]);
    expect(laneOf[0]).toBe(-1);
  });

  test('are drawn where they are in sight, which is found in no time', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => bar(index * 10, index * 10, index * 10 + 10));
    const { lanes } = packLanes(many, () => true);
    expect(lanes).toHaveLength(1);
    expect(inSight(many, lanes[0] ?? [], { from: 105, to: 130 })).toEqual([10, 11, 12, 13]);
    expect(inSight(many, lanes[0] ?? [], { from: -10, to: -1 })).toEqual([]);
    expect(inSight(many, lanes[0] ?? [], { from: 49_999, to: 60_000 })).toEqual([4_999]);
  });

  test('pack 5,000 jobs at once', () => {
    const crowded = Array.from({ length: 5_000 }, (_, index) => bar(index, null, 1_000_000 - index));
    const before = performance.now();
    expect(packLanes(crowded, () => true).lanes).toHaveLength(5_000);
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  test('count who waits and who runs, in each part of the time', () => {
    const { waiting, running } = crowd(jobs, 70, 7);
    // At 10 one comes to one that runs, at 20 it runs too; at 50 the first goes, at 55 the last comes.
    expect([...waiting]).toEqual([0, 1, 0, 1, 0, 0, 0]);
    expect([...running]).toEqual([1, 1, 2, 1, 2, 2, 2]);
  });

  test('know the wait at a moment, and who waited for whom', async () => {
    const data = await recorded([
      job('a', 0, 40, ['node n1 X']),
      job('b', 5, 10, ['instance i1 X', 'node n1,n2 X']),
      job('c', 10, 60, ['node n2 X']),
      job('d', 30, 10, ['instance i1 S']),
    ]);
    const [, b] = data.jobs;
    if (b === undefined) throw new Error('b is missing');
    expect(waitAt(b, 20)?.[1]).toBe('n1');
    expect(waitAt(b, 60)?.[1]).toBe('n2');
    expect(waitAt(b, 0)?.[1]).toBe('n1');
    expect(waitedFor(data, 0)).toEqual([1]);
    expect(waitedFor(data, 1)).toEqual([3]);
  });
});

describe('time on the page', () => {
  const whole = { from: 0, to: 1_000 };

  test('never shows what is not there, nor nothing', () => {
    expect(clampView({ from: -50, to: 50 }, whole)).toEqual({ from: 0, to: 100 });
    expect(clampView({ from: 950, to: 1_150 }, whole)).toEqual({ from: 800, to: 1_000 });
    expect(clampView({ from: -500, to: 5_000 }, whole)).toEqual(whole);
    expect(clampView({ from: 500, to: 500.5 }, whole)).toEqual({ from: 497.75, to: 502.75 });
  });

  test('keeps the moment under the pointer where it is', () => {
    const { from, to } = zoom({ from: 100, to: 300 }, 150, 0.5);
    expect([from, to]).toEqual([125, 225]);
    expect((150 - from) / (to - from)).toBe(0.25);
  });

  test.each([
    [{ from: 0, to: 86_400_000 }, 1_000, 10_800_000],
    [{ from: 3_600_000, to: 3_660_000 }, 1_000, 10_000],
    [{ from: 0, to: 40 }, 1_000, 5],
    [{ from: 0, to: 1e10 }, 1_000, 1_728_000_000],
  ])('has round ticks: %j', (view, width, step) => {
    const at = ticks(view, width);
    expect(at.length).toBeGreaterThan(1);
    expect(at.length).toBeLessThan(13);
    for (const tick of at) expect(tick % step).toBe(0);
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBe(step);
  });

  test.each([
    [0, '00:00:00', '0 ms'],
    [59_999, '00:00:59.999', '60.0 s'],
    [90_000, '00:01:30', '1 min 30 s'],
    [3_723_004, '01:02:03.004', '1 h 02 min'],
    [100 * 3_600_000, '100:00:00', '100 h 00 min'],
  ])('says %d as %s and %s', (ms, onTheClock, inWords) => {
    expect(clock(ms)).toBe(onTheClock);
    expect(duration(ms)).toBe(inWords);
  });
});
