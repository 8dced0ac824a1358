/** What the page makes of messages, without a browser. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { cycles } from '../../src/cli/inspect/view/cycles.ts';
import { LiveRecording } from '../../src/cli/inspect/view/live.ts';
import { Stretch } from '../../src/cli/inspect/view/stretch.ts';
import { type WaitedLock, waitGraph } from '../../src/cli/inspect/view/wait-graph.ts';
import { blockers } from '../../src/core/shared-lock/blockers.ts';
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
      'bob acquire shared p0: exclusive (waits)',
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

  const program = { key: 'p', title: 'p' };
  const other = { key: 'q', title: 'q' };
  /** Held by the first, and wanted by the others, one after the other; `a*` are sharers. */
  const lockOf = (name: string, [holder = '', ...queue]: readonly string[], of = program): WaitedLock => {
    const modeOf = (owner: string) => (owner.endsWith('*') ? ('shared' as const) : ('exclusive' as const));
    const holds = [{ owner: holder, request: 1, mode: modeOf(holder), token: 1 }];
    const groups = queue.map((owner, index) => {
      const waiters = [{ owner, request: index + 2 }];
      return { priority: 0, mode: modeOf(owner), deletes: false, waiters };
    });
    return { name, program: of, data: { token: 1, closed: false, holds, queue: groups } };
  };
  const arrows = (locks: readonly WaitedLock[]): string[] =>
    waitGraph(locks, { most: 100 }).edges.map(({ from, to }) => `${from}>${to}`.replaceAll(/[pq] /g, ''));

  test('only the nearest are told', () => {
    expect(arrows([lockOf('x', ['ann', 'bob', 'cy'])])).toEqual(['bob>ann', 'cy>bob']);
    expect(arrows([lockOf('x', ['a*', 'bob', 'c*', 'd*', 'eve', 'f*'])])).toEqual(
      'bob>a* c*>bob d*>bob eve>c* eve>d* f*>eve'.split(' '),
    );
  });

  test.prop([fc.array(fc.tuple(fc.nat(5), fc.boolean()), { maxLength: 12 })])(
    'whoever blocks a request can be reached, and by no arrow that could be left out',
    (places) => {
      const names = places.map(([, isShared], index) => `${index}${isShared ? '*' : ''}`);
      const lock = lockOf('x', names);
      const pairs = arrows([lock]).map((arrow) => arrow.split('>') as [string, string]);
      const ahead = (name: string): string[] => pairs.flatMap(([from, to]) => (from === name ? [to] : []));
      const reached = (name: string): string[] => ahead(name).flatMap((to) => [to, ...reached(to)]);
      for (const [index, name] of names.entries()) {
        const all = blockers(lock.data, index + 1).map(({ owner }) => String(owner));
        expect(reached(name)).toEqual(expect.arrayContaining(all));
        expect(all).toEqual(expect.arrayContaining(ahead(name)));
        const further = ahead(name).flatMap(reached);
        expect(ahead(name).filter((to) => further.includes(to))).toEqual([]);
      }
    },
  );

  test('it begins with the chosen lock, says what is not shown, and shows more around whom one chooses', () => {
    const crowds = Array.from({ length: 30 }, (_, index) =>
      lockOf(`lock ${index}`, [`h${index}`, `w${index}`]),
    );
    const lock = lockOf('mine', ['ann', 'bob', 'cy', 'dee', 'eve']);
    const locks = [...crowds, lock];
    const near = waitGraph(locks, { lock, most: 3 });
    expect(near.owners.map(({ name, hidden }) => `${name} ${hidden}`)).toEqual(['ann 0', 'bob 0', 'cy 1']);
    expect(near.others).toBe(62);
    const more = waitGraph(locks, { lock, around: ['p cy'], most: 3 });
    expect(more.owners.map(({ name }) => name).toSorted()).toEqual(['ann', 'bob', 'cy', 'dee', 'eve']);
    // Where nobody waits one sees the others.
    const free = lockOf('free', ['zoe']);
    expect(waitGraph(locks, { lock: free, most: 3 }).owners).toHaveLength(3);
    // A circle is shown wherever it is.
    const circle = [lockOf('x', ['fay', 'guy']), lockOf('y', ['guy', 'fay'])];
    const all = waitGraph([...locks, ...circle], { lock, most: 100 });
    expect(all.owners.filter(({ isCyclic }) => isCyclic).map(({ name }) => name)).toEqual(['guy', 'fay']);
    expect(all.inCircles).toBe(2);
    expect(all.owners).toHaveLength(7);
  });

  test('the same names in two programs are two owners', () => {
    const locks = [lockOf('x', ['ann', 'bob']), lockOf('y', ['bob', 'ann'], other)];
    expect(waitGraph(locks, { most: 100 }).inCircles).toBe(0);
    const [x, y] = [lockOf('x', ['ann', 'bob']), lockOf('y', ['bob', 'ann'])];
    expect(waitGraph([x, y], { most: 100 }).inCircles).toBe(2);
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
