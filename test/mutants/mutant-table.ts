/**
 * Tries every check on every planted bug, and writes down which check catches which.
 */
import { expect } from 'vitest';
import type { Mutant } from './load-mutant.ts';

/** A fixed seed, so that the table is the same every time. */
export const SEED = 20_261_123;

/** Gives what caught the bug, or nothing. */
export type Check<Module> = (module: Module) => string | Promise<string>;

export type Checks<Module> = Readonly<Record<string, Check<Module>>>;

/** What has bugs: its name in file names, and how it is loaded with one of them. */
export interface Subject<Module> {
  readonly name: string;
  readonly load: (mutant: Mutant | null) => Module;
}

/** Fails when nothing catches a mutant. `title` is the head of the page, `thing` that of the first column. */
export async function mutantTable<Module>(
  { name, load }: Subject<Module>,
  checks: Checks<Module>,
  mutants: readonly Mutant[],
  { title, thing, legend }: { readonly title: string; readonly thing: string; readonly legend: string },
): Promise<string> {
  const rows: string[] = [];
  for (const mutant of mutants) {
    const module = load(mutant);
    const caught: string[] = [];
    for (const check of Object.values(checks)) caught.push(await check(module));
    expect(caught.join(''), `nothing catches the ${name} that ${mutant.name}`).not.toBe('');
    rows.push(`| ${[mutant.name, ...caught].join(' | ')} |`);
  }
  const columns = [`${thing} …`, ...Object.keys(checks)];
  return `# ${title}

Written by test/mutants/${name}.mutants.test.ts, which fails when a bug is caught by nothing, or by
other checks than these. An empty cell: this check alone would miss the bug.${legend}

| ${columns.join(' | ')} |
|${columns.map(() => '---').join('|')}|
${rows.join('\n')}
`;
}
