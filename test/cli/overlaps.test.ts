/** The proof finds every overlap in what the jobs wrote down, and takes no lock's word for it. */
import { describe, expect, test } from 'vitest';
import type { Passage } from '../../src/cli/run/evidence.ts';
import { proveExclusion } from '../../src/cli/run/overlaps.ts';
import type { Mode } from '../../src/index.ts';
import { bglJob, grantingManager, job, runVirtually } from './kit.ts';

/**
 * `+a` goes in, `-a` comes out, `*a` has added something, having asked two records before; a capital wants to
 * be alone. All at the same time: only the order counts.
 */
function passages(story: string, level = 'node', name = 'n1'): Passage[] {
  return story.split(' ').map((word, seq): Passage => {
    const who = word.slice(1);
    const mode: Mode = who === who.toUpperCase() ? 'exclusive' : 'shared';
    const record = { seq, at: 0, job: who, level, mode };
    if (word.startsWith('*')) return { ...record, type: 'add', names: ['new'], asked: seq - 2 };
    return { ...record, type: word.startsWith('+') ? 'enter' : 'exit', names: [name] };
  });
}

describe('proveExclusion', () => {
  test.each(['+A -A +B -B', '+a +b -a +c -b -c +A -A', '+a -a +a -a'])('holds for %s', (story) => {
    expect(proveExclusion(passages(story))).toMatchObject({ holds: true, overlaps: 0, unpaired: 0 });
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
    expect(example).toMatchObject({
      level: 'node',
      name: 'n1',
      entered: { job: 'B' },
      inside: { job: 'a' },
    });
  });

  test('counts what it has seen', () => {
    const proof = proveExclusion(passages('+a +b +c -a -b -c +A -A'));
    expect(proof).toMatchObject({ entries: 4, exits: 4, exclusiveEntries: 1, mostSharers: 3 });
  });

  test('goes by the sequence numbers, not by the place in the list', () => {
    expect(proveExclusion(passages('+A -A +B -B').toReversed()).holds).toBe(true);
  });

  test('keeps locks apart, and levels with the same names', () => {
    const apart = [
      ...passages('+A -A'),
      ...passages('+B -B', 'node', 'n2'),
      ...passages('+C -C', 'node-res'),
    ];
    expect(proveExclusion(apart).holds).toBe(true);
  });

  test.each(['+a', '-a', '+a +a -a', '+a -A'])('does not hold with a hole in the evidence: %s', (story) => {
    const proof = proveExclusion(passages(story));
    expect(proof.holds).toBe(false);
    expect(proof.unpaired).toBeGreaterThan(0);
  });

  test.each([
    ['who held all when it was asked, and still does', '+a +b -b *c -a', 1],
    ['in whatever mode', '+A +b -b *c -A', 2],
    ['but not who came meanwhile', '+b -b +a *c -a', 0],
    ['nor the one who adds', '+C +b -b *C -C', 1],
  ])('an add counts against %s', (_, story, overlaps) => {
    // In the second and the last, `b` overlaps as well: it is beside an exclusive holder.
    expect(proveExclusion(passages(story, 'node', '[lockset]'))).toMatchObject({ overlaps, added: 1 });
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

  test('of honest locks holds', async () => {
    const { result } = await runVirtually(jobs);
    expect(proveExclusion(result.passages)).toMatchObject({ holds: true, entries: 3, exits: 3 });
  });

  test('of locks that grant everything does not', async () => {
    const { result } = await runVirtually(jobs, { manager: grantingManager() });
    expect(proveExclusion(result.passages)).toMatchObject({
      holds: false,
      overlaps: 2,
      entries: 3,
      exits: 3,
    });
  });

  test('of a manager that lets members be added under who holds all does not hold', async () => {
    const verify = [job('verify', 0, 100, ['node ALL S']), job('maker', 10, 10, ['node n9 X new'])];
    const { result } = await runVirtually(verify, { manager: grantingManager() });
    const proof = proveExclusion(result.passages);
    expect(proof).toMatchObject({ holds: false, overlaps: 1 });
    expect(proof.examples[0]).toMatchObject({ name: '[lockset]', entered: { type: 'add', job: 'maker' } });
  });
});
