/**
 * States in a few words, for the transcripts of the models: `shared:ann,bob|exclusive@0:cy` is a lock that
 * ann and bob share, for which cy waits with priority 0.
 */
import type { ManagerState } from '../src/core/level-order/system.ts';
import type { SystemState } from '../src/core/lock-set/system.ts';
import type { State } from '../src/core/shared-lock/compiled.ts';

interface Place {
  readonly owner: string | null;
  readonly request: number;
}

/** An anonymous owner is called by its request. */
const named = (places: readonly Place[]): string =>
  places.map(({ owner, request }) => owner ?? `#${request}`).join(',');

export function showLock({ value, context: { closed, holds, queue } }: State): string {
  const held = holds.length === 0 ? value : `${value}:${named(holds)}`;
  const groups = queue.map(({ mode, deletes, priority, waiters }) => {
    return `${deletes ? 'delete' : mode}@${priority}:${named(waiters)}`;
  });
  return [held, ...groups, ...(closed ? ['closed'] : [])].join('|');
}

export function showSet({ catalogue, locks }: SystemState): string {
  const names = new Map(catalogue.context.members.map(({ name, lock }) => [lock, name]));
  const isIdle = ({ value, context }: State): boolean => value === 'free' && !context.closed;
  const busy = locks.filter(({ lock, state }) => !isIdle(state) || (lock !== 0 && !names.has(lock)));
  const shown = busy.map(({ lock, state }) => `${names.get(lock) ?? '[lockset]'}=${showLock(state)}`);
  return [`{${[...names.values()].join(',')}}`, ...shown].join(' ');
}

export function showManager({ sets }: ManagerState): string {
  return sets.map(showSet).join(' < ');
}
