/**
 * Watches every lock of a manager from beside its machine: what each is asked, and what it answers, in the
 * order in which it happens. Nothing is asked of the manager, and nothing of it changes.
 *
 * From this come the log, the report and the pictures. Whether the locks kept jobs apart is judged without
 * it, from what the jobs wrote down (./overlaps.ts).
 */
import { compiledKeyring } from '../../core/level-order/system.ts';
import { compiledMachines, type SetMachines } from '../../core/lock-set/machines.ts';
import type { LockCommand, LockEffect } from '../../core/shared-lock/commands.ts';
import * as ring from '../../core/shared-lock/ring.ts';
import { LOCKSET_NAME, type LockEngine, type Mode } from '../../index.ts';
import { compiledEngine } from '../../locks/engine.ts';

/** One lock as it is now. */
export interface WatchedLock {
  readonly level: string;
  readonly name: string;
  /** Those that wait, in the order in which they came. */
  readonly waiters: ReadonlyMap<string, Wait>;
  /** Null when it is free. */
  readonly mode: Mode | null;
  /** In order of grant. */
  holders(): string[];
}

/** What a job waits for. */
export interface Wait {
  readonly mode: Mode;
  readonly priority: number;
  /** To end the lock, not to hold it. */
  readonly deletes: boolean;
}

/** Told only of locks at which jobs wait. */
export interface WaitListener {
  /** Something will happen at a lock at which jobs wait. */
  before?(lock: WatchedLock): void;
  began(job: string, lock: WatchedLock): void;
  /** It was granted, or gave up, or the lock has ended. */
  ended(job: string, lock: WatchedLock): void;
}

/** What a job did not wait for. */
interface Tried {
  readonly try: true;
  readonly mode: Mode;
  readonly priority: number;
}

/**
 * Everything that happens at a lock. `wait`: the job is not granted at once; `refuse`: it gets nothing;
 * `add`, `remove`: the lock itself comes or goes, by the doing of this job.
 */
export type LockEvent =
  | ({ readonly type: 'wait'; readonly job: string } & Wait)
  | {
      readonly type: 'grant';
      readonly job: string;
      readonly mode: Mode;
      readonly priority: number;
      readonly token: number;
    }
  | { readonly type: 'raise'; readonly job: string; readonly priority: number }
  | ({ readonly type: 'refuse'; readonly job: string; readonly reason: string } & (Tried | { try?: never }))
  | { readonly type: 'release' | 'downgrade' | 'add' | 'remove'; readonly job: string };

export type EventListener = (event: LockEvent, lock: WatchedLock) => void;

type Executor = SetMachines['lock'];

/** Stands for a live machine where the manager knows one. */
class Watched implements WatchedLock {
  readonly level: string;
  readonly name: string;
  readonly live: object;
  readonly waiters = new Map<string, Wait>();

  constructor(id: string, live: object) {
    const end = id.indexOf('/');
    this.level = id.slice(0, end);
    this.name = id.slice(end + 1);
    this.live = live;
  }

  get mode(): Mode | null {
    return LOCK.context(this.live).holds?.mode ?? null;
  }

  holders(): string[] {
    return Array.from(ring.each(LOCK.context(this.live).holds), ({ owner }) => owner ?? '');
  }
}

const LOCK: Executor = compiledMachines.lock;

export class LockWatch {
  /** Executes locks as ever, and is the way to watch them: give it to the manager. */
  readonly engine: LockEngine;
  readonly #locks = new Map<string, Watched>();
  readonly #waits: WaitListener[] = [];
  readonly #events: EventListener[] = [];
  #isBegun = false;

  constructor() {
    const machines = { ...compiledMachines, keyring: compiledKeyring, lock: this.#executor() };
    this.engine = { ...compiledEngine, name: 'watched', machines: () => machines };
  }

  listenToWaits(listener: WaitListener): void {
    this.#waits.push(listener);
  }

  /** Most locks are taken without a wait: whoever needs the waits only should listen to those. */
  listenToAll(listener: EventListener): void {
    this.#events.push(listener);
  }

  /** What is made from now on is added by a job. */
  begin(): void {
    this.#isBegun = true;
  }

  /** Every lock that there is. */
  get locks(): Iterable<WatchedLock> {
    return this.#locks.values();
  }

  #executor(): Executor {
    const live = (watched: object): object => (watched as Watched).live;
    return {
      start: (input, id) => this.#begin(id(), LOCK.start(input, id)),
      restore: (state, id) => this.#begin(id, LOCK.restore(state, id)),
      send: (watched, command, tell, from) => this.#send(watched as Watched, command, tell, from),
      stop: (watched) => LOCK.stop(live(watched)),
      context: (watched) => LOCK.context(live(watched)),
      read: (watched) => LOCK.read(live(watched)),
    };
  }

  #begin(id: string, live: object): Watched {
    const lock = new Watched(id, live);
    this.#locks.set(id, lock);
    // Whoever adds a member holds the lock of the set alone.
    const [adder] = this.#locks.get(`${lock.level}/${LOCKSET_NAME}`)?.holders() ?? [];
    if (this.#isBegun && adder !== undefined) this.#tell({ type: 'add', job: adder }, lock);
    return lock;
  }

  #send(
    lock: Watched,
    command: LockCommand,
    tell: (effect: LockEffect) => void,
    from: object | undefined,
  ): void {
    if (lock.waiters.size > 0) for (const listener of this.#waits) listener.before?.(lock);
    const asks = command.type === 'lock.acquire' || command.type === 'lock.delete';
    let isAnswered = !asks;
    LOCK.send(
      lock.live,
      command,
      (effect) => {
        isAnswered ||= effect.owner === (command as { owner: string | null }).owner;
        this.#note(lock, effect, command);
        tell(effect);
      },
      from,
    );
    if (!isAnswered && asks) this.#beginWait(lock, command);
  }

  #beginWait(lock: Watched, command: LockCommand & { type: 'lock.acquire' | 'lock.delete' }): void {
    const { owner: job, priority } = command;
    if (job === null) return;
    const deletes = command.type === 'lock.delete';
    const wait: Wait = { mode: deletes ? 'exclusive' : command.mode, priority, deletes };
    lock.waiters.set(job, wait);
    for (const listener of this.#waits) listener.began(job, lock);
    this.#tell({ type: 'wait', job, ...wait }, lock);
  }

  #endWait(lock: Watched, job: string): void {
    if (lock.waiters.delete(job)) for (const listener of this.#waits) listener.ended(job, lock);
  }

  #note(lock: Watched, effect: LockEffect, command: LockCommand): void {
    const { type, owner: job } = effect;
    if (job === null) return;
    const wait = lock.waiters.get(job);
    if (this.#events.length > 0) this.#noteEvent(lock, job, effect, command);
    if (type === 'lock.deleted') this.#locks.delete(`${lock.level}/${lock.name}`);
    if (wait === undefined) return;
    if (type === 'lock.raised' && command.type === 'lock.raise') {
      // It comes to its new priority as if it asked only now.
      lock.waiters.delete(job);
      lock.waiters.set(job, { ...wait, priority: command.priority });
    } else if (type === 'lock.granted' || type === 'lock.deleted' || type === 'lock.refused') {
      this.#endWait(lock, job);
    }
  }

  #noteEvent(lock: Watched, job: string, effect: LockEffect, command: LockCommand): void {
    const wait = lock.waiters.get(job);
    if (effect.type === 'lock.granted') {
      const { mode, token } = effect;
      const priority = wait?.priority ?? ('priority' in command ? command.priority : 0);
      this.#tell({ type: 'grant', job, mode, priority, token }, lock);
      // Whoever removes what it holds does not give it back first.
    } else if (effect.type === 'lock.released' && command.type !== 'lock.delete')
      this.#tell({ type: 'release', job }, lock);
    else if (effect.type === 'lock.downgraded') this.#tell({ type: 'downgrade', job }, lock);
    else if (effect.type === 'lock.deleted') this.#tell({ type: 'remove', job }, lock);
    else if (effect.type === 'lock.raised' && command.type === 'lock.raise')
      this.#tell({ type: 'raise', job, priority: command.priority }, lock);
    else if (effect.type === 'lock.refused') this.#noteRefusal(lock, job, effect.reason, command);
  }

  /** Of one who waited, or who asked for no wait; wrong use is told to nobody but its user. */
  #noteRefusal(lock: Watched, job: string, reason: string, command: LockCommand): void {
    if (lock.waiters.has(job)) this.#tell({ type: 'refuse', job, reason }, lock);
    else if (command.type === 'lock.acquire' && command.try && reason === 'timeout') {
      const { mode, priority } = command;
      this.#tell({ type: 'refuse', job, reason, try: true, mode, priority }, lock);
    }
  }

  #tell(event: LockEvent, lock: WatchedLock): void {
    for (const listener of this.#events) listener(event, lock);
  }
}
