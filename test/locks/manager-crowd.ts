/**
 * A crowd of owners that use one lock manager at random, in virtual time: each climbs the levels of a cluster
 * again and again, and may be refused, stopped or thrown out on the way. Who is inside what is written down
 * by their bodies, not by the locks.
 */
import { type Random, randomFrom } from '../../bench/random.ts';
import {
  type GanetiLevel,
  ganetiLevels,
  type Keyring,
  LockError,
  LockManager,
  LockUsageError,
  type Mode,
} from '../../src/index.ts';
import { VirtualClock } from '../../src/testing.ts';
import type { Engine } from './engines.ts';

export const POOL: readonly string[] = Array.from({ length: 16 }, (_, number) => `member${number}`);

/** Why a wait was aborted. */
export const CHANGED_ITS_MIND = new Error('changed its mind');
/** What is thrown in the middle of something. */
export class Mishap extends Error {}
/** Somebody else has closed the keyring, or given back all that it had. */
export class Stopped extends Error {}

/** What an owner does with its keyring before it comes home. */
export type Climb = (crowd: Crowd, keyring: Keyring<GanetiLevel>) => Promise<void>;

export class Crowd {
  readonly clock = new VirtualClock();
  readonly inside = new Inside();
  readonly manager: LockManager<ReturnType<typeof ganetiLevels>>;
  readonly random: Random;
  /** Waited with often, and never aborted. */
  readonly never = new AbortController().signal;
  /** What has happened, and how often. */
  readonly tally = new Map<string, number>();
  /** What should not have happened. */
  readonly unexpected: unknown[] = [];
  operations = 0;

  constructor(seed: number, engine: Engine) {
    this.random = randomFrom(seed);
    const levels = ganetiLevels({ nodes: POOL, nodegroups: POOL, instances: POOL, networks: POOL });
    this.manager = new LockManager({ levels, engine, clock: this.clock });
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  chance(share: number): boolean {
    return this.random() < share;
  }

  count(what: string): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + 1);
  }

  /** What a refused operation, or a climb that ended early, may end with. */
  judge(error: unknown): void {
    if (error === CHANGED_ITS_MIND) this.count('abort');
    else if (error instanceof Mishap) this.count('mishap');
    else if (error instanceof Stopped) this.count('stopped');
    else if (LockError.is(error)) this.count(error.code);
    else if (LockUsageError.is(error) && error.code === 'keyring-closed') this.count(error.code);
    else this.unexpected.push(error);
  }

  /**
   * So many owners, until so many operations more have been asked for; ends when all of them have come home.
   */
  async run(owners: number, operations: number, climb: Climb): Promise<void> {
    const until = this.operations + operations;
    const away = new Set(Array.from({ length: owners }, (_, number) => number));
    for (const number of away) void this.#live(number, until, climb).then(() => away.delete(number));
    await this.clock.settle();
    while (away.size > 0) {
      const { nextAt } = this.clock;
      if (nextAt === undefined) throw new Error(`${away.size} owners wait for each other`);
      await this.clock.advanceTo(nextAt + 5);
    }
  }

  async #live(number: number, until: number, climb: Climb): Promise<void> {
    while (this.operations < until) {
      try {
        // Every fifth has no name.
        await using keyring = this.manager.keyring(number % 5 === 0 ? undefined : `owner${number}`);
        await climb(this, keyring);
      } catch (error) {
        this.judge(error);
      }
    }
  }
}

/** Who is inside, by their own word. */
class Inside {
  readonly broken: string[] = [];
  readonly #members = new Map<string, { shared: number; exclusive: number; token: number }>();

  get size(): number {
    let size = 0;
    for (const { shared, exclusive } of this.#members.values()) size += shared + exclusive;
    return size;
  }

  enter(member: string, mode: Mode, token: number | undefined): void {
    const now = this.#members.get(member) ?? { shared: 0, exclusive: 0, token: 0 };
    this.#members.set(member, now);
    now[mode] += 1;
    if (now.exclusive > 1 || (now.exclusive === 1 && now.shared > 0)) {
      this.broken.push(`${member}: ${now.exclusive} exclusive and ${now.shared} shared at once`);
    }
    // A sharer may come in late, with the token of an earlier grant, when it waited for another member.
    if (token === undefined || (mode === 'exclusive' && token <= now.token)) {
      this.broken.push(`${member}: token ${token} after ${now.token}`);
    }
    now.token = Math.max(now.token, token ?? 0);
  }

  downgrade(member: string): void {
    const now = this.#members.get(member);
    this.leave(member, 'exclusive');
    if (now !== undefined) now.shared += 1;
  }

  leave(member: string, mode: Mode): void {
    const now = this.#members.get(member);
    if (now === undefined || now[mode] === 0) this.broken.push(`${member}: nobody to leave it`);
    else now[mode] -= 1;
  }
}
