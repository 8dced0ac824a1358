/**
 * The proof that no two incompatible holds overlapped, judged from what the bodies of the jobs wrote down
 * (./evidence.ts). The locks are not asked: a lock that grants everything would say that all is well.
 */
import { LOCKSET_NAME, type Mode } from '../../index.ts';
import type { Passage } from './evidence.ts';

/** One went in (`entered`) while the other was `inside`, and at least one of them wanted to be alone. */
export interface Overlap {
  readonly level: string;
  readonly name: string;
  readonly entered: Passage;
  readonly inside: Passage;
}

export interface Proof {
  /** No overlap, and every entry has its exit. */
  readonly holds: boolean;
  /** Of one job at one lock. */
  readonly entries: number;
  readonly exits: number;
  readonly exclusiveEntries: number;
  readonly mostSharers: number;
  /** Members that were added. */
  readonly added: number;
  /** Pairs of holds that overlapped. */
  readonly overlaps: number;
  /** The first few of them. */
  readonly examples: readonly Overlap[];
  /** Entries without exit and exits without entry: evidence with holes proves nothing. */
  readonly unpaired: number;
}

const MOST_EXAMPLES = 5;

/** Who is inside one lock, by job. */
interface Room {
  readonly shared: Map<string, Passage>;
  readonly exclusive: Map<string, Passage>;
}

/** Pairs are counted and not listed: if everything overlaps, there are too many to write down. */
export function proveExclusion(passages: readonly Passage[]): Proof {
  const judge = new Judge();
  for (const passage of passages.toSorted((a, b) => a.seq - b.seq)) {
    if (passage.type === 'add') judge.add(passage);
    else for (const name of passage.names) judge.pass(name, passage);
  }
  return judge.verdict();
}

class Judge {
  readonly #rooms = new Map<string, Map<string, Room>>();
  readonly #examples: Overlap[] = [];
  readonly #count = { entries: 0, exits: 0, exclusiveEntries: 0, mostSharers: 0, added: 0, overlaps: 0 };
  #unpaired = 0;

  pass(name: string, passage: Passage): void {
    const room = this.#roomOf(passage.level, name);
    if (passage.type === 'exit') {
      this.#count.exits += 1;
      if (!room[passage.mode].delete(passage.job)) this.#unpaired += 1;
      return;
    }
    this.#count.entries += 1;
    if (passage.mode === 'exclusive') this.#count.exclusiveEntries += 1;
    for (const others of incompatible(room, passage.mode)) {
      this.#count.overlaps += others.size;
      this.#addExamples(name, passage, others);
    }
    if (room[passage.mode].has(passage.job)) this.#unpaired += 1;
    room[passage.mode].set(passage.job, passage);
    this.#count.mostSharers = Math.max(this.#count.mostSharers, room.shared.size);
  }

  /**
   * Nobody adds while somebody else holds all. The job learns of its add only afterwards, so it counts
   * against those alone who were there when it asked, and are still there.
   */
  add(passage: Passage): void {
    this.#count.added += passage.names.length;
    const { shared, exclusive } = this.#roomOf(passage.level, LOCKSET_NAME);
    const others = [...shared, ...exclusive].filter(
      ([job, inside]) => job !== passage.job && inside.seq < (passage.asked ?? 0),
    );
    this.#count.overlaps += others.length;
    this.#addExamples(LOCKSET_NAME, passage, new Map(others));
  }

  verdict(): Proof {
    const left = [...this.#rooms.values()].flatMap((rooms) => [...rooms.values()]);
    const inside = left.reduce((sum, { shared, exclusive }) => sum + shared.size + exclusive.size, 0);
    const unpaired = this.#unpaired + inside;
    const holds = this.#count.overlaps === 0 && unpaired === 0;
    return { holds, ...this.#count, examples: this.#examples, unpaired };
  }

  #roomOf(level: string, name: string): Room {
    const rooms = this.#rooms.get(level) ?? new Map<string, Room>();
    this.#rooms.set(level, rooms);
    const known = rooms.get(name);
    if (known !== undefined) return known;
    const room: Room = { shared: new Map(), exclusive: new Map() };
    rooms.set(name, room);
    return room;
  }

  #addExamples(name: string, entered: Passage, others: ReadonlyMap<string, Passage>): void {
    for (const inside of others.values()) {
      if (this.#examples.length === MOST_EXAMPLES) return;
      this.#examples.push({ level: entered.level, name, entered, inside });
    }
  }
}

function incompatible(room: Room, mode: Mode): readonly Map<string, Passage>[] {
  return mode === 'exclusive' ? [room.exclusive, room.shared] : [room.exclusive];
}
