/**
 * Compares two graphs, the specification's and ours, line by line, and shows a way to the first difference.
 */
import { createHash } from 'node:crypto';
import { type Edge, edgeOf, lineOf } from './spec-text.ts';

/** What a graph comes down to: the same digest, the same graph. */
export interface Digest {
  readonly states: number;
  readonly edges: number;
  /** SHA-256 of the lines in order, each once. */
  readonly sha256: string;
}

export function digestOf(lines: ReadonlySet<string>): Digest {
  const hash = createHash('sha256');
  const states = new Set<string>();
  for (const line of [...lines].toSorted()) {
    hash.update(`${line}\n`);
    const { before, after } = edgeOf(line);
    states.add(before).add(after);
  }
  return { states: states.size, edges: lines.size, sha256: hash.digest('hex') };
}

/** A step that one graph has and the other has not. */
export interface Difference {
  readonly only: 'in the specification' | 'in the implementation';
  readonly edge: Edge;
  /** The commands that lead to the state before it. */
  readonly path: readonly string[];
}

/** The difference that is nearest to the first state; undefined when the graphs are the same. */
export function difference(
  specified: ReadonlySet<string>,
  implemented: ReadonlySet<string>,
): Difference | undefined {
  const sides = [
    { only: 'in the specification', lines: specified, others: implemented },
    { only: 'in the implementation', lines: implemented, others: specified },
  ] as const;
  const found = sides.flatMap(({ only, lines, others }) => {
    const foreign = new Set([...lines].filter((line) => !others.has(line)));
    if (foreign.size === 0) return [];
    const { edge, path } = nearest(lines, foreign);
    return [{ only, edge, path }];
  });
  return found.toSorted((one, other) => one.path.length - other.path.length)[0];
}

/** Breadth first from the state of the first line, where every graph begins. */
function nearest(
  lines: ReadonlySet<string>,
  wanted: ReadonlySet<string>,
): { readonly edge: Edge; readonly path: readonly string[] } {
  const edges = [...lines].map(edgeOf);
  const from = new Map<string, Edge[]>();
  for (const edge of edges) {
    const known = from.get(edge.before);
    if (known === undefined) from.set(edge.before, [edge]);
    else known.push(edge);
  }
  const [first] = edges;
  const paths = new Map<string, readonly string[]>([[first?.before ?? '', []]]);
  for (const [state, path] of paths) {
    for (const edge of from.get(state) ?? []) {
      if (wanted.has(lineOf(edge))) return { edge, path };
      if (!paths.has(edge.after)) paths.set(edge.after, [...path, edge.command]);
    }
  }
  throw new Error('a step that differs begins in a state that is not reached; please report this');
}
