/**
 * Tries the checks on a changed table, one after the other, until one of them catches it.
 */
import { type MachineTable, readMachine } from '../../tools/compiler/read-machine.ts';
import { writeModule } from '../../tools/compiler/write-module.ts';
import { evaluate } from '../compile/evaluate.ts';
import type { Graph } from './graphs.ts';
import type { TableSubject } from './table-checks.ts';

/** In the order in which they are tried. */
export const CATCHERS = ['claims', 'size', 'witnesses', 'naive twin', 'traces'] as const;

type Catcher = (typeof CATCHERS)[number];

/** What caught a mutant; `same graph` where nothing did, and every state and step is as it was. */
export type Outcome = Catcher | 'same graph' | 'nothing';

export class Bench {
  readonly table: MachineTable;
  readonly #rules: object;
  readonly #trials: TableSubject['trials'];
  readonly #graphs: readonly Graph[];

  constructor({ machine, trials }: TableSubject, rules: object) {
    this.#rules = rules;
    this.#trials = trials;
    this.table = readMachine(machine, rules as Record<string, unknown>);
    this.#graphs = this.#of(this.table).graphs.map((walk) => walk(Number.POSITIVE_INFINITY));
  }

  async outcome(table: MachineTable): Promise<Outcome> {
    const { graphs, differsFromTwin, failsTraces } = this.#of(table);
    let isSame = true;
    for (const [place, original] of this.#graphs.entries()) {
      const graph = graphs[place]?.(original.states);
      const caught = graph && differenceOf(graph, original);
      if (caught !== undefined) return caught;
      isSame &&= graph?.digest === original.digest;
    }
    if (differsFromTwin()) return 'naive twin';
    if (isSame) return 'same graph';
    return (await failsTraces()) ? 'traces' : 'nothing';
  }

  #of(table: MachineTable): ReturnType<TableSubject['trials']> {
    return this.#trials(evaluate(writeModule(table, 'a mutant'), () => this.#rules));
  }
}

function differenceOf(graph: Graph, original: Graph): Catcher | undefined {
  if (graph.broken !== original.broken) return 'claims';
  if (graph.states !== original.states || graph.edges !== original.edges) return 'size';
  return graph.missing.length === original.missing.length ? undefined : 'witnesses';
}
