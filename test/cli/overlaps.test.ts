/** The proof finds every overlap in what the jobs wrote down, and takes no lock's word for it. */
import { describe, expect, test } from 'vitest';
import { type Passage, proveExclusion } from '../../src/cli/run/overlaps.ts';
import type { Mode } from '../../src/index.ts';
import { bglJob, grantingLock, runVirtually } from './kit.ts';

/** `+a` goes in, `-a` comes out; a capital wants to be alone. All at the same time: only the order counts. */
function passages(story: string, lock = 'L'): Passage[] {
  return story.split(' ').map((word, seq) => {
    const name = word.slice(1);
    const mode: Mode = name === name.toUpperCase() ? 'exclusive' : 'shared';
    return { seq, at: 0, type: word.startsWith('+') ? 'enter' : 'exit', job: name, lock, mode };
  });
}

describe('proveExclusion', () => {
  test.each(['+A -A +B -B', '+a +b -a +c -b -c +A -A', '+a -a +a -a'])('holds for %s', (story) => {
    expect(proveExclusion(passages(story))).toMatchObject({ holds: true, overlaps: 0, unpaired: [] });
  });

  test.each([
    ['two exclusive', '+A +B -A -B', 1],
    ['exclusive in a crowd', '+a +b +C -a -b -C', 2],
    ['shared beside exclusive', '+A +b -b -A', 1],
    ['the exit comes after the next entry', '+A -A +B +c -B -c', 1],
  ])('finds %s', (_, story, overlaps) => {
    expect(proveExclusion(passages(story))).toMatchObject({ holds: false, overlaps });
  });

  test('names the two who met', () => {
    const [example] = proveExclusion(passages('+a +B -a -B')).examples;
    expect(example).toMatchObject({ lock: 'L', entered: { job: 'B' }, inside: { job: 'a' } });
  });

  test('counts what it has seen', () => {
    const proof = proveExclusion(passages('+a +b +c -a -b -c +A -A'));
    expect(proof).toMatchObject({ entries: 4, exits: 4, exclusiveEntries: 1, mostSharers: 3 });
  });

  test('goes by the sequence numbers, not by the place in the list', () => {
    expect(proveExclusion(passages('+A -A +B -B').toReversed()).holds).toBe(true);
  });

  test('keeps locks apart', () => {
    const both = [...passages('+A -A', 'L'), ...passages('+B -B', 'M')];
    expect(proveExclusion(both).holds).toBe(true);
  });

  test.each(['+a', '-a', '+a +a -a', '+a -A'])('does not hold with a hole in the evidence: %s', (story) => {
    const proof = proveExclusion(passages(story));
    expect(proof.holds).toBe(false);
    expect(proof.unpaired).not.toEqual([]);
  });

  test('counts pairs without listing them, in time linear in the records', () => {
    const many = 20_000;
    const everybody = Array.from({ length: many }, (_, index) => `+${index}X`).join(' ');
    const proof = proveExclusion(passages(everybody));
    expect(proof.overlaps).toBe((many * (many - 1)) / 2);
    expect(proof.examples).toHaveLength(5);
  });
});

describe('a run', () => {
  const jobs = [
    bglJob('reader', 0, 100, 'shared'),
    bglJob('writer', 10, 100, 'exclusive'),
    bglJob('late', 20, 100, 'shared'),
  ];

  test('of the honest lock holds', async () => {
    const { result } = await runVirtually(jobs);
    expect(proveExclusion(result.passages)).toMatchObject({ holds: true, entries: 3, exits: 3 });
  });

  test('of a lock that grants everything does not', async () => {
    const { result } = await runVirtually(jobs, { createLock: grantingLock });
    expect(proveExclusion(result.passages)).toMatchObject({
      holds: false,
      overlaps: 2,
      entries: 3,
      exits: 3,
    });
  });
});
