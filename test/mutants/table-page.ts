/**
 * What became of every changed table, as a page (docs/table-mutants.md).
 */
import { createHash } from 'node:crypto';
import type { MachineTable } from '../../tools/compiler/read-machine.ts';
import { type Equivalent, equivalents } from './table-equivalents.ts';
import { CHANGES, mutantsOf } from './table-mutator.ts';
import { CATCHERS, type Outcome } from './table-outcome.ts';

/** How many mutants had which outcome. */
export type Tally = ReadonlyMap<Outcome, number>;

export function tablePage(
  tables: Readonly<Record<string, MachineTable>>,
  tallies: Readonly<Record<string, Tally>>,
) {
  const rows = Object.entries(tallies).map(([name, tally]) => {
    const counts = [...CATCHERS, 'same graph' as const].map((outcome) => tally.get(outcome) ?? 0);
    return `${rowHead(name, tables[name] as MachineTable)} ${counts.map((count) => count || '').join(' | ')} |`;
  });
  const reasons = Object.entries(equivalents).map(
    ([name, all]) => `### ${name}\n\n${all.map(textOf).join('\n')}\n`,
  );
  return `${HEAD}| machine | digest | ${CHANGES.join(' | ')} | all | ${CATCHERS.join(' | ')} | nothing: the same graph |
|${'---|'.repeat(CHANGES.length + CATCHERS.length + 4)}
${rows.join('\n')}

${FOOT}
${reasons.join('\n')}`;
}

/** What is true of a machine before anything is tried: a page without it is of another machine. */
export function rowHead(name: string, table: MachineTable): string {
  const changes = [...mutantsOf(table)].map(({ change }) => change);
  const counts = CHANGES.map((change) => changes.filter((one) => one === change).length);
  return `| ${name} | ${digestOf(table)} | ${counts.map((count) => count || '').join(' | ')} | ${changes.length} |`;
}

const textOf = ({ reason, mutants }: Equivalent): string =>
  `- ${reason}\n${mutants.map((mutant) => `  - ${mutant}`).join('\n')}`;

function digestOf(table: MachineTable): string {
  const plain = JSON.stringify(table, (_key, value: unknown) => (value instanceof Map ? [...value] : value));
  return createHash('sha256').update(plain).digest('hex').slice(0, 8);
}

const HEAD = `# Every change of one place in the machines' tables

Written by \`npm run mutate:tables\` (test/mutants/tables.mutants.test.ts). Of each machine every table is
made that differs from its own in one place, and the compiler makes a machine of it, which is tried
against the checks from left to right until one catches it:

- *claims*: in every state of the bounded models all claims hold, every command is answered, and a machine
  that is about nothing is in the state that says so;
- *size*: the models have the pinned numbers of states and steps;
- *witnesses*: every situation that must occur does;
- *naive twin*: random runs, and of a lock every step in every state, are as the twin says, which shares
  no rule with the machine;
- *traces*: the recorded scenarios of the original.

Whatever none of them catches has the same graph as the machine itself, state by state, step by step and
effect by effect, and stands below with a reason. The test fails when something is caught by nothing and
has another graph, or no reason. A sample is tried by \`npm run test:mutants\`.

`;

const FOOT = `## The same graph, and why
`;
