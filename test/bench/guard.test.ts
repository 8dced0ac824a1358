/**
 * The guard of CI: it finds a lock that was slowed down, and lets a busy machine be.
 */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { bestOf, type Ratios, slowRows } from '../../bench/guard/decide.ts';

const recorded = { exclusive: 1.4, handoff: 4 };

describe('the decision', () => {
  test('nothing is slow that takes what is on record', () => {
    expect(slowRows(recorded, [recorded])).toEqual([]);
  });

  test('up to twice that is let pass', () => {
    expect(slowRows(recorded, [{ exclusive: 2.8, handoff: 8 }])).toEqual([]);
  });

  test('more than twice that is slow, and named', () => {
    expect(slowRows(recorded, [{ exclusive: 2.9, handoff: 4 }])).toEqual([
      { row: 'exclusive', recorded: 1.4, best: 2.9 },
    ]);
  });

  test('one good attempt is enough, for each row by itself', () => {
    const attempts = [
      { exclusive: 9, handoff: 4 },
      { exclusive: 1.5, handoff: 40 },
    ];
    expect(slowRows(recorded, attempts)).toEqual([]);
    expect(bestOf(attempts)).toEqual({ exclusive: 1.5, handoff: 4 });
  });

  test('slow in every attempt is slow', () => {
    const attempts = [
      { exclusive: 3.5, handoff: 4 },
      { exclusive: 3, handoff: 4 },
    ];
    expect(slowRows(recorded, attempts)).toEqual([{ row: 'exclusive', recorded: 1.4, best: 3 }]);
  });

  test('a row that is on one side only is an error, and not a pass', () => {
    expect(() => slowRows(recorded, [{ exclusive: 1.4 }])).toThrow("'handoff' is not measured");
    expect(() => slowRows({ exclusive: 1.4 }, [recorded])).toThrow("'handoff' is not on record");
  });
});

test('a lock that awaits once more before and after each acquire is found', () => {
  const words = ['--import', 'tsx', 'test/bench/fixtures/planted.ts'];
  const { sound, slowed } = JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' })) as {
    readonly sound: readonly Ratios[];
    readonly slowed: readonly Ratios[];
  };
  expect(slowRows(bestOf(sound), sound)).toEqual([]);
  expect(slowRows(bestOf(sound), slowed)).toMatchObject([{ row: 'exclusive' }]);
});
