/**
 * A condition again, written to be plainly right and nothing else: lists that are scanned, and no rule
 * imported. It exists to disagree with the machine.
 */
import type { ConditionCommand, ConditionEffect } from '../../src/core/condition/commands.ts';

interface Waiter {
  readonly owner: string | null;
  readonly request: number;
}

export class ConditionTwin {
  readonly #once: boolean;
  #isOver = false;
  #waiters: Waiter[] = [];

  constructor(once: boolean) {
    this.#once = once;
  }

  get state() {
    return {
      value: this.#isOver ? 'notified' : 'open',
      context: { once: this.#once, waiters: this.#waiters },
    };
  }

  apply(command: ConditionCommand): ConditionEffect[] {
    const { owner } = command;
    switch (command.type) {
      case 'condition.wait': {
        const { request } = command;
        const refuse = (reason: 'already-notified' | 'already-waiting' | 'timeout') => [
          { type: 'condition.refused' as const, owner, request, reason },
        ];
        if (this.#isOver) return refuse('already-notified');
        if (owner !== null && this.#waiters.some((other) => other.owner === owner))
          return refuse('already-waiting');
        if (command.try) return refuse('timeout');
        this.#waiters = [...this.#waiters, { owner, request }];
        return [{ type: 'condition.waiting', owner, request }];
      }
      case 'condition.notify': {
        if (this.#isOver)
          return [{ type: 'condition.refused', owner, request: null, reason: 'already-notified' }];
        const woken = this.#waiters;
        this.#waiters = [];
        this.#isOver = this.#once;
        return woken.map((waiter) => ({ type: 'condition.notified', ...waiter }));
      }
      case 'condition.cancel': {
        const { request, reason } = command;
        const rest = this.#waiters.filter((other) => other.request !== request || other.owner !== owner);
        const isKnown = rest.length < this.#waiters.length;
        this.#waiters = rest;
        return [{ type: 'condition.refused', owner, request, reason: isKnown ? reason : 'not-waiting' }];
      }
    }
  }
}
