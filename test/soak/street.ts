/**
 * Owners that use single locks and lock sets at random, in real time: with deadlines, signals, priorities
 * that rise, downgrades, deletions, and exceptions in the middle.
 */
import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Random, randomFrom } from '../../bench/random.ts';
import { ALL, type LockEngine, LockError, LockSet, type Mode, SharedLock } from '../../src/index.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];

const CHANGED_ITS_MIND = new Error('changed its mind');
const MISHAP = new Error('something else went wrong');

/** Longer than whoever waits at the end can have to wait, in ms. */
const PATIENCE = 5_000;

/** What a request may say; the same for locks and sets. */
interface Wish {
  readonly owner: string;
  readonly mode: Mode;
  readonly priority: number;
  readonly timeout: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly raise: { readonly after: number } | undefined;
}

export class Street {
  operations = 0;
  readonly tally = new Map<string, number>();
  readonly #random: Random;
  readonly #engine: LockEngine;
  readonly #locks: SharedLock[];
  readonly #set: LockSet;
  /** Waited with often, and never aborted. */
  readonly #never = new AbortController().signal;
  readonly #unexpected: unknown[] = [];
  readonly #away = new Set<string>();
  #made = 0;

  constructor(seed: number, engine: LockEngine) {
    this.#random = randomFrom(seed);
    this.#engine = engine;
    this.#locks = [this.#newLock(), this.#newLock(), this.#newLock()];
    this.#set = new LockSet('set', NAMES, { engine });
  }

  /** So many owners, each until the time is over; ends when all are gone, or one of them waits for ever. */
  async run(owners: number, ms: number): Promise<void> {
    const until = performance.now() + ms;
    const all = Array.from({ length: owners }, (_, number) => this.#live(`owner${number}`, until));
    const enough = new AbortController();
    await Promise.race([Promise.all(all), sleep(ms + PATIENCE, undefined, enough)]);
    enough.abort();
  }

  /** What should not have happened, and what is left. */
  problems(): string[] {
    const sets = this.#set.snapshot();
    const left = [...this.#locks.map((lock) => lock.snapshot()), sets.setLock, ...sets.members]
      .filter(({ holders, queue }) => holders.length > 0 || queue.length > 0)
      .map((lock) => `something is left: ${JSON.stringify(lock)}`);
    const listeners = getEventListeners(this.#never, 'abort').length;
    return [
      ...this.#unexpected.map((reason) => `unexpected: ${String(reason)}`),
      ...[...this.#away].map((owner) => `${owner} waits for ever`),
      ...left,
      ...(listeners > 0 ? [`${listeners} listeners are left at a signal`] : []),
    ];
  }

  async #live(owner: string, until: number): Promise<void> {
    this.#away.add(owner);
    while (performance.now() < until) {
      this.operations += 1;
      try {
        await (this.#chance(0.6) ? this.#useLock(owner) : this.#useSet(owner));
      } catch (error) {
        this.#judge(error);
      }
      await sleep(this.#below(3));
    }
    this.#away.delete(owner);
  }

  async #useLock(owner: string): Promise<void> {
    const place = this.#below(this.#locks.length);
    const lock = this.#locks[place] as SharedLock;
    const draw = this.#random();
    if (draw < 0.02) await this.#endLock(lock, place, owner);
    else if (draw < 0.2) {
      using hold = lock.tryAcquire({ owner, mode: this.#mode() });
      this.#count(hold === undefined ? 'try in vain' : 'try');
      await this.#stay();
    } else {
      await lock.run(this.#wish(owner), async (hold) => {
        this.#count('run');
        await this.#stay();
        if (this.#chance(0.2)) {
          hold.downgrade();
          this.#count('downgrade');
          await this.#stay();
        }
      });
    }
  }

  /** Another one comes in its place. */
  async #endLock(lock: SharedLock, place: number, owner: string): Promise<void> {
    if (this.#chance(0.3)) {
      lock.close();
      this.#count('close');
    } else await lock.delete({ owner, timeout: 50 });
    if (this.#locks[place] === lock) this.#locks[place] = this.#newLock();
    this.#count('end');
  }

  async #useSet(owner: string): Promise<void> {
    const draw = this.#random();
    if (draw < 0.08) {
      await this.#set.add(this.#name(), { owner, signal: this.#signal() });
      this.#count('add');
    } else if (draw < 0.14) {
      await this.#set.remove(this.#name(), { owner, signal: this.#signal() });
      this.#count('remove');
    } else if (draw < 0.2) {
      await this.#set.names({ owner, signal: this.#signal() });
      this.#count('names');
    } else {
      const names = this.#chance(0.1) ? ALL : [this.#name(), this.#name()];
      const opportunistic = this.#chance(0.3);
      const { timeout, ...wish } = this.#wish(owner);
      const limits = opportunistic ? {} : { timeout };
      using hold = await this.#set.acquire(names, { ...wish, ...limits, opportunistic });
      this.#count(opportunistic ? 'opportunistic' : 'acquire');
      await this.#stay();
      if (hold.names.length > 0 && this.#chance(0.2)) hold.downgrade();
      await this.#stay();
    }
  }

  /** What ends an attempt, as it should. */
  #judge(error: unknown): void {
    if (LockError.is(error)) this.#count(error.code);
    else if (error === CHANGED_ITS_MIND) this.#count('abort');
    else if (error === MISHAP) this.#count('mishap');
    else this.#unexpected.push(error);
  }

  async #stay(): Promise<void> {
    if (this.#chance(0.7)) await sleep(this.#below(3));
    if (this.#chance(0.05)) throw MISHAP;
  }

  #wish(owner: string): Wish {
    return {
      owner,
      mode: this.#mode(),
      priority: this.#chance(0.3) ? this.#below(5) - 2 : 0,
      timeout: this.#chance(0.4) ? this.#below(20) : undefined,
      signal: this.#signal(),
      raise: this.#chance(0.2) ? { after: 2 } : undefined,
    };
  }

  #signal(): AbortSignal | undefined {
    if (this.#chance(0.7)) return this.#chance(0.5) ? undefined : this.#never;
    const controller = new AbortController();
    setTimeout(() => controller.abort(CHANGED_ITS_MIND), this.#below(15)).unref();
    return controller.signal;
  }

  #newLock(): SharedLock {
    this.#made += 1;
    return new SharedLock(`lock${this.#made}`, { engine: this.#engine });
  }

  #name(): string {
    return NAMES[this.#below(NAMES.length)] as string;
  }

  #mode(): Mode {
    return this.#chance(0.6) ? 'shared' : 'exclusive';
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #count(what: string): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + 1);
  }
}
