/**
 * `npm run compile` writes src/core/NAME/compiled.ts and src/inspect/charts/NAME.json for every
 * models/NAME.machine.ts; `-- --check` writes nothing and fails when a committed one is stale. Either fails
 * when one has no machine any more.
 *
 * The compiler knows nothing about locks. By convention models/NAME.machine.ts exports one machine, whose
 * guards and actions wrap what src/core/NAME/rules.ts exports; that module also has `decode`, `encode` and
 * `effectOf`, and src/core/NAME/commands.ts the type `Command`.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type AnyStateMachine, StateMachine } from 'xstate';
import { readMachine } from './compiler/read-machine.ts';
import { writeChart } from './compiler/write-chart.ts';
import { writeModule } from './compiler/write-module.ts';

const CHARTS = 'src/inspect/charts';

/** The text of the compiled module. `source` is named in its first line. */
export function compileMachine(machine: AnyStateMachine, rules: object, source: string): string {
  return writeModule(readMachine(machine, rules as Record<string, unknown>), source);
}

async function compileAll(check: boolean): Promise<boolean> {
  let isFresh = true;
  const sources = readdirSync('models')
    .filter((file) => file.endsWith('.machine.ts'))
    .toSorted();
  for (const file of sources) {
    const source = `models/${file}`;
    const name = file.replace('.machine.ts', '');
    const machine = await machineIn(source);
    const rules = (await load(`src/core/${name}/rules.ts`)) as Record<string, unknown>;
    const texts = [
      [`src/core/${name}/compiled.ts`, compileMachine(machine, rules, source)],
      [`${CHARTS}/${name}.json`, writeChart(machine, rules)],
    ] as const;
    for (const [target, text] of texts) {
      const stale = !existsSync(target) || readFileSync(target, 'utf8') !== text;
      if (stale && !check) writeFileSync(target, text);
      if (stale && check) isFresh = false;
      console.log(`${target}: ${stale ? (check ? 'STALE: run npm run compile' : 'written') : 'up to date'}`);
    }
  }
  const compiled = readdirSync('src/core').map((name) => [name, `src/core/${name}/compiled.ts`] as const);
  const charts = readdirSync(CHARTS).map((file) => [file.replace('.json', ''), `${CHARTS}/${file}`] as const);
  const orphans = [...compiled, ...charts].filter(
    ([name, target]) => existsSync(target) && !sources.includes(`${name}.machine.ts`),
  );
  for (const [name, target] of orphans) {
    console.log(`${target}: ORPHAN: there is no models/${name}.machine.ts`);
  }
  return isFresh && orphans.length === 0;
}

async function machineIn(source: string): Promise<AnyStateMachine> {
  const machines = Object.values(await load(source)).filter((value) => value instanceof StateMachine);
  if (machines.length !== 1) throw new Error(`${source} exports ${machines.length} machines instead of one`);
  return machines[0] as AnyStateMachine;
}

/** What XState itself refuses, it refuses here, and does not say where. */
async function load(path: string): Promise<object> {
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    throw new Error(`${path} cannot be loaded: ${String(error)}`, { cause: error });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  process.exitCode = (await compileAll(values.check)) ? 0 : 1;
}
