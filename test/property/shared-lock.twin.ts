/**
 * One lock again, written to be plainly right and nothing else: from DESIGN-level prose, with no rule
 * imported.
 *
 * Lists are scanned and filtered, nothing is kept that can be worked out, and the queue is worked out anew
 * for every question. It exists to disagree with the machine.
 */
import type { LockCommand, LockEffect, Mode, RequestId } from '../../src/core/shared-lock/commands.ts';
import type { State } from '../../src/core/shared-lock/compiled.ts';

interface Place {
  readonly owner: string | null;
  readonly request: RequestId;
  readonly mode: Mode;
  readonly priority: number;
  readonly deletes: boolean;
  /** When its group came: sharers of one priority share one. */
  readonly group: number;
}

type Hold = Pick<Place, 'owner' | 'request' | 'mode'> & { readonly token: number };

export class LockTwin {
  #holds: Hold[] = [];
  #waiters: Place[] = [];
  #deleted = false;
  #closed = false;
  #token: number;
  #groups = 0;

  /** `token`: the last one that was given before this lock was there. */
  constructor(token = 0) {
    this.#token = token;
  }

  /** A twin of a lock that is in this state already. */
  static of({ value, context }: State): LockTwin {
    const twin = new LockTwin(context.token);
    twin.#holds = context.holds.map(({ owner, request, mode, token }) => ({ owner, request, mode, token }));
    twin.#deleted = value === 'deleted';
    twin.#closed = context.closed;
    for (const { priority, mode, deletes, waiters } of context.queue) {
      twin.#groups += 1;
      for (const { owner, request } of waiters) {
        twin.#waiters.push({ owner, request, mode, priority, deletes, group: twin.#groups });
      }
    }
    return twin;
  }

  get holds(): readonly Hold[] {
    return this.#holds;
  }

  get state() {
    const mode = this.#holds[0]?.mode ?? 'free';
    const groups = [...new Set(this.#queue().map(({ group }) => group))];
    return {
      value: this.#deleted ? 'deleted' : mode,
      context: {
        token: this.#token,
        closed: this.#closed,
        holds: this.#holds,
        queue: groups.map((group) => {
          const members = this.#waiters.filter((waiter) => waiter.group === group);
          const [{ priority, mode: asked, deletes }] = members as [Place];
          return {
            priority,
            mode: asked,
            deletes,
            waiters: members.map(({ owner, request }) => ({ owner, request })),
          };
        }),
      },
    };
  }

  apply(command: LockCommand): LockEffect[] {
    switch (command.type) {
      case 'lock.acquire':
        return this.#ask(command, command.mode, false);
      case 'lock.delete':
        return this.#ask(command, 'exclusive', true);
      case 'lock.release':
        return this.#release(command);
      case 'lock.downgrade':
        return this.#downgrade(command);
      case 'lock.cancel':
        return this.#cancel(command);
      case 'lock.raise':
        return this.#raise(command);
      case 'lock.close':
        this.#closed = true;
        return this.#refuseAll('closed');
    }
  }

  #ask(
    asked: Extract<LockCommand, { type: 'lock.acquire' | 'lock.delete' }>,
    mode: Mode,
    deletes: boolean,
  ): LockEffect[] {
    const { owner, request, priority } = asked;
    const refuse = (reason: 'deleted' | 'closed' | 'delete-while-sharing' | 'double-acquire' | 'timeout') => [
      { type: 'lock.refused' as const, owner, request, reason },
    ];
    if (this.#deleted) return refuse('deleted');
    if (this.#closed) return refuse('closed');
    const own = this.#holds.find((hold) =>
      owner === null ? hold.request === request : hold.owner === owner,
    );
    if (own !== undefined && deletes && own.mode === 'exclusive') return this.#deleteOwn(own, asked);
    if (own !== undefined && deletes) return refuse('delete-while-sharing');
    const isKnown =
      owner !== null && [...this.#holds, ...this.#waiters].some((place) => place.owner === owner);
    if (isKnown) return refuse('double-acquire');
    if (asked.try && (this.#waiters.length > 0 || !this.#fits(mode))) return refuse('timeout');
    const open = this.#waiters.find(
      (other) => mode === 'shared' && other.mode === mode && other.priority === priority,
    );
    this.#groups += 1;
    this.#waiters.push({ owner, request, mode, priority, deletes, group: open?.group ?? this.#groups });
    return this.#grant();
  }

  #deleteOwn(own: Hold, { owner, request }: { owner: string | null; request: RequestId }): LockEffect[] {
    this.#holds = [];
    this.#deleted = true;
    return [
      { type: 'lock.released', owner: own.owner, request: own.request },
      { type: 'lock.deleted', owner, request, token: this.#token },
      ...this.#refuseAll('deleted'),
    ];
  }

  #release(command: Extract<LockCommand, { type: 'lock.release' }>): LockEffect[] {
    const hold = this.#holdOf(command);
    const { owner, request = null } = command;
    if (hold === undefined) return [{ type: 'lock.refused', owner, request, reason: 'release-unowned' }];
    this.#holds = this.#holds.filter((other) => other !== hold);
    return [{ type: 'lock.released', owner: hold.owner, request: hold.request }, ...this.#grant()];
  }

  #downgrade(command: Extract<LockCommand, { type: 'lock.downgrade' }>): LockEffect[] {
    const hold = this.#holdOf(command);
    const { owner, request = null } = command;
    if (hold === undefined) return [{ type: 'lock.refused', owner, request, reason: 'downgrade-unowned' }];
    const done: LockEffect = { type: 'lock.downgraded', owner: hold.owner, request: hold.request };
    if (hold.mode === 'shared') return [done];
    this.#holds = [{ ...hold, mode: 'shared' }];
    const top = Math.min(...this.#waiters.map(({ priority }) => priority));
    // Older than every group there is: the group goes to the front of its priority.
    this.#waiters = this.#waiters.map((waiter) =>
      waiter.priority === top && waiter.mode === 'shared' ? { ...waiter, group: 0 } : waiter,
    );
    return [done, ...this.#grant()];
  }

  #cancel({ owner, request, reason }: Extract<LockCommand, { type: 'lock.cancel' }>): LockEffect[] {
    const isWaiting = this.#waiters.some((waiter) => waiter.owner === owner && waiter.request === request);
    if (!isWaiting) return [{ type: 'lock.refused', owner, request, reason: 'not-waiting' }];
    this.#waiters = this.#waiters.filter((waiter) => waiter.request !== request);
    return [{ type: 'lock.refused', owner, request, reason }, ...this.#grant()];
  }

  #raise({ owner, request, priority }: Extract<LockCommand, { type: 'lock.raise' }>): LockEffect[] {
    const waiter = this.#waiters.find((other) => other.owner === owner && other.request === request);
    const refuse = (reason: 'not-waiting' | 'not-more-urgent'): LockEffect[] => [
      { type: 'lock.refused', owner, request, reason },
    ];
    if (waiter === undefined) return refuse('not-waiting');
    if (priority >= waiter.priority) return refuse('not-more-urgent');
    this.#waiters = this.#waiters.filter((other) => other !== waiter);
    const open = this.#waiters.find(
      (other) => waiter.mode === 'shared' && other.mode === 'shared' && other.priority === priority,
    );
    this.#groups += 1;
    this.#waiters.push({ ...waiter, priority, group: open?.group ?? this.#groups });
    return [{ type: 'lock.raised', owner, request }, ...this.#grant()];
  }

  /** Serves the first in line until it does not fit. */
  #grant(): LockEffect[] {
    const effects: LockEffect[] = [];
    for (;;) {
      const [first] = this.#queue();
      if (first === undefined || !this.#fits(first.mode)) return effects;
      const { owner, request, mode, deletes } = first;
      this.#waiters = this.#waiters.filter((waiter) => waiter !== first);
      if (deletes) {
        this.#deleted = true;
        return [
          ...effects,
          { type: 'lock.deleted', owner, request, token: this.#token },
          ...this.#refuseAll('deleted'),
        ];
      }
      this.#token += 1;
      this.#holds = [...this.#holds, { owner, request, mode, token: this.#token }];
      effects.push({ type: 'lock.granted', owner, request, mode, token: this.#token });
    }
  }

  #refuseAll(reason: 'deleted' | 'closed'): LockEffect[] {
    const refused = this.#queue().map(({ owner, request }) => ({
      type: 'lock.refused' as const,
      owner,
      request,
      reason,
    }));
    this.#waiters = [];
    return refused;
  }

  #queue(): Place[] {
    return this.#waiters.toSorted((one, other) => one.priority - other.priority || one.group - other.group);
  }

  #fits(mode: Mode): boolean {
    return (
      this.#holds.length === 0 || (mode === 'shared' && this.#holds.every((hold) => hold.mode === 'shared'))
    );
  }

  #holdOf({ owner, request }: { owner: string | null; request?: RequestId }): Hold | undefined {
    return this.#holds.find(
      (hold) =>
        hold.owner === owner &&
        (owner === null ? hold.request === request : (request ?? hold.request) === hold.request),
    );
  }
}
