/**
 * The independent specifications: for each its file, the bounds at which its graph and ours are compared, and
 * the claims that Spin proves of it.
 */
import { systemStep } from '../../core/lock-set/system-step.ts';
import { lockEdges } from './lock-graph.ts';
import { managerEdges } from './manager-graph.ts';
import { setEdges } from './set-graph.ts';
import type { Edge } from './spec-text.ts';
import type { Subject } from './subject.ts';

export interface Specification {
  readonly name: string;
  /** The machine that it specifies. */
  readonly model: string;
  /** In models/, unless it is an absolute path. */
  readonly file: string;
  /** What Spin's preprocessor is told. */
  readonly flags: readonly string[];
  /** Formulas in linear temporal logic, proven with weak fairness. */
  readonly claims: readonly string[];
  readonly edges: (subject: Subject) => Iterable<Edge>;
}

const [A, B, C] = ['A', 'B', 'C'] as const;

export const specifications: readonly Specification[] = [
  {
    name: 'shared-lock',
    model: 'shared-lock',
    file: 'shared-lock.pml',
    flags: ['-DCLOSE'],
    claims: ['no_starvation', 'progress'],
    edges: ({ lockStep }) => lockEdges({ owners: [A, B, C], priorities: [0, 1], closes: true }, lockStep),
  },
  {
    name: 'lock-set',
    model: 'lock-set',
    file: 'lock-set.pml',
    flags: ['-DCONFIG=1', '-DBOTH'],
    claims: ['ends'],
    edges: (subject) =>
      setEdges(
        { owners: [A, B], members: ['a', 'b'], changing: [], modes: ['shared', 'exclusive'] },
        systemStep(subject.machines()),
      ),
  },
  {
    name: 'lock-set that changes',
    model: 'lock-set',
    file: 'lock-set.pml',
    flags: ['-DCONFIG=3'],
    claims: ['ends'],
    edges: (subject) =>
      setEdges(
        { owners: [A, B], members: ['a', 'b'], changing: ['b'], modes: ['exclusive'] },
        systemStep(subject.machines()),
      ),
  },
  {
    name: 'level-order',
    model: 'level-order',
    file: 'level-order.pml',
    flags: [],
    claims: ['ends'],
    edges: (subject) =>
      managerEdges(subject.machines(), {
        owners: [A, B],
        members: [['big'], ['a'], ['c']],
        modes: ['exclusive'],
        tries: false,
      }),
  },
];
