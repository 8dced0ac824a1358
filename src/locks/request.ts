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
} from '../core/shared-lock/commands.ts';
import type { Body } from '../core/shared-lock/compiled.ts';
import { Place } from '../core/shared-lock/place.ts';
import type { Emit } from '../core/shared-lock/rules.ts';
import { offAbort, onAbort } from './abort.ts';
import { type Clock, Deadline } from './clock.ts';
import { disposable } from './dispose.ts';
import { over } from './for-conditions.ts';
import type { Hold } from './hold.ts';
import { type RaiseOptions, Raising } from './raising.ts';
import { errorOf } from './refusals.ts';
import { newRequestId } from './request-id.ts';

export const send: unique symbol = Symbol('send');

/** What a hold needs of its lock. */
export interface Keeper {
  readonly name: string;
  /** Sends one command and carries out the answers; returns why the command itself was refused, if it was. */
  [send]<Type extends LockCommand['type']>(type: Type, command: Body<Type>): RefusalReason | undefined;
}

export interface Limits {
  readonly clock: Clock;
  /** Milliseconds; Infinity for none. */
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
  readonly raise: RaiseOptions | undefined;
}

export class LockRequest extends Place implements Hold {
  readonly lock: Keeper;
  /** Only while it waits. */
  wait: Wait | null = null;
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
    this.#check(this.isHeld ? this.lock[send]('lock.downgrade', this) : 'downgrade-unowned');
  }

  delete(): void {
    const { owner, request, priority } = this;
    const command = { owner, request, priority, try: false };
    this.#check(this.isHeld ? this.lock[send]('lock.delete', command) : 'release-unowned');
    over(this.lock);
  }

  /** Waits for the answer of the lock. */
  answer(limits: Limits): Promise<LockRequest> {
    return new Promise((resolve, reject) => {
      this.wait = new Wait(this, resolve, reject, limits.signal);
      this.wait.begin(limits);
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

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `Hold ${JSON.stringify(this)}`;
  }

  #check(refusal: RefusalReason | undefined): void {
    if (refusal !== undefined) throw errorOf(refusal, this.lock.name, this);
  }
}

disposable(LockRequest.prototype, (self) => self.release());

/** What a waiting request has: its promise, and what may end the wait. */
class Wait {
  readonly #request: LockRequest;
  readonly #resolve: (request: LockRequest) => void;
  readonly #reject: (error: unknown) => void;
  readonly #signal: AbortSignal | undefined;
  #deadline: Deadline | undefined;
  #onAbort: (() => void) | undefined;
  #raising: Raising | undefined;
  refusal: RefusalReason | undefined;

  constructor(
    request: LockRequest,
    resolve: (request: LockRequest) => void,
    reject: (error: unknown) => void,
    signal: AbortSignal | undefined,
  ) {
    this.#request = request;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#signal = signal;
  }

  /** A clock or a signal that does not work ends the wait, so that no place is kept for it. */
  begin({ clock, timeout, signal, raise }: Limits): void {
    try {
      if (signal !== undefined) {
        this.#onAbort = () => this.#request.cancel('abort');
        onAbort(signal, this.#onAbort);
      }
      if (timeout < Number.POSITIVE_INFINITY) {
        this.#deadline = new Deadline(clock, timeout, () => this.#request.cancel('timeout'));
      }
      if (raise !== undefined) {
        const { priority } = this.#request;
        this.#raising = new Raising(clock, raise, priority, (next) => this.#request.raise(next));
      }
    } catch (error) {
      this.#reject(error);
      this.#request.cancel('abort');
    }
  }

  end(): void {
    const request = this.#request;
    request.wait = null;
    this.#stop();
    if (this.refusal === 'abort' || (request.isHeld && this.#signal?.aborted)) {
      // A grant that comes while the signal's listeners are being called is given back: the signal was first.
      request.release();
      this.#reject(this.#signal?.reason);
    } else if (this.refusal === undefined) this.#resolve(request);
    else this.#reject(errorOf(this.refusal, request.lock.name, request));
  }

  /** What was granted to a request that cannot be told is given back. */
  fail(error: unknown): void {
    this.#reject(error);
    this.#request.release();
  }

  /**
   * A timer or listener that cannot be stopped does no harm: a cancel that comes late changes nothing. So its
   * failure is nobody's business, least of all of whoever released the lock.
   */
  #stop(): void {
    try {
      this.#deadline?.cancel();
    } catch {}
    try {
      this.#raising?.cancel();
    } catch {}
    try {
      if (this.#signal !== undefined && this.#onAbort) offAbort(this.#signal, this.#onAbort);
    } catch {}
  }
}

// One outbox serves all locks: it is empty whenever no lock is at work.
const outbox: (Wait | undefined)[] = [];
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
