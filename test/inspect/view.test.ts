/** What the page makes of messages, without a browser. */
import { describe, expect, test } from 'vitest';
import { LiveRecording } from '../../src/cli/inspect/view/live.ts';
import { Stretch } from '../../src/cli/inspect/view/stretch.ts';
import { cycles, waitGraph } from '../../src/cli/inspect/view/wait-graph.ts';
import { SharedLock } from '../../src/index.ts';
import { Messages } from '../../src/inspect/messages.ts';
import type { InspectorMessage } from '../../src/inspect/protocol.ts';
import '../../src/inspect.ts';

/** Feeds a recording with what a lock tells. */
function recorded(limit?: number) {
  const recording = new LiveRecording(limit);
  const messages = new Messages();
  const lock = new SharedLock('config', {
    inspect: (event) => {
      const text = messages.textOf(event);
      if (text === undefined) return;
      recording.receive({ process: 'p', message: JSON.parse(text) as InspectorMessage, size: text.length });
    },
  });
  const at = (moment: number): unknown => {
    recording.seek(moment);
    const [machine] = recording.machines;
    return machine && recording.stateOf(machine)?.snapshot.value;
  };
  return { recording, lock, at };
}

describe('a live recording', () => {
  test('has every moment, with the states on the way', async () => {
    const { recording, lock, at } = recorded();
    await lock.acquire({ owner: 'ann' });
    const bob = lock.acquire({ owner: 'bob', mode: 'shared' });
    lock.release({ owner: 'ann' });
    await bob;
    const { first, last } = recording;
    const rows = Array.from({ length: last - first + 1 }, (_, index) => recording.row(first + index));
    expect(
      rows.map((row) => `${row?.from.name} ${row?.label}: ${row?.path.join(' ')} (${row?.said})`),
    ).toEqual([
      ' init: free ()',
      'ann acquire exclusive p0: free exclusive (granted ann)',
      'bob acquire shared p0: exclusive ()',
      'ann release: exclusive settling shared (released ann, granted bob)',
    ]);
    expect([1, 2, 3, 4].map(at)).toEqual(['free', 'exclusive', 'exclusive', 'shared']);
    expect(recording.matches(4, undefined, 'settling')).toBe(true);
    expect(recording.matches(2, undefined, 'settling')).toBe(false);
  });

  test('keeps as much as fits, and how everything was before that', async () => {
    const { recording, lock, at } = recorded(20_000);
    for (let round = 0; round < 100; round += 1) (await lock.acquire({ owner: 'ann' })).release();
    const { first, last } = recording;
    expect(last).toBe(201);
    expect(first).toBeGreaterThan(100);
    expect(at(last)).toBe('free');
    expect([at(first), at(first + 1)].toSorted()).toEqual(['exclusive', 'free']);
    expect(recording.row(first - 1)).toBeUndefined();
  });
});

describe('who waits for whom', () => {
  test('circles are found, whoever else waits', () => {
    const found = cycles(
      new Map([
        ['a', ['b']],
        ['b', ['c', 'd']],
        ['c', ['a']],
        ['d', ['e']],
        ['f', ['f']],
      ]),
    );
    expect([...found.keys()].toSorted()).toEqual(['a', 'b', 'c', 'f']);
    expect(found.get('a')).toBe(found.get('c'));
    expect(found.get('f')).not.toBe(found.get('a'));
  });

  test('a long chain is no matter', () => {
    const chain = Array.from({ length: 50_000 }, (_, index) => [`${index}`, [`${index + 1}`]] as const);
    expect(cycles(new Map(chain)).size).toBe(0);
    expect(cycles(new Map([...chain, ['50000', ['0']]])).size).toBe(50_001);
  });

  test('only the nearest are told, and who there is no room for', () => {
    const waiter = (owner: string, request: number) => ({
      priority: 0,
      mode: 'exclusive' as const,
      deletes: false,
      waiters: [{ owner, request }],
    });
    const holds = [{ owner: 'ann', request: 1, mode: 'exclusive' as const, token: 1 }];
    const data = { token: 1, closed: false, holds, queue: [waiter('bob', 2), waiter('cy', 3)] };
    const { edges, others } = waitGraph([{ name: 'x', data }], 10);
    expect(edges.map(({ from, to }) => `${from}>${to}`)).toEqual(['bob>ann', 'cy>bob']);
    expect(others).toBe(0);
    expect(waitGraph([{ name: 'x', data }], 2).others).toBe(1);
  });
});

test('a stretch loses its beginning and keeps its numbers', () => {
  const stretch = new Stretch<number>(1);
  for (let number = 1; number <= 1_000; number += 1) stretch.push(number);
  for (let number = 1; number <= 900; number += 1) expect(stretch.shift()).toBe(number);
  expect([stretch.first, stretch.last, stretch.length]).toEqual([901, 1_000, 100]);
  expect([stretch.at(900), stretch.at(901), stretch.at(1_001)]).toEqual([undefined, 901, undefined]);
  expect(stretch.lastWhere((number) => number <= 950)).toBe(950);
  expect(stretch.lastWhere((number) => number <= 0)).toBe(900);
});
