/**
 * The rules that the guards and actions of models/condition.machine.ts name.
 */
import type { OwnerId, RequestId } from '../shared-lock/commands.ts';
import type {
  CancelCommand,
  ConditionCommand,
  ConditionEffect,
  RefusalReason,
  WaitCommand,
} from './commands.ts';

export interface ConditionContext {
  /** The state, for whoever executes the machine; '' where that is kept elsewhere. */
  value: string;
  /** There is one notification, and then nothing more to wait for. */
  readonly once: boolean;
  /** Owners by request, in order of arrival. */
  readonly waiters: Map<RequestId, OwnerId | null>;
  /** All of them. That null is or is not there says nothing: it would be for any number of them. */
  readonly owners: Set<OwnerId | null>;
}

/** The canonical form: plain JSON, waiters in order of arrival. */
export interface ConditionData {
  readonly once: boolean;
  readonly waiters: readonly { readonly owner: OwnerId | null; readonly request: RequestId }[];
}

type Emit = (effect: ConditionEffect) => void;
type Body<Command> = Omit<Command, 'type'>;

export function emptyCondition(input: { readonly once: boolean } | undefined): ConditionContext {
  return { value: '', once: input?.once ?? false, waiters: new Map(), owners: new Set() };
}

// ---- guards ----

export function isOnce(context: ConditionContext): boolean {
  return context.once;
}

/** A known owner waits already. */
export function isInvolved(context: ConditionContext, { owner }: Body<WaitCommand>): boolean {
  return owner !== null && context.owners.has(owner);
}

export function isTry(_context: ConditionContext, command: Body<WaitCommand>): boolean {
  return command.try;
}

export function isWaiter(context: ConditionContext, { owner, request }: Body<CancelCommand>): boolean {
  return context.waiters.get(request) === owner;
}

// ---- actions ----

export function enqueue(context: ConditionContext, { owner, request }: Body<WaitCommand>, emit: Emit): void {
  context.waiters.set(request, owner);
  context.owners.add(owner);
  emit({ type: 'condition.waiting', owner, request });
}

export function wakeAll(context: ConditionContext, _command: unknown, emit: Emit): void {
  for (const [request, owner] of context.waiters) emit({ type: 'condition.notified', owner, request });
  context.waiters.clear();
  context.owners.clear();
}

export function dropWaiter(
  context: ConditionContext,
  { owner, request, reason }: Body<CancelCommand>,
  emit: Emit,
): void {
  context.waiters.delete(request);
  context.owners.delete(owner);
  emit({ type: 'condition.refused', owner, request, reason });
}

export function refuse(
  _context: ConditionContext,
  command: Body<ConditionCommand> & { readonly request?: RequestId },
  emit: Emit,
  { reason }: { readonly reason: RefusalReason },
): void {
  const { owner, request = null } = command;
  emit({ type: 'condition.refused', owner, request, reason });
}

// ---- canonical form ----

export function encode({ once, waiters }: ConditionContext): ConditionData {
  return { once, waiters: [...waiters].map(([request, owner]) => ({ owner, request })) };
}

export function decode({ once, waiters }: ConditionData): ConditionContext {
  return {
    value: '',
    once,
    waiters: new Map(waiters.map(({ owner, request }) => [request, owner])),
    owners: new Set(waiters.map(({ owner }) => owner)),
  };
}

export const effectOf = (effect: ConditionEffect): ConditionEffect => effect;
