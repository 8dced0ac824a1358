/**
 * `npm run verification-page` writes docs/verification.md: what was checked, within which bounds, and what is
 * not proven. Its numbers are those that the models pin and the specifications' digests have, which tests
 * hold to.
 */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { conditionModels, largeConditionModels } from '../models/condition.model.ts';
import { largeLevelOrderModels, levelOrderModels } from '../models/level-order.model.ts';
import { largeLockSetModels, lockSetModels } from '../models/lock-set.model.ts';
import { largeSharedLockModels, sharedLockModels } from '../models/shared-lock.model.ts';
import { digests } from '../src/cli/verify/digests.ts';
import { specifications } from '../src/cli/verify/specifications.ts';

/** As much of a model as the page tells. */
interface Told {
  readonly name: string;
  readonly invariants: readonly unknown[];
  readonly stepInvariants: readonly unknown[];
  readonly witnesses: readonly unknown[];
  readonly pinned: { readonly states: number; readonly edges: number };
  readonly liveness?: { readonly overtaking: number };
}

const count = (value: number): string => value.toLocaleString('en-US').replaceAll(',', ' ');

function modelRows(machine: string, models: readonly Told[], large: readonly Told[]): string {
  return [...models, ...large]
    .map((model) => {
      const { name, invariants, stepInvariants, witnesses, pinned, liveness } = model;
      const when = large.includes(model) ? 'large' : 'always';
      const claims = invariants.length + stepInvariants.length;
      const cells = [
        machine,
        name,
        when,
        count(pinned.states),
        count(pinned.edges),
        claims,
        witnesses.length,
      ];
      return `| ${[...cells, liveness === undefined ? '–' : liveness.overtaking].join(' | ')} |`;
    })
    .join('\n');
}

function specificationRows(): string {
  return specifications
    .map(({ name, file, flags, claims }) => {
      const { states, edges } = digests[name] ?? { states: 0, edges: 0 };
      const bounds = flags.length === 0 ? 'as they stand' : flags.join(' ');
      return `| ${name} | [${file}](../models/${file}) | ${bounds} | ${count(states)} | ${count(edges)} | ${claims.join(', ')} |`;
    })
    .join('\n');
}

export function verificationPage(): string {
  return `# What was checked, and what is not proven

Written by \`npm run verification-page\`; a test fails when it is stale, and others when a number in it is
not true. \`npx lockchart verify\` repeats it on the installed package, in a minute or two, and
[in your own CI](#in-your-own-repository).

## Every state of bounded models

Each machine is explored breadth first, with every command in every state, legal or not, within the bounds
that the name of the model says. In each state all invariants hold, at each step all claims about steps;
every witness, a situation that must occur, was seen; and the compiled machine and XState's interpreter give
the same state and the same effects.

*Passed* is the largest number of grants that can pass a waiter while nobody more urgent comes, by the
longest way in the graph; no cycle of the graph, in which every holder lets go, keeps a waiter waiting
(*no-starvation*) or serves nobody (*progress*).

| machine | model | run | states | steps | claims | witnesses | passed |
|---|---|---|---|---|---|---|---|
${modelRows('shared-lock', sharedLockModels, largeSharedLockModels)}
${modelRows('condition', conditionModels, largeConditionModels)}
${modelRows('lock-set', lockSetModels, largeLockSetModels)}
${modelRows('level-order', levelOrderModels, largeLevelOrderModels)}

*Large* ones are explored by \`npm run test:long\` and \`lockchart verify --bounds large\`.

## An independent specification

The files models/*.pml say again, in Promela and from the design alone, what locks, sets and managers do.
They were written without a look at the machines. Spin checks their own assertions and end states, and
proves the claims named below with weak fairness, every holder letting go. At the bounds below the graph
that Spin writes out and ours are **the same, step by step**: the same states, the same commands, the same
states after them, and the same answers to the same owners.

| | file | bounds | states | steps | proven by Spin |
|---|---|---|---|---|---|
${specificationRows()}

So three executors agree on one graph: XState's interpreter, the compiled machine, and Spin.

## Beyond bounds

Random runs of many owners against naive twins that share no code with the rules; interleavings of promises,
timers and aborts; 4,739 recorded scenarios of the original on both engines; a million operations of 500
owners on a manager of seven levels. [Planted bugs](mutants.md) show that each check can fail; the comparison
with the specification fails for each of six changed lines of the machines, and six of the specification.
[Every change of one place in a machine's table](table-mutants.md) is caught by a check, or leaves the whole
graph as it is; caught is also [nearly every change of the code](mutation.md), one at a time, with the reason
for each that is not.
With the order of levels switched off two owners of a manager wait for each other for ever, as they must:
\`lockchart verify\` shows the six commands that lead there.

## What is not proven

- Nothing beyond the bounds above. That larger numbers of owners, members and levels behave alike is what
  random runs and recordings support, and no proof.
- The bound on passing is computed for each bounded instance. For one lock and any number of owners there is
  a [proof by hand](liveness.md), which no program has checked; for sets and managers with raised
  priorities, what holds beyond the instances is a conjecture.
- The shells, which add promises, timers and signals, are tested and not modelled.
- Priority raising is in the machines' models of one lock and of sets, and in the twins, but not in the
  Promela specification. Conditions have no Promela specification.
- Liveness rests on the assumption that every holder lets go. A holder that never does keeps its lock.

## In your own repository

All of it can be repeated on the very version that you have installed. \`xstate\` must be there too
(\`npm install --save-dev xstate\`); without the Debian package \`spin\` the graphs are compared with shipped
digests. As \`.github/workflows/locks.yml\`:

\`\`\`yaml
name: locks
on:
  push:
  schedule:
    - cron: '0 4 * * 1'
jobs:
  verify:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: sudo apt-get update && sudo apt-get install --yes spin gcc
      - run: npm ci
      - run: npx lockchart verify
\`\`\`

It ends with a table, and with exit code 1 where something does not hold. With \`--machine machine.js\`, a
module that exports one XState machine with the id of one of ours, that machine is checked in its place.
The random runs are the same each time unless another \`--seed\` is given, and more with \`--runs\`.
\`claims\` of \`lockchart/testing\` has every claim with the check that tries it alone.`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync('docs/verification.md', verificationPage());
}
