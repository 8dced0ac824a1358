/**
 * The graphs of the independent specification (models/*.pml) and of the machines are the same, step by step:
 * by Spin where it is installed, else by the digests that Spin's graphs have; and a difference is shown with
 * a way there.
 */
import { describe, expect, test } from 'vitest';
import { comparing, differenceText, digestOf } from '../../src/cli/verify/compare.ts';
import { digests } from '../../src/cli/verify/digests.ts';
import { lineOf } from '../../src/cli/verify/spec-text.ts';
import { specifications } from '../../src/cli/verify/specifications.ts';
import { hasSpin, proveClaim, specifiedSteps } from '../../src/cli/verify/spin.ts';
import { own, type Subject } from '../../src/cli/verify/subject.ts';
import { step } from '../../src/core/shared-lock/compiled.ts';
import { allCompiled } from '../../src/testing/identity.ts';
import { atOnce } from '../../src/testing/turns.ts';

const spin = await hasSpin();
/** Executor identity is another test's business. */
const compiled: Subject = { ...own, lockStep: step, machines: () => allCompiled };

describe.each(specifications)('$name', (specification) => {
  const stepsOf = (subject: Subject) => new Set([...specification.edges(subject)].map(lineOf));

  test('has the graph that the shipped digest is of', { timeout: 300_000 }, () => {
    expect(digestOf(stepsOf(compiled))).toEqual(digests[specification.name]);
  });

  // Without Spin the digest above stands for it; test/mutants/comparison sees to it that CI has Spin.
  test.runIf(spin)('has the graph of the specification, by Spin', { timeout: 300_000 }, async () => {
    expect(digestOf(await specifiedSteps(specification))).toEqual(digests[specification.name]);
  });

  test.runIf(spin).each(specification.claims)('%s is proven by Spin', { timeout: 300_000 }, async (claim) => {
    await proveClaim(specification, claim);
  });
});

test('in CI there is Spin', () => {
  expect(spin || process.env['CI'] === undefined).toBe(true);
});

test('a difference is shown, with the shortest way there', () => {
  const edge = (before: string, command: string, after: string) => ({ before, command, after, told: 'A=ok' });
  const taken = [edge('free', 'take', 'held'), edge('free', 'skip', 'free')];
  const specified = new Set([...taken, edge('held', 'give', 'free')].map(lineOf));
  const same = atOnce(comparing(specified, [...taken, edge('held', 'give', 'free')]), {});
  expect(same).toBeUndefined();
  const found = atOnce(comparing(specified, [...taken, edge('held', 'give', 'held')]), {});
  expect(found).toMatchObject({
    path: [{ command: 'take', after: 'held' }],
    before: 'held',
    command: 'give',
  });
  expect(differenceText(found ?? expect.fail('nothing is found')).split('\n')).toEqual([
    'take',
    '  = held',
    'give',
    '  specification: free  told: A=ok',
    '  machine:       held  told: A=ok',
  ]);
  const less = atOnce(comparing(specified, [edge('free', 'take', 'held')]), {});
  expect(less).toMatchObject({ path: [], before: 'free', command: 'skip', implemented: [] });
});
