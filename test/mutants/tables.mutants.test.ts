/**
 * Every change of one place in the table of a machine is caught, or leaves every state and every step as they
 * are, for a reason that stands in a list. A table (docs/table-mutants.md) says by what they are caught.
 *
 * `npm run mutate:tables` tries all of them, and writes the table; otherwise a sample is tried.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import type { MachineTable } from '../../tools/compiler/read-machine.ts';
import { subjects } from './table-checks.ts';
import { equivalents } from './table-equivalents.ts';
import { mutantsOf } from './table-mutator.ts';
import { Bench, type Outcome } from './table-outcome.ts';
import { rowHead, type Tally, tablePage } from './table-page.ts';

/** All of them take minutes; otherwise a sample is tried, which cannot fill the page. */
const all = process.env['LOCKCHART_ALL_TABLES'] !== undefined;

/** Of so many mutants one is tried. */
const SAMPLE = 75;

const PAGE = 'docs/table-mutants.md';

vi.setConfig({ testTimeout: 3_600_000 });

const tables: Record<string, MachineTable> = {};
const tallies: Record<string, Tally> = {};

describe.each(Object.entries(subjects))('%s', (name, subject) => {
  const reasoned = new Set((equivalents[name] ?? []).flatMap(({ mutants }) => mutants));

  test(all ? 'every changed table' : `each ${SAMPLE}th changed table`, async () => {
    const bench = new Bench(subject, (await import(`../../src/core/${name}/rules.ts`)) as object);
    const mutants = [...mutantsOf(bench.table)].filter((_mutant, place) => all || place % SAMPLE === 0);
    const tally = new Map<Outcome, number>();
    const surprises: string[] = [];
    for (const mutant of mutants) {
      const outcome = await bench.outcome(mutant.table);
      tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
      if ((outcome === 'same graph') !== reasoned.has(mutant.name) || outcome === 'nothing')
        surprises.push(`${mutant.name}: ${outcome}`);
    }
    expect(surprises).toEqual([]);
    tables[name] = bench.table;
    tallies[name] = tally;
    const names = new Set([...mutantsOf(bench.table)].map((mutant) => mutant.name));
    expect([...reasoned].filter((mutant) => !names.has(mutant))).toEqual([]);
    expect(all || readFileSync(PAGE, 'utf8').includes(rowHead(name, bench.table)), `${PAGE} is stale`).toBe(
      true,
    );
  });
});

test.runIf(all)('are what the page says', async () => {
  await expect(tablePage(tables, tallies)).toMatchFileSnapshot(`../../${PAGE}`);
});
