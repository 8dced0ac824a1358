/**
 * Whom a request waits for: a query over the canonical form, for people, monitors and properties.
 */
import type { GroupData, LockData } from './canonical.ts';
import type { Mode, OwnerId, RequestId } from './commands.ts';

/** A place in the way of a request. */
export interface Blocker {
  readonly owner: OwnerId | null;
  readonly request: RequestId;
}

/**
 * Those who hold the lock, or stand before the request in its queue, in a mode that excludes the request's:
 * an exclusive place excludes every other, a shared one the exclusive ones. Holders come first, then waiters
 * in queue order; empty when the request does not wait.
 *
 * They are just enough. When all of them have left the queue or let go, and nobody else comes, the request is
 * granted; while any one of them stays it is not, whoever else goes. So a sharer that waits behind a writer
 * is blocked by the writer alone, though the writer waits for the sharers who hold the lock. Only the jump at
 * a downgrade lets a sharer in past a writer that blocks it.
 */
export function blockers({ holds, queue }: LockData, request: RequestId): readonly Blocker[] {
  const standing = queue.findIndex(({ waiters }) => waiters.some((waiter) => waiter.request === request));
  const own = queue[standing];
  if (own === undefined) return [];
  const excludes = ({ mode }: { readonly mode: Mode }): boolean =>
    mode === 'exclusive' || own.mode === 'exclusive';
  const ahead: readonly GroupData[] = queue.slice(0, standing);
  const places = [...holds.filter(excludes), ...ahead.filter(excludes).flatMap(({ waiters }) => waiters)];
  return places.map(({ owner, request: id }) => ({ owner, request: id }));
}
