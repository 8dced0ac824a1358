/**
 * The lock machine that runs everywhere else, told what a history says of one lock; it remembers what it has
 * answered until the history tells of that too.
 */
import type { CancelReason, Identity, RefusalReason } from '../../core/shared-lock/commands.ts';
import * as machine from '../../core/shared-lock/compiled.ts';
import type { Emit } from '../../core/shared-lock/rules.ts';
import type { RequestEvent } from './events.ts';

export class LockMachine {
  #live: machine.Live = machine.start({ token: 0 });
  /** Who has been given what it asked for, the first one first; the history has not said so yet. */
  #due = new Map<string, 'granted' | 'deleted'>();
  #refused = new Map<string, RefusalReason>();

  get isDeleted(): boolean {
    return this.#live.value === 'deleted';
  }

  get isClosed(): boolean {
    return this.#live.closed;
  }

  /** The first whose turn has come. */
  get due(): string | undefined {
    return this.#due.size === 0 ? undefined : this.#due.keys().next().value;
  }

  /** Whose turn it is when the lock is free. */
  get head(): string | undefined {
    return this.#live.queue?.head?.owner ?? undefined;
  }

  /** `pending` when it waits. */
  answerTo(owner: string): 'granted' | 'deleted' | 'refused' | 'pending' {
    return this.#due.get(owner) ?? (this.#refused.has(owner) ? 'refused' : 'pending');
  }

  /** The history has said what was answered. */
  told(owner: string): void {
    this.#due.delete(owner);
    this.#refused.delete(owner);
  }

  ask(
    { owner, mode = 'exclusive', priority = 0, deletes }: RequestEvent,
    request: number,
    isTry: boolean,
  ): void {
    const asked = { owner, request, priority, try: isTry };
    if (deletes === true) machine.send(this.#live, 'lock.delete', asked, this.#hear);
    else machine.send(this.#live, 'lock.acquire', { ...asked, mode }, this.#hear);
  }

  cancel(owner: string, request: number): void {
    const reason: CancelReason = 'timeout';
    machine.send(this.#live, 'lock.cancel', { owner, request, reason }, this.#hear);
  }

  /** A raise to what is no more urgent changes nothing. */
  raise(owner: string, request: number, priority: number): void {
    machine.send(this.#live, 'lock.raise', { owner, request, priority }, (type, ...said) => {
      if (type !== 'lock.refused') this.#hear(type, ...said);
    });
  }

  change(type: 'release' | 'downgrade', owner: string): void {
    machine.send(this.#live, `lock.${type}`, { owner }, this.#hear);
  }

  close(): void {
    machine.send(this.#live, 'lock.close', {}, this.#hear);
  }

  /** The lock begins anew. */
  restart(): void {
    this.#live = machine.start({ token: 0 });
  }

  fork(): LockMachine {
    const copy = new LockMachine();
    copy.#live = machine.decode(machine.encode(this.#live));
    copy.#due = new Map(this.#due);
    copy.#refused = new Map(this.#refused);
    return copy;
  }

  /** Sharers are let in at once. */
  get isCalm(): boolean {
    const { value, closed, queue } = this.#live;
    return (value === 'free' || value === 'shared') && !closed && queue?.head == null;
  }

  /** Whether a try gets nothing. */
  refuses(request: RequestEvent): boolean {
    const copy = this.fork();
    copy.ask(request, 0, true);
    return copy.answerTo(request.owner) === 'refused';
  }

  /** In which order sharers stand beside each other makes no difference, nor which request it was. */
  key(): unknown {
    const { value, context } = machine.encode(this.#live);
    const holds = context.holds.map(({ owner, mode }) => `${mode} ${owner}`).toSorted();
    const queue = context.queue.map(({ waiters, ...group }) => {
      return { ...group, waiters: waiters.map(({ owner }) => owner).toSorted() };
    });
    const answers = [...this.#due, ...this.#refused]
      .map(([owner, answer]) => `${answer} ${owner}`)
      .toSorted();
    return [value, context.closed, holds, queue, answers];
  }

  readonly #hear: Emit = (type, { owner }: Identity, detail) => {
    if (owner === null) return;
    if (type === 'lock.granted') this.#due.set(owner, 'granted');
    else if (type === 'lock.deleted') this.#due.set(owner, 'deleted');
    else if (type === 'lock.refused') this.#refused.set(owner, detail as RefusalReason);
  };
}
