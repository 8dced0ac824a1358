/**
 * What the bodies of the jobs write down about themselves: which locks they take themselves to hold. It is
 * written before and apart from anything the locks say, and whether the locks kept jobs apart is judged from
 * it alone (./overlaps.ts).
 *
 * A job writes that it came in after it was let in, and that it goes before it lets go. So no two records
 * that overlap can be the fault of who wrote them.
 */
import { LOCKSET_NAME, type Mode } from '../../index.ts';

/** A job went through the doors of some locks of one level. */
export interface Passage {
  /** Grows with each record. Two can bear the same time, but never the same number. */
  readonly seq: number;
  readonly at: number;
  /** `add`: these members came into being at some time since `asked`, which nobody allows who holds all. */
  readonly type: 'enter' | 'exit' | 'add';
  readonly job: string;
  readonly level: string;
  readonly names: readonly string[];
  readonly mode: Mode;
  /** Of an add: the number that was next when the job asked. */
  readonly asked?: number;
}

export class Evidence {
  readonly passages: Passage[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  get nextSeq(): number {
    return this.passages.length;
  }

  write(
    type: Passage['type'],
    job: string,
    where: Pick<Passage, 'level' | 'names' | 'mode' | 'asked'>,
  ): void {
    if (where.names.length > 0)
      this.passages.push({ seq: this.nextSeq, at: this.#now(), type, job, ...where });
  }
}

/** The locks that one job has, by its own account. */
export class Holdings {
  readonly #evidence: Evidence;
  readonly #job: string;
  readonly #levels = new Map<string, Map<string, Mode>>();

  constructor(evidence: Evidence, job: string) {
    this.#evidence = evidence;
    this.#job = job;
  }

  /** Which levels it has anything at, in the order in which it came to them. */
  get levels(): string[] {
    return [...this.#levels.keys()];
  }

  /** Its members at a level. */
  at(level: string): string[] {
    return [...(this.#levels.get(level)?.keys() ?? [])].filter((name) => name !== LOCKSET_NAME);
  }

  /** Whether it holds all of a level, so that nobody adds to it. */
  isWhole(level: string): boolean {
    return this.#levels.get(level)?.has(LOCKSET_NAME) === true;
  }

  enter(level: string, names: readonly string[], mode: Mode, whole: boolean): void {
    const all = whole ? [LOCKSET_NAME, ...names] : names;
    if (all.length === 0) return;
    this.#evidence.write('enter', this.#job, { level, names: all, mode });
    this.#levels.set(level, new Map(all.map((name) => [name, mode])));
  }

  /** Leaves these members, or all; who leaves any leaves the lock of the set too. */
  exit(level: string, names: readonly string[] = this.at(level)): void {
    const held = this.#levels.get(level);
    if (held === undefined) return;
    const leaving = this.isWhole(level) ? [LOCKSET_NAME, ...names] : names;
    this.#writeByMode('exit', level, leaving);
    for (const name of leaving) held.delete(name);
    if (held.size === 0) this.#levels.delete(level);
  }

  /** Exclusive to shared; the lock of the set follows when nothing is held exclusively any more. */
  downgrade(level: string, names: readonly string[]): void {
    const held = this.#levels.get(level);
    const changing = names.filter((name) => held?.get(name) === 'exclusive');
    this.#toShared(level, changing);
    const isAnyExclusive = this.at(level).some((name) => held?.get(name) === 'exclusive');
    if (!isAnyExclusive && held?.get(LOCKSET_NAME) === 'exclusive') this.#toShared(level, [LOCKSET_NAME]);
  }

  #toShared(level: string, names: readonly string[]): void {
    this.#evidence.write('exit', this.#job, { level, names, mode: 'exclusive' });
    this.#evidence.write('enter', this.#job, { level, names, mode: 'shared' });
    for (const name of names) this.#levels.get(level)?.set(name, 'shared');
  }

  #writeByMode(type: 'exit', level: string, names: readonly string[]): void {
    for (const mode of ['exclusive', 'shared'] as const) {
      const some = names.filter((name) => this.#levels.get(level)?.get(name) === mode);
      this.#evidence.write(type, this.#job, { level, names: some, mode });
    }
  }
}
