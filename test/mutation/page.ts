/**
 * `npm run mutation-page` writes docs/mutation.md from what `npm run mutate` has left in .cache. It fails
 * when a change that no test catches has no reason in ./survivors.json, or one there is caught.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Changes that no test catches, and why that is as it should be; written by hand. */
interface Survivors {
  readonly reason: string;
  /** By file: each as the line in which it stands, and what a part of that line becomes. */
  readonly changes: Readonly<Record<string, readonly Change[]>>;
}

type Change = readonly [line: string, becomes: string];

export const survivors = JSON.parse(
  readFileSync('test/mutation/survivors.json', 'utf8'),
) as readonly Survivors[];

/** As much of Stryker's report as is read. */
interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

interface Mutant {
  readonly status:
    | 'Killed'
    | 'Timeout'
    | 'Survived'
    | 'NoCoverage'
    | 'Ignored'
    | 'CompileError'
    | 'RuntimeError';
  readonly replacement: string;
  readonly location: { readonly start: { readonly line: number } };
}

const REPORTS = ['.cache/mutation-core.json', '.cache/mutation-shells.json'];

function reportIn(path: string): Report {
  const { files } = JSON.parse(readFileSync(path, 'utf8')) as Report;
  const tried = Object.entries(files).map(([file, { source, mutants }]) => {
    return [file, { source, mutants: mutants.filter(({ status }) => status !== 'Ignored') }] as const;
  });
  return { files: Object.fromEntries(tried) };
}

const isCaught = ({ status }: Mutant): boolean => status === 'Killed' || status === 'Timeout';

/** How it is written in ./survivors.json. */
function changeOf(source: string, { replacement, location }: Mutant): Change {
  return [source.split('\n')[location.start.line - 1]?.trim() ?? '', replacement.replaceAll(/\s+/g, ' ')];
}

const keyOf = (file: string, [line, becomes]: Change): string => `${file}: ${line} ⇒ ${becomes}`;

/** The rows of the table: a file, its mutants, how many are caught, the share. */
function rowsOf({ files }: Report): string[] {
  return Object.entries(files).map(([file, { mutants }]) => row(file, mutants));
}

function row(name: string, mutants: readonly Mutant[]): string {
  const caught = mutants.filter(isCaught).length;
  const share = mutants.length === 0 ? '–' : `${((100 * caught) / mutants.length).toFixed(1)} %`;
  return `| ${name} | ${mutants.length} | ${caught} | ${mutants.length - caught} | ${share} |`;
}

/** What stands in ./survivors.json, as text; a test holds the page to it. */
export function survivorText(): string {
  return survivors
    .map(({ reason, changes }) => {
      const files = Object.entries(changes).map(
        ([file, some]) =>
          `\n${file}:\n\n${some.map(([line, becomes]) => `- ${code(line)} → ${code(becomes)}\n`).join('')}`,
      );
      return `\n**${reason}**\n${files.join('')}`;
    })
    .join('');
}

const code = (text: string): string => (text === '' ? 'nothing' : `\`\` ${text} \`\``);

function main(): number {
  const reports = REPORTS.filter((path) => existsSync(path)).map(reportIn);
  const alive = reports.flatMap(({ files }) =>
    Object.entries(files).flatMap(([file, { source, mutants }]) =>
      mutants
        .filter((mutant) => !isCaught(mutant))
        .map((mutant) => ({ file, change: changeOf(source, mutant) })),
    ),
  );
  const found = new Set(alive.map(({ file, change }) => keyOf(file, change)));
  const listed = new Set(
    survivors.flatMap(({ changes }) =>
      Object.entries(changes).flatMap(([file, some]) => some.map((change) => keyOf(file, change))),
    ),
  );
  const unexplained = alive.filter(({ file, change }) => !listed.has(keyOf(file, change)));
  const gone = [...listed].filter((key) => !found.has(key));
  for (const { file, change } of unexplained) console.log(JSON.stringify([file, ...change]));
  for (const key of gone) console.log(`is caught, or no longer there: ${key}`);
  const tables = reports.map((report) => {
    const all = Object.values(report.files).flatMap(({ mutants }) => mutants);
    return [...rowsOf(report), row('**together**', all)].join('\n');
  });
  writeFileSync(
    'docs/mutation.md',
    `${HEAD}${tables.map((rows) => `${COLUMNS}${rows}\n`).join('\n')}\n${FOOT}${survivorText()}`,
  );
  return unexplained.length === 0 && gone.length === 0 ? 0 : 1;
}

const COLUMNS = '| file | changes | caught | not caught | caught |\n|---|---|---|---|---|\n';

const HEAD = `# One change in the code at a time

Written by \`npm run mutation-page\` from what \`npm run mutate\` finds: Stryker changes the core and the
shells in one place at a time, everywhere, and a selected suite of a few seconds (test/mutation) should
fail each time. Generated files are not changed (src/core/*/compiled.ts): [every change of the machines'
tables](table-mutants.md) is tried instead. They call the rules where these stand, so what is changed is
what runs. What a module of the shells works out while it loads, such as a table of messages, is not
changed. A change under which tests never end counts as caught.

`;

const FOOT = `## What is not caught, and why
`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = main();
