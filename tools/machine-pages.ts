/**
 * `npm run machine-pages` writes docs/machines: of every models/NAME.machine.ts a picture, and a page with
 * the same as text and a table; and in src/cli/inspect/layouts where the boxes of the picture stand, with
 * refusals (NAME.json) and without (NAME.brief.json). `-- --check` writes nothing and fails when one of them
 * is stale or has no machine any more.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type AnyStateMachine, StateMachine } from 'xstate';
import type { MachineConfig } from '../src/cli/inspect/chart/config.ts';
import { type ChartGraph, chartGraph, withoutRefusals } from '../src/cli/inspect/chart/graph.ts';
import type { ChartLayout } from '../src/cli/inspect/chart/layout.ts';
import { chartPicture, standingAlone } from '../src/cli/inspect/chart/picture.ts';
import { shapeText } from '../src/cli/inspect/chart/shapes.ts';
import { bestLayout } from './machine-pages/elk-layout.ts';
import { observe } from './machine-pages/outcomes.ts';
import { machinePage } from './machine-pages/page-text.ts';

const DOCS = 'docs/machines';
const LAYOUTS = 'src/cli/inspect/layouts';

/** By path, what every file should be. */
export async function machineFiles(): Promise<Map<string, string>> {
  const observed = observe();
  const files = new Map<string, string>();
  const names = readdirSync('models').flatMap((file) => file.match(/^(.*)\.machine\.ts$/)?.[1] ?? []);
  const charts: { readonly name: string; readonly graph: ChartGraph }[] = [];
  for (const name of names.toSorted()) {
    const machine = await machineOf(name);
    // As it is told to inspectors, and no function is.
    const graph = chartGraph(JSON.parse(JSON.stringify(machine.config)) as MachineConfig);
    const layout = await bestLayout(graph);
    const events = machine.events.toSorted();
    const states = Object.keys(machine.states);
    files.set(`${LAYOUTS}/${name}.json`, layoutText(layout));
    // The page shows it without refusals at first.
    files.set(`${LAYOUTS}/${name}.brief.json`, layoutText(await bestLayout(withoutRefusals(graph))));
    files.set(`${DOCS}/${name}.svg`, shapeText(standingAlone(chartPicture(graph, layout))));
    files.set(`${DOCS}/${name}.md`, machinePage({ name, graph, states, events }, observed));
    charts.push({ name, graph });
  }
  files.set(`${DOCS}/README.md`, contents(charts));
  return files;
}

/** Paths of what is not as it should be. */
export async function staleFiles(): Promise<string[]> {
  const files = await machineFiles();
  const stale = [...files].filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
  const orphans = [DOCS, LAYOUTS].flatMap((folder) =>
    (existsSync(folder) ? readdirSync(folder) : [])
      .map((file) => `${folder}/${file}`)
      .filter((path) => !files.has(path)),
  );
  return [...stale.map(([path]) => path), ...orphans];
}

async function machineOf(name: string): Promise<AnyStateMachine> {
  const exported = Object.values((await import(`../models/${name}.machine.ts`)) as object);
  const machine = exported.find((value) => value instanceof StateMachine);
  if (machine === undefined) throw new Error(`models/${name}.machine.ts exports no machine`);
  return machine as AnyStateMachine;
}

/** One box or arrow a line, so that a change can be read. */
function layoutText({ boxes, arrows, ...whole }: ChartLayout): string {
  const list = (parts: readonly unknown[]): string =>
    `[\n${parts.map((part) => `    ${JSON.stringify(part)}`).join(',\n')}\n  ]`;
  const first = Object.entries(whole).map(([key, value]) => `  "${key}": ${JSON.stringify(value)},\n`);
  return `{\n${first.join('')}  "boxes": ${list(boxes)},\n  "arrows": ${list(arrows)}\n}\n`;
}

function contents(charts: readonly { readonly name: string; readonly graph: ChartGraph }[]): string {
  const what: Readonly<Record<string, string>> = {
    'shared-lock': 'one readers–writer lock',
    'lock-set': "one owner's dealings with a lock set",
    catalogue: 'which names a lock set has',
    'level-order': "one owner's dealings with a lock manager, level by level",
    condition: 'who waits to be told of a change',
  };
  const rows = charts.map(({ name, graph }) => `- [${graph.id}](${name}.md): ${what[name] ?? 'a machine'}`);
  return `# The machines

Each with its statechart, a table of what commands come to, and the chart as Mermaid text. How they work
together is in [architecture](../architecture.md).

${rows.join('\n')}
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  if (values.check) {
    const stale = await staleFiles();
    for (const path of stale) console.log(`${path}: STALE: run npm run machine-pages`);
    process.exitCode = stale.length === 0 ? 0 : 1;
  } else {
    for (const folder of [DOCS, LAYOUTS]) mkdirSync(folder, { recursive: true });
    for (const [path, text] of await machineFiles()) writeFileSync(path, text);
  }
}
