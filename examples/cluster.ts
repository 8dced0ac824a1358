/**
 * The cluster that the example workloads are about: 200 nodes in 8 groups, 2,000 instances, 5 networks; nine
 * instances in ten are mirrored to a second node of their group, the others lie on shared storage.
 *
 * It changes as jobs that change it arrive. A file is written before it is run and cannot know when a job
 * gets its locks, or whether: so what a job removes is named by no later job, and what a job adds by no other
 * job at all.
 */
import { drawOne, type Random, shuffled, zipf } from './random.ts';

export const GROUPS = 8;
const NODES_A_GROUP = 25;
const INSTANCES = 2_000;
/** Shares of the instances; about 600 on the largest. */
const NETWORK_SHARES = [0.3, 0.25, 0.2, 0.15, 0.1];
const MIRRORED_SHARE = 0.9;
const POPULARITY = 0.8;

export interface Instance {
  readonly name: string;
  readonly group: string;
  primary: string;
  /** Undefined on shared storage. */
  secondary: string | undefined;
  readonly network: string;
}

export class Cluster {
  readonly groups = Array.from({ length: GROUPS }, (_, index) => `g${index + 1}`);
  readonly networks = NETWORK_SHARES.map((_, index) => `net${index + 1}`);
  /** The nodes of each group. */
  readonly #nodes = new Map<string, string[]>();
  /** Those that group-wide jobs name. */
  readonly #instances = new Map<string, Set<Instance>>();
  /** By popularity, the most popular first; a place is empty when its instance is gone. */
  readonly #byRank: (Instance | undefined)[];
  readonly #random: Random;
  readonly #drawRank = zipf(INSTANCES, POPULARITY);
  #instancesEver = 0;
  #nodesEver = 0;

  constructor(random: Random) {
    this.#random = random;
    for (const group of this.groups) {
      this.#nodes.set(
        group,
        Array.from({ length: NODES_A_GROUP }, () => this.newNodeName()),
      );
      this.#instances.set(group, new Set());
    }
    const instances = Array.from({ length: INSTANCES }, (_, index) => {
      const group = this.groups[index % GROUPS] as string;
      // Evenly over the primaries of the group: ten a node.
      const primary = this.nodesOf(group)[Math.floor(index / GROUPS) % NODES_A_GROUP] as string;
      return this.#place(group, primary);
    });
    for (const instance of instances) this.#instances.get(instance.group)?.add(instance);
    this.#byRank = shuffled(instances, random);
  }

  get nodes(): string[] {
    return this.groups.flatMap((group) => this.nodesOf(group));
  }

  nodesOf(group: string): readonly string[] {
    return this.#nodes.get(group) ?? [];
  }

  groupOf(node: string): string {
    return this.groups.find((group) => this.nodesOf(group).includes(node)) ?? '';
  }

  instancesOf(group: string): Instance[] {
    return [...(this.#instances.get(group) ?? [])];
  }

  get instances(): Instance[] {
    return this.groups.flatMap((group) => this.instancesOf(group));
  }

  newNodeName(): string {
    this.#nodesEver += 1;
    return `n${String(this.#nodesEver).padStart(3, '0')}`;
  }

  /** One that is there, the popular ones more often. */
  drawInstance(fits: (instance: Instance) => boolean = () => true): Instance {
    for (;;) {
      const instance = this.#byRank[this.#drawRank(this.#random)];
      if (instance !== undefined && fits(instance)) return instance;
    }
  }

  drawNode(group: string, ...but: readonly (string | undefined)[]): string {
    const nodes = this.nodesOf(group).filter((node) => !but.includes(node));
    return drawOne(nodes, this.#random);
  }

  drawGroup(): string {
    return drawOne(this.groups, this.#random);
  }

  drawNetwork(): string {
    const left = this.#random();
    let sum = 0;
    const index = NETWORK_SHARES.findIndex((share) => {
      sum += share;
      return left < sum;
    });
    return this.networks[index] ?? 'net1';
  }

  /** An instance that a job will make, on nodes of this group. */
  newInstance(group: string): Instance {
    return this.#place(group, this.drawNode(group));
  }

  removeInstance(instance: Instance): void {
    this.#instances.get(instance.group)?.delete(instance);
    const rank = this.#byRank.indexOf(instance);
    if (rank >= 0) this.#byRank[rank] = undefined;
  }

  /** Its instances go to other nodes of the group. */
  removeNode(node: string): void {
    const group = this.groupOf(node);
    this.#nodes.set(
      group,
      this.nodesOf(group).filter((other) => other !== node),
    );
    for (const instance of this.#byRank) {
      if (instance?.primary === node) instance.primary = this.drawNode(group, instance.secondary);
      if (instance?.secondary === node) instance.secondary = this.drawNode(group, instance.primary);
    }
  }

  #place(group: string, primary: string): Instance {
    const isMirrored = this.#random() < MIRRORED_SHARE;
    return {
      name: this.#newInstanceName(),
      group,
      primary,
      secondary: isMirrored ? this.drawNode(group, primary) : undefined,
      network: this.drawNetwork(),
    };
  }

  #newInstanceName(): string {
    this.#instancesEver += 1;
    return `i${String(this.#instancesEver).padStart(4, '0')}`;
  }
}
