/**
 * What the machines of a lock set say to each other, on its way through the router. `from`: the live machine
 * that says it; none when it comes from outside.
 */
import type { LockId } from '../catalogue/commands.ts';
import type { Message } from '../router.ts';
import type { LockEffect, OwnerId, RequestId } from '../shared-lock/commands.ts';
import type { CatalogueOrder, LockAnswer, LockOrder, LockSetCommand } from './commands.ts';

/** An owner by name, an anonymous one by the request that it came with. */
export type OwnerKey = OwnerId | RequestId;

/** For sorting; an owner who is called by the number of an anonymous one stands before that one. */
export function byKey(one: { readonly key: OwnerKey }, other: { readonly key: OwnerKey }): number {
  const [text, otherText] = [String(one.key), String(other.key)];
  return text < otherText || one.key === otherText ? -1 : 1;
}

/** The machines of one lock set. */
export interface Recipients {
  toOwner(key: OwnerKey, command: LockSetCommand, from: object | undefined): void;
  toLock(command: LockOrder, from: object): void;
  toCatalogue(key: OwnerKey | null, command: CatalogueOrder, from: object | undefined): void;
}

export class ToOwner implements Message {
  next: Message | null = null;
  readonly set: Recipients;
  readonly key: OwnerKey;
  readonly command: LockSetCommand;
  readonly from: object | undefined;

  constructor(set: Recipients, key: OwnerKey, command: LockSetCommand, from: object | undefined) {
    this.set = set;
    this.key = key;
    this.command = command;
    this.from = from;
  }

  deliver(): void {
    this.set.toOwner(this.key, this.command, this.from);
  }
}

export class ToLock implements Message {
  next: Message | null = null;
  readonly set: Recipients;
  readonly command: LockOrder;
  readonly from: object;

  constructor(set: Recipients, command: LockOrder, from: object) {
    this.set = set;
    this.command = command;
    this.from = from;
  }

  deliver(): void {
    this.set.toLock(this.command, this.from);
  }
}

export class ToCatalogue implements Message {
  next: Message | null = null;
  readonly set: Recipients;
  readonly key: OwnerKey | null;
  readonly command: CatalogueOrder;
  readonly from: object | undefined;

  constructor(set: Recipients, key: OwnerKey | null, command: CatalogueOrder, from: object | undefined) {
    this.set = set;
    this.key = key;
    this.command = command;
    this.from = from;
  }

  deliver(): void {
    this.set.toCatalogue(this.key, this.command, this.from);
  }
}

/** What an owner is told of a lock; null for what it has ordered and noted already. */
export function answerOf(lock: LockId, effect: LockEffect): LockAnswer | null {
  const { type, owner, request } = effect;
  switch (type) {
    case 'lock.granted':
      return { type, lock, owner, request, mode: effect.mode, token: effect.token };
    case 'lock.refused':
      return { type, lock, owner, request, reason: effect.reason };
    case 'lock.deleted':
      return { type, lock, owner, request, token: effect.token };
    default:
      return null;
  }
}
