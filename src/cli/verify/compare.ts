/**
 * Compares two graphs, the specification's and ours, step by step, and shows a way to the first difference.
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

type Outcome = Pick<Edge, 'after' | 'told'>;

/** A command that the two answer differently. */
export interface Difference {
  /** The shortest way from the first state to the one in which the command is given. */
  readonly path: readonly Pick<Edge, 'command' | 'after'>[];
  readonly before: string;
  readonly command: string;
  /** What comes of it; nothing where the command, or the state, is unknown to one of them. */
  readonly specified: readonly Outcome[];
  readonly implemented: readonly Outcome[];
}

/**
 * Goes through our steps, which come breadth first, until a state has others than the specification says.
 * Whoever differs may have no end. Yields how many steps have been compared.
 */
export function* comparing(
  specified: ReadonlySet<string>,
  implemented: Iterable<Edge>,
): Generator<number, Difference | undefined> {
  const theirs = new Map<string, Edge[]>();
  for (const edge of [...specified].map(edgeOf)) {
    const known = theirs.get(edge.before);
    if (known === undefined) theirs.set(edge.before, [edge]);
    else known.push(edge);
  }
  const paths = new Map<string, Difference['path']>();
  let compared = 0;
  for (const ours of byState(implemented)) {
    const { before } = ours[0];
    const path = paths.get(before) ?? [];
    const found = firstDifference(theirs.get(before) ?? [], ours);
    if (found !== undefined) return { path, before, ...found };
    for (const { command, after } of ours) {
      if (after !== before && !paths.has(after)) paths.set(after, [...path, { command, after }]);
    }
    compared += ours.length;
    yield compared;
  }
  return undefined;
}

/** The steps from one state, and then from the next. */
function* byState(edges: Iterable<Edge>): Generator<readonly [Edge, ...Edge[]]> {
  let group: [Edge, ...Edge[]] | undefined;
  for (const edge of edges) {
    if (group !== undefined && group[0].before === edge.before) group.push(edge);
    else {
      if (group !== undefined) yield group;
      group = [edge];
    }
  }
  if (group !== undefined) yield group;
}

function firstDifference(
  theirs: readonly Edge[],
  ours: readonly Edge[],
): Pick<Difference, 'command' | 'specified' | 'implemented'> | undefined {
  const sides = [new Set(theirs.map(lineOf)), new Set(ours.map(lineOf))] as const;
  const command = [...ours, ...theirs].find((edge) => sides.some((side) => !side.has(lineOf(edge))))?.command;
  if (command === undefined) return undefined;
  const outcomes = (edges: readonly Edge[]): Outcome[] => edges.filter((edge) => edge.command === command);
  return { command, specified: outcomes(theirs), implemented: outcomes(ours) };
}

/** As a transcript: each command and the state after it, and what either side says in the end. */
export function differenceText({ path, before, command, specified, implemented }: Difference): string {
  const outcomes = (edges: readonly Outcome[]): string =>
    edges.map(({ after, told }) => `${after}  told: ${told || 'nobody'}`).join('; or ') ||
    'knows nothing of it';
  return [
    ...(path.length === 0 ? [`  = ${before}`] : []),
    ...path.flatMap((step) => [step.command, `  = ${step.after}`]),
    command,
    `  specification: ${outcomes(specified)}`,
    `  machine:       ${outcomes(implemented)}`,
  ].join('\n');
}
