/**
 * Writes a job file, job by job in order of arrival: the cluster first, and before a job each list of names
 * that it uses and that is not yet there as it is now.
 */
import type { Cluster, Instance } from './cluster.ts';
import { type JobLine, listOf, locksOf, type Names, type Subject, stepsOf } from './footprint.ts';
import type { Operation } from './operations.ts';

/** What a job is about, as far as it is given; the rest is drawn. */
export interface About {
  readonly group?: string;
  readonly instance?: Instance;
  readonly node?: string;
  readonly target?: string;
}

export interface Call {
  readonly operation: Operation;
  readonly at: number;
  readonly duration: number;
  readonly priority?: number;
  readonly timeout?: number;
  readonly attempt?: number;
  readonly about?: About;
}

type ListLine = { readonly list: string; readonly names: readonly string[] };
type ClusterLine = { readonly cluster: Readonly<Record<string, readonly string[]>> };

export type Line = ClusterLine | ListLine | JobLine;

export class Script {
  readonly lines: Line[];
  readonly #cluster: Cluster;
  /** As they were written last. */
  readonly #lists = new Map<string, string>();
  #jobs = 0;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    const { nodes, groups, networks } = cluster;
    const instances = cluster.instances.map(({ name }) => name).toSorted();
    this.lines = [{ cluster: { instances, nodegroups: groups, nodes, networks } }];
  }

  /** The number in an id is the number of the job. */
  add({ operation, at, duration, priority = 0, timeout, attempt, about = {} }: Call): void {
    const subject = this.#subjectOf(operation, about);
    const locks = locksOf(operation, subject, this.#cluster);
    const steps = stepsOf(operation, duration, subject, this.#cluster);
    for (const { names } of locks) this.#define(names);
    this.#jobs += 1;
    this.lines.push({
      id: `${operation.name}-${String(this.#jobs).padStart(5, '0')}`,
      arrival: at,
      duration,
      // The default is left out: it would be nine lines in ten.
      ...(priority === 0 ? {} : { priority }),
      ...(timeout === undefined ? {} : { timeout }),
      ...(attempt === undefined ? {} : { attempt }),
      locks,
      ...(steps.length === 0 ? {} : { steps }),
    });
    if (['InstanceRemove', 'InstanceRename'].includes(operation.name))
      this.#cluster.removeInstance(subject.instance);
    if (operation.name === 'NodeRemove') this.#cluster.removeNode(subject.node);
  }

  #subjectOf({ name, locks }: Operation, about: About): Subject {
    const cluster = this.#cluster;
    const isMirrored = ({ secondary }: Instance): boolean => secondary !== undefined;
    const drawn = cluster.drawInstance(name === 'InstanceReplaceDisks' ? isMirrored : undefined);
    const group = about.group ?? about.instance?.group ?? drawn.group;
    const makesInstance = locks.instance?.startsWith('new') === true || name === 'InstanceRename';
    const made = makesInstance ? cluster.newInstance(group) : undefined;
    const instance = about.instance ?? drawn;
    const own = nodesOf(instance);
    return {
      group,
      instance,
      node: about.node ?? (about.group === undefined ? instance.primary : cluster.drawNode(group)),
      network: instance.network,
      target: about.target ?? cluster.drawNode(instance.group, ...own),
      fresh: made?.name ?? (name === 'NodeAdd' ? cluster.newNodeName() : ''),
      chosen: made === undefined ? own : nodesOf(made),
    };
  }

  #define(names: Names): void {
    if (typeof names !== 'string') return;
    const members = this.#membersOf(names);
    const text = members.join();
    if (this.#lists.get(names) === text) return;
    this.#lists.set(names, text);
    this.lines.push({ list: names, names: members });
  }

  #membersOf(list: string): readonly string[] {
    const { groups, networks, nodes } = this.#cluster;
    for (const group of groups) {
      if (list === listOf.instances(group)) return this.#cluster.instancesOf(group).map(({ name }) => name);
      if (list === listOf.nodes(group)) return this.#cluster.nodesOf(group);
    }
    const every = { nodegroup: groups, network: networks, node: nodes }[list.replace('every ', '')];
    if (every === undefined) throw new Error(`there is no list '${list}'`);
    return every;
  }
}

export function toJsonLines(lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function nodesOf({ primary, secondary }: Instance): string[] {
  return secondary === undefined ? [primary] : [primary, secondary];
}
