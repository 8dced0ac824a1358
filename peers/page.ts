/** docs/peers.md: what the kit found, and the scenarios. */
import { readFileSync } from 'node:fs';
import { defectsFound, type Findings } from './findings.ts';

export function page(findings: readonly Findings[]): string {
  const found = defectsFound(findings);
  return `# What the kit finds in lock libraries

Written by \`npm run peers\`: \`checkLock\` of \`lockchart/testing\` on the libraries of others and on ours.
Each is asked only for what it offers, through an adapter of a few lines (peers/adapters, in the repository),
and "not offered" is no failure. Numbers are those of [the bugs that libraries have](peer-bugs.md): of those
the kit finds ${found.length} by itself, each with a scenario of at most ten commands that shows it:

${found.join(' ')}

What has no number is another sight of one of them, or was not known before.

navigator.locks and mortice run on Node 24, the others on Node 20. In a scenario \`=\` says who holds and who
waits, \`✗\` what is wrong; \`rush=true\` is a command that the next one follows before anybody has been told.

| library | properties that hold | that do not |
| --- | --- | --- |
${findings.map(row).join('\n')}

${findings.map(section).join('')}`;
}

function row({ peer, packageName, results }: Findings): string {
  const broken = results.filter(({ holds }) => !holds);
  const fails = broken.map(({ name, defects }) => [name, ...defects].join(' '));
  const hold = `${results.length - broken.length} of ${results.length}`;
  return `| ${peer}${version(packageName)} | ${hold} | ${fails.join(', ') || '–'} |`;
}

/** What is wrong with one library; empty when nothing is. */
export function section({ peer, results }: Findings): string {
  const broken = results.flatMap(({ name, sentence, defects, broken: found }) => {
    if (found === undefined) return [];
    const title = `**${name}**${defects.length === 0 ? '' : ` (${defects.join(', ')})`}: ${sentence}`;
    return [`${title}\n\n\`\`\`\n${found.scenario}\`\`\`\n`];
  });
  return broken.length === 0 ? '' : `## ${peer}\n\n${broken.join('\n')}\n`;
}

/** The version that is installed, which package.json pins. */
function version(packageName: string | null): string {
  if (packageName === null) return '';
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  return ` ${devDependencies[packageName]}`;
}
