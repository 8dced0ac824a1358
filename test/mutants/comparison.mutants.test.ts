/**
 * The comparison with the independent specification fails when one line is changed, on either side of it; and
 * shows a step that differs, and a way there.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { comparing, type Difference, differenceText } from '../../src/cli/verify/compare.ts';
import type { Edge } from '../../src/cli/verify/spec-text.ts';
import { type Specification, specifications } from '../../src/cli/verify/specifications.ts';
import { hasSpin, specifiedSteps } from '../../src/cli/verify/spin.ts';
import { own } from '../../src/cli/verify/subject.ts';
import { atOnce } from '../../src/testing/turns.ts';
import { levelOrderMutants } from './level-order.mutants.ts';
import { changed, loadMutant, type Mutant, named } from './load-mutant.ts';
import { lockSetMutants } from './lock-set.mutants.ts';
import { sharedLockMutants } from './shared-lock.mutants.ts';
import { systemsWith } from './systems.ts';

type Planted = readonly [specification: string, mutant: Mutant];

/** With the name of the mutant, for the title of a test. */
function titled(planted: readonly Planted[]): [string, string, Mutant][] {
  return planted.map(([specification, mutant]) => [specification, mutant.name, mutant]);
}

const limits = { timeout: 300_000 };

/** The steps of a changed machine, or of ours. */
function implemented(name: string, mutant: Mutant | null): Iterable<Edge> {
  const { machines } = systemsWith(mutant);
  const lockStep = loadMutant('shared-lock', mutant).step;
  const subject = { ...own, lockStep, machines: () => ({ ...own.machines(), ...machines }) };
  return called(name).edges(subject);
}

function called(name: string): Specification {
  const specification = specifications.find((one) => one.name === name);
  if (specification === undefined) throw new Error(`there is no specification ${name}`);
  return specification;
}

const graphs = new Map<string, Promise<ReadonlySet<string>>>();

/** What the unchanged specification says, which is asked for more than once. */
function specified(name: string): Promise<ReadonlySet<string>> {
  const graph = graphs.get(name) ?? specifiedSteps(called(name));
  graphs.set(name, graph);
  return graph;
}

/** The specification with one line changed. What it asserts of itself is not asked: the comparison is. */
async function specifiedOtherwise(name: string, mutant: Mutant): Promise<ReadonlySet<string>> {
  const folder = await mkdtemp(join(tmpdir(), 'lockchart-specification-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp('models', folder, { recursive: true });
  const specification = called(name);
  const file = join(folder, specification.file);
  const place = join(folder, mutant.file);
  await writeFile(place, changed(await readFile(place, 'utf8'), mutant));
  await writeFile(file, `#define assert(holds) skip\n${await readFile(file, 'utf8')}`);
  return specifiedSteps({ ...specification, file });
}

/** The state, a way there, and what either side makes of the command. */
function expectDifference(specification: ReadonlySet<string>, machine: Iterable<Edge>): void {
  const found: Difference = differenceOf(specification, machine) ?? expect.fail('no difference is found');
  const { path, before, command } = found;
  if (path.length > 0) expect(path.at(-1)?.after).toBe(before);
  // A rule that is wrong shows within a few commands, and the way there is a shortest one.
  expect(path.length).toBeLessThan(6);
  expect(found.specified).not.toEqual(found.implemented);
  expect(differenceText(found)).toContain(`  = ${before}\n${command}\n  specification: `);
}

const differenceOf = (specification: ReadonlySet<string>, machine: Iterable<Edge>) =>
  atOnce(comparing(specification, machine), {});

test('in CI there is Spin', async () => {
  expect((await hasSpin()) || process.env['CI'] === undefined).toBe(true);
});

// Spin is a Debian package that a developer need not have; the test above requires it in CI.
describe.runIf(await hasSpin())('the comparison with the specification', () => {
  test.each<[string, string, Mutant]>(
    titled([
      ['shared-lock', named(sharedLockMutants, 'grants without looking at the queue')],
      ['shared-lock', named(sharedLockMutants, 'forgets the eager grant after a cancel')],
      ['lock-set', named(lockSetMutants, 'takes members from the last to the first')],
      [
        'lock-set that changes',
        named(lockSetMutants, 'fails when a member is removed on the way, though it takes all there are'),
      ],
      ['level-order', named(levelOrderMutants, 'acquires without the big lock')],
      ['level-order', named(levelOrderMutants, 'releases the big lock under whatever is held')],
    ]),
  )('finds that a %s %s', limits, async (name, _what, mutant) => {
    expectDifference(await specified(name), implemented(name, mutant));
  });

  test.each<[string, string, Mutant]>(
    titled([
      [
        'shared-lock',
        {
          name: 'lets a try overtake',
          file: 'lock.inc.pml',
          find: ':: (how) == TRY && lk[lock].waiting == 0 && FITS(lock, sort) ->',
          replace: ':: (how) == TRY && FITS(lock, sort) ->',
        },
      ],
      [
        'shared-lock',
        {
          name: 'lets sharers of every priority jump',
          file: 'lock.inc.pml',
          find: ':: j_i < lk[lock].waiting && lk[lock].kind[j_i] == SHARED && lk[lock].prio[j_i] == j_prio ->',
          replace: ':: j_i < lk[lock].waiting && lk[lock].kind[j_i] == SHARED ->',
        },
      ],
      [
        'shared-lock',
        {
          name: 'grants nothing after a cancel',
          file: 'lock.inc.pml',
          find: ':: answer == CANCELLED -> pump(lock)',
          replace: ':: answer == CANCELLED -> skip',
        },
      ],
      [
        'lock-set',
        {
          name: 'releases all members but the last',
          file: 'set.inc.pml',
          find: ':: place_at <= MEMBERS ->',
          replace: ':: place_at < MEMBERS ->',
        },
      ],
      [
        'lock-set that changes',
        {
          name: 'fails when a member is gone, though it takes all there are',
          file: 'set.inc.pml',
          find: '(op[o].opp || (op[o].all && heard == GONE)))',
          replace: '(op[o].opp))',
        },
      ],
      [
        'level-order',
        {
          name: 'acquires without the big lock',
          file: 'set.inc.pml',
          find: '#define MAY_NOT_ACQUIRE(o) (LACKS_BIG(o) || OUT_OF_ORDER(o))',
          replace: '#define MAY_NOT_ACQUIRE(o) (OUT_OF_ORDER(o))',
        },
      ],
    ]),
  )('finds that a specified %s %s', limits, async (name, _what, mutant) => {
    expectDifference(await specifiedOtherwise(name, mutant), implemented(name, null));
  });

  test.each(['shared-lock', 'lock-set'])('finds nothing in an unchanged %s', limits, async (name) => {
    expect(differenceOf(await specified(name), implemented(name, null))).toBeUndefined();
  });
});
