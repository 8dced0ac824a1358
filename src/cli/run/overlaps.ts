/**
 * The proof that no two incompatible holds overlapped, judged from what the bodies of the jobs wrote down
 * when they went in and came out. The lock is not asked: a lock that grants everything would say that all
 * is well.
 *
 * The order is that of `seq`, a number that grows with each record. Two records can bear the same time (a
 * handoff lets one in at the moment the other leaves), but never the same number.
 */
import type { Mode } from '../../index.ts';

/** A body of a job went through the door of a lock. */
export interface Passage {
  readonly seq: number;
  readonly at: number;
  readonly type: 'enter' | 'exit';
  readonly job: string;
  readonly lock: string;
  readonly mode: Mode;
}

/** One went in (`entered`) while the other was `inside`, and at least one of them wanted to be alone. */
export interface Overlap {
  readonly lock: string;
  readonly entered: Passage;
  readonly inside: Passage;
}

export interface Proof {
  /** No overlap, and every entry has its exit. */
  readonly holds: boolean;
  readonly entries: number;
  readonly exits: number;
  readonly exclusiveEntries: number;
  readonly mostSharers: number;
  /** Pairs of holds that overlapped. */
  readonly overlaps: number;
  /** The first few of them. */
  readonly examples: readonly Overlap[];
  /** Entries without exit and exits without entry: evidence with holes proves nothing. */
  readonly unpaired: readonly Passage[];
}

const MOST_EXAMPLES = 5;

/** Who is inside one lock, by job. */
interface Room {
  readonly shared: Map<string, Passage>;
  readonly exclusive: Map<string, Passage>;
}

/** Pairs are counted and not listed: if everything overlaps, there are too many to write down. */
export function proveExclusion(passages: readonly Passage[]): Proof {
  const rooms = new Map<string, Room>();
  const examples: Overlap[] = [];
  const unpaired: Passage[] = [];
  const count = { entries: 0, exits: 0, exclusiveEntries: 0, mostSharers: 0, overlaps: 0 };

  for (const passage of passages.toSorted((a, b) => a.seq - b.seq)) {
    const room = roomOf(rooms, passage.lock);
    if (passage.type === 'exit') {
      count.exits += 1;
      if (!room[passage.mode].delete(passage.job)) unpaired.push(passage);
      continue;
    }
    count.entries += 1;
    if (passage.mode === 'exclusive') count.exclusiveEntries += 1;
    for (const others of incompatible(room, passage.mode)) {
      count.overlaps += others.size;
      addExamples(examples, passage, others);
    }
    const twice = room[passage.mode].get(passage.job);
    if (twice !== undefined) unpaired.push(twice);
    room[passage.mode].set(passage.job, passage);
    count.mostSharers = Math.max(count.mostSharers, room.shared.size);
  }

  for (const { shared, exclusive } of rooms.values())
    unpaired.push(...shared.values(), ...exclusive.values());
  return { holds: count.overlaps === 0 && unpaired.length === 0, ...count, examples, unpaired };
}

function roomOf(rooms: Map<string, Room>, lock: string): Room {
  const known = rooms.get(lock);
  if (known !== undefined) return known;
  const room = { shared: new Map<string, Passage>(), exclusive: new Map<string, Passage>() };
  rooms.set(lock, room);
  return room;
}

function incompatible(room: Room, mode: Mode): readonly Map<string, Passage>[] {
  return mode === 'exclusive' ? [room.exclusive, room.shared] : [room.exclusive];
}

function addExamples(examples: Overlap[], entered: Passage, others: Map<string, Passage>): void {
  for (const inside of others.values()) {
    if (examples.length === MOST_EXAMPLES) return;
    examples.push({ lock: entered.lock, entered, inside });
  }
}
