/**
 * A place: what a request has in a lock from asking to release, first in the queue, then among the holds.
 *
 * One object serves all along, and it is the only thing that an uncontended acquire has to allocate: a shell
 * adds what it knows of the request to an object of this shape and passes it as the command. Places
 * link to their neighbours, so that leaving the middle of a line costs the same whatever its length.
 */
import type { Mode, OwnerId, RequestId } from './commands.ts';

/** Where a place is: nowhere yet or any more, in the queue, or among the holds. */
export type Standing = 'none' | 'waiter' | 'holder';

export class Place {
  readonly owner: OwnerId | null;
  /** Another one when a hold that was let go of is asked for again. */
  request: RequestId;
  priority: number;
  /** Never waits. */
  readonly try: boolean;
  /** Asks to end the lock, not to hold it. */
  readonly deletes: boolean;
  mode: Mode;
  standing: Standing = 'none';
  /** The fencing token of the grant; 0 before. */
  token = 0;
  /** Neighbours in the ring (./ring.ts) of holds, or of the waiters of one priority. */
  previous: Place = this;
  next: Place = this;

  constructor(
    owner: OwnerId | null,
    request: RequestId,
    priority: number,
    isTry: boolean,
    mode: Mode,
    deletes: boolean,
  ) {
    this.owner = owner;
    this.request = request;
    this.priority = priority;
    this.try = isTry;
    this.mode = mode;
    this.deletes = deletes;
  }

  /** What tells this place from every other of its lock. */
  get key(): OwnerId | RequestId {
    return this.owner ?? this.request;
  }
}
