/**
 * `npm run peers` writes docs/peers.md. Libraries that need a newer Node run on one that is fetched from the
 * registry, for Linux on x64; where there is none, the page is not written.
 *
 * With `--json` it writes nothing, and prints what was found on this Node in libraries that need it.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { node24 } from '../tools/node-24.ts';
import { type Findings, findingsOf } from './findings.ts';
import { page } from './page.ts';
import { peers } from './peers.ts';

if (process.argv.includes('--json')) {
  const newer = await findingsOfAll(peers.filter(({ node }) => node !== undefined));
  process.stdout.write(JSON.stringify(newer));
} else {
  const findings = [...(await findingsOfAll(peers.filter(({ node }) => node === undefined))), ...onNode24()];
  writeFileSync('docs/peers.md', page(findings));
}

async function findingsOfAll(some: typeof peers): Promise<Findings[]> {
  const findings: Findings[] = [];
  for (const peer of some) {
    findings.push(await findingsOf(peer));
    process.stderr.write(
      `${peer.name}: ${findings.at(-1)?.results.filter(({ holds }) => !holds).length} fail\n`,
    );
  }
  return findings;
}

function onNode24(): readonly Findings[] {
  const words = ['--import', 'tsx', 'peers/main.ts', '--json'];
  const out = execFileSync(node24(), words, {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(out) as readonly Findings[];
}
