/**
 * Every claim about the machines has a planted bug of its own that it finds alone, and a table
 * (docs/properties.md, written by this test) says which.
 */
import { describe, expect, test } from 'vitest';
import { claims } from '../../src/testing/claims.ts';
import type * as machines from '../../src/testing/properties/machines.ts';
import { mutantOf } from './claims.mutants.ts';
import { type Mutant, packageWith } from './load-mutant.ts';

const assigned = Object.entries(mutantOf).flatMap(([machine, mutants]) =>
  Object.entries(mutants).map(([name, mutant]) => ({ claim: `${machine} ${name}`, mutant })),
);

const executorsWith = (mutant: Mutant | null) =>
  packageWith(mutant)<typeof machines>('src/testing/properties/machines.ts').compiledExecutors;

describe('claims about the machines', () => {
  test('are many, and each has a name of its own and says something', () => {
    const names = claims.map(({ machine, name }) => `${machine} ${name}`);
    expect(names.length).toBeGreaterThanOrEqual(25);
    expect(new Set(names).size).toBe(names.length);
    expect(claims.filter(({ sentence }) => !/^[A-Z].{15,}\.$/.test(sentence))).toEqual([]);
  });

  test('have one planted bug each, and no bug stands for two', () => {
    const names = claims.map(({ machine, name }) => `${machine} ${name}`);
    expect(assigned.map(({ claim }) => claim).toSorted()).toEqual(names.toSorted());
    const changes = assigned.map(({ mutant: { file, find, replace } }) =>
      JSON.stringify([file, find, replace]),
    );
    expect(new Set(changes).size).toBe(changes.length);
  });

  test('hold where nothing is changed', { timeout: 300_000 }, () => {
    const executors = executorsWith(null);
    for (const { machine, name, check } of claims)
      expect(check(executors, { depth: 2 }), `${machine} ${name}`).toBeNull();
  });

  test('find their own bugs, each alone, as the table says', { timeout: 300_000 }, async () => {
    const sections: string[] = [];
    for (const machine of Object.keys(mutantOf)) {
      const rows = claims
        .filter((claim) => claim.machine === machine)
        .map(({ name, sentence, check }) => {
          const mutant = mutantOf[machine]?.[name] as Mutant;
          const run = check(executorsWith(mutant), { depth: 8 });
          expect(run, `${machine} ${name} misses the machine that ${mutant.name}`).not.toBeNull();
          return `| ${name} | ${sentence} | … ${mutant.name} |`;
        });
      sections.push(
        `## ${machine}\n\n| claim | says | fails on the machine that … |\n|---|---|---|\n${rows.join('\n')}\n`,
      );
    }
    await expect(`${HEAD}\n${sections.join('\n')}`).toMatchFileSnapshot('../../docs/properties.md');
  });
});

const HEAD = `# What is claimed of the machines, and a planted bug for each claim

Written by test/mutants/claims.mutants.test.ts, which fails when a claim has no planted bug of its own, or
misses it. Each claim is tried alone on a machine that has this one bug; no bug stands for two claims. On
the machines as they are, all claims hold in every reachable state of the bounded models (test/model), and
along random runs (test/property).

Claims about a state or a step stand in models/*.invariants.ts. Claims about what would follow
(*release-succeeds*, *update-atomic*, *blockers-…*, *progress…*, *opportunistic-…*, *round-trip* and the
like) stand in src/testing/properties: they try it out on the machine itself, in every state.
`;
