/**
 * How the invariants of one lock read its states and steps: who waits in which order, who was granted and who
 * was answered. Nothing here calls a rule.
 */
import type { LockCommand, LockEffect, Mode, OwnerId, RequestId } from '../src/core/shared-lock/commands.ts';
import type { State } from '../src/core/shared-lock/compiled.ts';
import type { Step } from '../src/testing/model.ts';

export type LockStep = Step<State, LockCommand, LockEffect>;

export interface Waiter {
  readonly owner: OwnerId | null;
  readonly request: RequestId;
  readonly priority: number;
  readonly mode: Mode;
}

export function waitersOf({ context }: State): Waiter[] {
  return context.queue.flatMap(({ priority, mode, waiters }) =>
    waiters.map(({ owner, request }) => ({ owner, request, priority, mode })),
  );
}

/** Who stood in line, without whoever the step raises: that one arrives anew. */
export function standingBefore(step: LockStep): Waiter[] {
  const line = waitersOf(step.before);
  const { command } = step;
  if (command.type !== 'lock.raise' || !isRaised(step)) return line;
  return line.filter(({ request }) => request !== command.request);
}

export const isRaised = ({ effects }: LockStep): boolean =>
  effects.some(({ type }) => type === 'lock.raised');

/** Whether the waiter before it is of the same shared group. */
export function joins(line: readonly Waiter[], place: number): boolean {
  const before = line[place - 1];
  return before?.mode === 'shared' && before.priority === line[place]?.priority;
}

/** What was granted in a step, with the priority it was asked with. */
export function grantsOf({
  before,
  command,
  effects,
}: LockStep): { request: RequestId; priority: number; mode: Mode }[] {
  const granted = effects.filter((effect) => effect.type === 'lock.granted');
  if (granted.length === 0) return [];
  const asked = new Map(waitersOf(before).map(({ request, priority }) => [request, priority]));
  if (command.type === 'lock.acquire' || command.type === 'lock.raise')
    asked.set(command.request, command.priority);
  return granted.map(({ request, mode }) => ({ request, mode, priority: asked.get(request) ?? Number.NaN }));
}

/** Grants, refusals and deletes end a request; the other effects are about holds and commands. */
export function answersRequest(effect: LockEffect): boolean {
  if (effect.type !== 'lock.refused') return effect.type === 'lock.granted' || effect.type === 'lock.deleted';
  return !['not-waiting', 'not-more-urgent', 'release-unowned', 'downgrade-unowned'].includes(effect.reason);
}

export function refuses(effect: LockEffect, command: LockCommand): boolean {
  if (effect.type !== 'lock.refused') return false;
  if (!answersRequest(effect)) return true;
  return (
    (command.type === 'lock.acquire' || command.type === 'lock.delete') && command.request === effect.request
  );
}

export const allDiffer = (values: readonly unknown[]): boolean => new Set(values).size === values.length;
