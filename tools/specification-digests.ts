/**
 * `npm run digests` asks Spin for the graph of each specification, and writes what they come down to into
 * src/cli/verify/digests.ts. Needs Spin and gcc.
 */
import { writeFileSync } from 'node:fs';
import { digestOf } from '../src/cli/verify/compare.ts';
import { specifications } from '../src/cli/verify/specifications.ts';
import { specifiedSteps } from '../src/cli/verify/spin.ts';

const entries: string[] = [];
for (const specification of specifications) {
  const { states, edges, sha256 } = digestOf(await specifiedSteps(specification));
  entries.push(`  '${specification.name}': {
    states: ${states},
    edges: ${edges},
    sha256: '${sha256}',
  },
`);
  console.log(`${specification.name}: ${states} states, ${edges} steps`);
}

writeFileSync(
  'src/cli/verify/digests.ts',
  `/**
 * What the graphs of the specifications come down to, for where Spin is not installed. Written by
 * \`npm run digests\`; test/model/specification.test.ts asks Spin whether they are still true.
 */
import type { Digest } from './compare.ts';

export const digests: Readonly<Record<string, Digest>> = {
${entries.join('')}};
`,
);
