/**
 * A request through its life: a place in the lock, a promise while it waits, a hold once it is granted.
 *
 * The machine tells its answers through `deliver` while it works, and they are carried out when it is at rest
 * again. An answer to somebody who does not wait is not kept: the place itself shows it.
 */
import type {
  CancelReason,
  LockCommand,
  Mode,
  OwnerId,
  RefusalReason,
  RequestId,
} from '../core/shared-lock/commands.ts';
import type { Body } from '../core/shared-lock/compiled.ts';
import type { Place, Standing } from '../core/shared-lock/place.ts';
import type { Emit } from '../core/shared-lock/rules.ts';
import { disposable } from './dispose.ts';
import { type Inside, inside, over } from './for-conditions.ts';
import type { Hold } from './hold.ts';
import { LimitedWait, type Limits } from './limited-wait.ts';
import { endedHold, errorOf, refused } from './refusals.ts';
import { newRequestId } from './request-id.ts';

export const send: unique symbol = Symbol('send');
export const release: unique symbol = Symbol('release');

/** What a hold needs of its lock. */
export interface Keeper {
  readonly name: string;
  /** Sends one command and carries out the answers; returns why the command itself was refused, if it was. */
  [send]<Type extends LockCommand['type']>(type: Type, command: Body<Type>): RefusalReason | undefined;
  /** Releases what the request holds. */
  [release](request: LockRequest): void;
  readonly [inside]: Inside;
}

export type Resolve = (answer: LockRequest | PromiseLike<never>) => void;

/** What a request asks, beside a hold. */
export const TRY = 1;
export const DELETE = 2;

/**
 * A place by its shape, and not a class derived from `Place`: V8 makes such an object, and resolves a promise
 * with it, some 20 ns slower.
 */
export class LockRequest implements Place, Hold {
  readonly lock: Keeper;
  readonly owner: OwnerId | null;
  request: RequestId = newRequestId();
  priority = 0;
  /** `try` and `deletes` in one field: eight bytes less in each request that waits. */
  asking = 0;
  mode: Mode;
  standing: Standing = 'none';
  token = 0;
  previous: Place = this;
  next: Place = this;
  /** How to answer whoever waits, or what may end the wait and knows how; null while nobody waits. */
  wait: Resolve | LimitedWait | null = null;
  declare [Symbol.dispose]: () => void;
  declare [Symbol.asyncDispose]: () => Promise<void>;

  constructor(lock: Keeper, owner: OwnerId | null, mode: Mode) {
    this.lock = lock;
    this.owner = owner;
    this.mode = mode;
  }

  get key(): OwnerId | RequestId {
    return this.owner ?? this.request;
  }

  get try(): boolean {
    return (this.asking & TRY) !== 0;
  }

  get deletes(): boolean {
    return (this.asking & DELETE) !== 0;
  }

  get isHeld(): boolean {
    return this.standing === 'holder';
  }

  release(): void {
    if (this.isHeld) this.lock[release](this);
    else over(this);
  }

  downgrade(): void {
    if (!this.isHeld) throw endedHold('downgrade-unowned', this.lock.name, this);
    const refusal = this.lock[send]('lock.downgrade', this);
    if (refusal !== undefined) throw errorOf(refusal, this.lock.name, this);
  }

  delete(): void {
    if (!this.isHeld) throw endedHold('release-unowned', this.lock.name, this);
    const { owner, request, priority } = this;
    const refusal = this.lock[send]('lock.delete', { owner, request, priority, try: false });
    if (refusal !== undefined) throw errorOf(refusal, this.lock.name, this);
    over(this.lock);
  }

  /** Waits for the answer of the lock. */
  answer(limits: Limits | undefined): Promise<LockRequest> {
    const answer = new Promise(keepFunctions);
    const { resolve, reject } = functions;
    functions.resolve = toNobody;
    functions.reject = toNobody;
    if (limits === undefined) this.wait = resolve;
    else new LimitedWait(this, limits, resolve, reject).begin();
    return answer;
  }

  /** The lock has answered. */
  settle(refusal: RefusalReason | undefined): void {
    const { wait } = this;
    this.wait = null;
    if (typeof wait !== 'function') wait?.end(refusal);
    else if (refusal === undefined) wait(this);
    else wait(refused(this, refusal));
  }

  cancel(reason: CancelReason): void {
    const { owner, request } = this;
    this.lock[send]('lock.cancel', { owner, request, reason });
  }

  raise(priority: number): void {
    const { owner, request } = this;
    this.lock[send]('lock.raise', { owner, request, priority });
  }

  /** A copy, for logs: the object itself is linked with the whole queue. */
  toJSON(): object {
    const { owner, mode, token, isHeld } = this;
    return { lock: this.lock.name, owner, mode, token, isHeld };
  }

  toString(): string {
    return `Hold ${JSON.stringify(this)}`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

disposable(LockRequest.prototype, (self) => self.release());

export type Reject = (error: unknown) => void;

/** A promise hands out its functions while it is made: kept here, they need no closure around the request. */
const functions: { resolve: Resolve; reject: Reject } = { resolve: toNobody, reject: toNobody };

function keepFunctions(resolve: Resolve, reject: Reject): void {
  functions.resolve = resolve;
  functions.reject = reject;
}

function toNobody(): void {}

// One outbox serves all locks: it is empty whenever no lock is at work. Requests, and what each is refused.
const answered: (LockRequest | undefined)[] = [];
const refusals: (RefusalReason | undefined)[] = [];
let filled = 0;
let taken = 0;
let isBusy = false;
let refusal: RefusalReason | undefined;

/** For the machine, while it works on a command. */
export const deliver: Emit = (type, subject, detail) => {
  // A command that came without a place has nobody who waits.
  if ((subject as Partial<LockRequest>).wait != null) post(type, subject as LockRequest, detail);
  else if (type === 'lock.refused') refusal = detail as RefusalReason;
};

const post: Emit = (type, subject, detail) => {
  // Who is raised goes on waiting.
  if (type === 'lock.raised') return;
  answered[filled] = subject as LockRequest;
  refusals[filled] = type === 'lock.refused' ? (detail as RefusalReason) : undefined;
  filled += 1;
};

/** For the shell, after a command: carries out the answers, and returns why the command was refused. */
export function carryOut(): RefusalReason | undefined {
  const own = refusal;
  refusal = undefined;
  // An answer may send a command in its turn; whoever is at it already carries out that one's answers too, or
  // the stack would grow with the number of waiters.
  if (filled > 0 && !isBusy) settleAll();
  return own;
}

function settleAll(): void {
  isBusy = true;
  try {
    while (taken < filled) {
      const request = answered[taken];
      answered[taken] = undefined;
      taken += 1;
      request?.settle(refusals[taken - 1]);
    }
  } finally {
    isBusy = false;
    filled = 0;
    taken = 0;
  }
}
