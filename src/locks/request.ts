/**
 * A request through its life: a place in the lock, a promise while it waits (./request-wait.ts), a hold once
 * it is granted.
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
} from '../core/shared-lock/commands.ts';
import type { Body } from '../core/shared-lock/compiled.ts';
import { Place } from '../core/shared-lock/place.ts';
import type { Emit } from '../core/shared-lock/rules.ts';
import { disposable } from './dispose.ts';
import { type Inside, inside, over } from './for-conditions.ts';
import type { Hold } from './hold.ts';
import { endedHold, errorOf } from './refusals.ts';
import { newRequestId } from './request-id.ts';
import { type Limits, RequestWait } from './request-wait.ts';

export type { Limits } from './request-wait.ts';

export const send: unique symbol = Symbol('send');

/** What a hold needs of its lock. */
export interface Keeper {
  readonly name: string;
  /** Sends one command and carries out the answers; returns why the command itself was refused, if it was. */
  [send]<Type extends LockCommand['type']>(type: Type, command: Body<Type>): RefusalReason | undefined;
  readonly [inside]: Inside;
}

export class LockRequest extends Place implements Hold {
  readonly lock: Keeper;
  /** Only while it waits. */
  wait: RequestWait | null = null;
  declare [Symbol.dispose]: () => void;
  declare [Symbol.asyncDispose]: () => Promise<void>;

  constructor(
    lock: Keeper,
    owner: OwnerId | null,
    priority: number,
    isTry: boolean,
    mode: Mode,
    deletes: boolean,
  ) {
    super(owner, newRequestId(), priority, isTry, mode, deletes);
    this.lock = lock;
  }

  get isHeld(): boolean {
    return this.standing === 'holder';
  }

  release(): void {
    if (this.isHeld) this.lock[send]('lock.release', this);
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
  answer(limits: Limits): Promise<LockRequest> {
    return new Promise((resolve, reject) => {
      this.wait = new RequestWait(this, limits, resolve, reject);
      this.wait.begin();
    });
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

  override toString(): string {
    return `Hold ${JSON.stringify(this)}`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

disposable(LockRequest.prototype, (self) => self.release());

// One outbox serves all locks: it is empty whenever no lock is at work.
const outbox: (RequestWait | undefined)[] = [];
let filled = 0;
let taken = 0;
let isBusy = false;
let refusal: RefusalReason | undefined;

/** For the machine, while it works on a command. */
export const deliver: Emit = (type, subject, detail) => {
  // Who is raised goes on waiting.
  if (type === 'lock.raised') return;
  const reason = type === 'lock.refused' ? (detail as RefusalReason) : undefined;
  if (subject instanceof LockRequest && subject.wait !== null) {
    subject.wait.refusal = reason;
    outbox[filled] = subject.wait;
    filled += 1;
  } else if (reason !== undefined) refusal = reason;
};

/** For the shell, after a command: carries out the answers, and returns why the command was refused. */
export function carryOut(): RefusalReason | undefined {
  const own = refusal;
  refusal = undefined;
  // An answer may send a command in its turn; whoever is at it already carries out that one's answers too, or
  // the stack would grow with the number of waiters.
  if (taken === filled || isBusy) return own;
  isBusy = true;
  try {
    while (taken < filled) {
      const wait = outbox[taken];
      outbox[taken] = undefined;
      taken += 1;
      try {
        wait?.end();
      } catch (error) {
        // A part that was handed in does not work; only the request that brought it is hit.
        wait?.fail(error);
      }
    }
  } finally {
    isBusy = false;
    filled = 0;
    taken = 0;
  }
  return own;
}
