/**
 * One owner of a crowd (./manager-crowd.ts) on its way up the levels.
 */
import {
  ALL,
  BGL,
  type GanetiLevel,
  type Keyring,
  type KeyringAcquireOptions,
  LEVELS,
  LEVELS_MOD,
  LockUsageError,
  type Mode,
  NAL,
  type Names,
  type SetHold,
} from '../../src/index.ts';
import { CHANGED_ITS_MIND, type Climb, type Crowd, Mishap, POOL, Stopped } from './manager-crowd.ts';

export const climb: Climb = (crowd, keyring) => new OneClimb(crowd, keyring).run();

const A_DAY = 86_400_000;

const isModifiable = (level: GanetiLevel): boolean => (LEVELS_MOD as readonly GanetiLevel[]).includes(level);

class OneClimb {
  readonly #crowd: Crowd;
  readonly #keyring: Keyring<GanetiLevel>;
  /** What it is inside of, as far as it knows. */
  readonly #inside = new Map<GanetiLevel, Map<string, Mode>>();
  #isStopped = false;

  constructor(crowd: Crowd, keyring: Keyring<GanetiLevel>) {
    this.#crowd = crowd;
    this.#keyring = keyring;
  }

  async run(): Promise<void> {
    const { clock } = this.#crowd;
    const timer = this.#crowd.chance(0.1) && clock.setTimeout(() => this.#stop(), this.#crowd.below(200));
    try {
      await this.#climb();
    } finally {
      clock.clearTimeout(timer);
      for (const level of LEVELS) this.#leave(level);
    }
  }

  async #climb(): Promise<void> {
    await this.#rest();
    const mode = this.#crowd.chance(0.995) ? 'shared' : 'exclusive';
    if ((await this.#acquire('cluster', BGL, mode)) === undefined) return;
    for (const level of LEVELS.slice(1)) {
      if (this.#crowd.chance(0.5)) continue;
      await this.#dealWith(level);
      await this.#rest();
      await this.#change();
      if (this.#crowd.chance(0.03)) throw new Mishap();
    }
  }

  /** Somebody else ends it, mostly while it waits. */
  #stop(): void {
    this.#isStopped = true;
    for (const level of LEVELS) this.#leave(level);
    if (this.#crowd.chance(0.5)) this.#keyring.close();
    else this.#keyring.releaseAll();
  }

  async #dealWith(level: GanetiLevel): Promise<void> {
    const draw = this.#crowd.below(100);
    if (draw < 10 && isModifiable(level)) await this.#add(level);
    else if (draw < 14 && isModifiable(level)) await this.#remove(level);
    else if (draw < 18) await this.#attempt('names', (signal) => this.#keyring.names(level, { signal }));
    else if (draw < 21) await this.#misuse();
    else if (draw < 35) await this.#inBlock(level);
    else if (draw < 50) await this.#acquire(level, draw < 45 ? this.#some() : ALL, this.#mode(), true);
    else if (draw < 55) await this.#acquireAll(level);
    else await this.#acquire(level, level === 'node-alloc' ? NAL : this.#some(), this.#mode());
  }

  // ---- what waits ----

  async #acquire(
    level: GanetiLevel,
    names: Names,
    mode: Mode,
    opportunistic = false,
  ): Promise<SetHold | undefined> {
    return this.#attempt(opportunistic ? 'opportunistic' : 'acquire', async (signal) => {
      const limits = opportunistic ? {} : this.#limits();
      const hold = await this.#keyring.acquire(level, names, { ...limits, mode, opportunistic, signal });
      this.#enter(level, hold, mode);
      return hold;
    });
  }

  async #acquireAll(level: GanetiLevel): Promise<void> {
    const mode = this.#crowd.chance(0.6) ? 'shared' : 'exclusive';
    if ((await this.#acquire(level, ALL, mode)) === undefined) return;
    this.#crowd.count('all');
    if (mode === 'exclusive' && isModifiable(level)) await this.#add(level);
  }

  async #add(level: GanetiLevel): Promise<void> {
    const acquire = this.#crowd.chance(0.5) ? this.#mode() : undefined;
    await this.#attempt('add', async (signal) => {
      const hold = await this.#keyring.add(level, this.#one(), { acquire, signal });
      if (acquire !== undefined) this.#enter(level, hold, acquire);
      this.#crowd.count('added');
    });
  }

  async #remove(level: GanetiLevel): Promise<void> {
    const removed = await this.#attempt('remove', (signal) =>
      this.#keyring.remove(level, this.#some(), { signal }),
    );
    if (removed !== undefined && removed.length > 0) this.#crowd.count('removed');
  }

  /** Given back at the end of the block, also when something is thrown in it. */
  async #inBlock(level: GanetiLevel): Promise<void> {
    using hold = await this.#acquire(level, level === 'node-alloc' ? NAL : this.#some(), this.#mode());
    if (hold === undefined) return;
    try {
      await this.#rest();
      if (this.#crowd.chance(0.1)) throw new Mishap();
    } finally {
      this.#leave(level);
    }
  }

  async #misuse(): Promise<void> {
    this.#crowd.operations += 1;
    const [, ...above] = LEVELS;
    const code = above.some((level) => this.#keyring.isOwned(level)) ? 'level-order' : 'set-double-acquire';
    const error = await this.#keyring.acquire('cluster', BGL).catch((refusal: unknown) => refusal);
    if (LockUsageError.is(error) && error.code === code) this.#crowd.count('misuse');
    else this.#crowd.unexpected.push(error);
  }

  // ---- what does not wait ----

  /** Something that is held, somewhere. */
  async #change(): Promise<void> {
    const levels = [...this.#inside].filter(([level]) => level !== 'cluster');
    const [level, held] = levels[this.#crowd.below(levels.length)] ?? [];
    if (level === undefined || held === undefined) return;
    this.#expectSame(level, held);
    const names = [...held.keys()].filter(() => this.#crowd.chance(0.5));
    const draw = this.#crowd.below(3);
    this.#crowd.operations += 1;
    if (draw === 0) {
      this.#crowd.count('release');
      this.#leave(level, names);
      this.#keyring.release(level, names);
    } else if (draw === 1) {
      this.#crowd.count('downgrade');
      this.#keyring.downgrade(level, names);
      for (const name of names) {
        if (held.get(name) === 'exclusive') this.#crowd.inside.downgrade(`${level}/${name}`);
        held.set(name, 'shared');
      }
    } else await this.#removeOwn(level, held, names);
  }

  async #removeOwn(level: GanetiLevel, held: ReadonlyMap<string, Mode>, names: string[]): Promise<void> {
    const exclusive = names.filter((name) => held.get(name) === 'exclusive');
    if (exclusive.length === 0 || !isModifiable(level)) return;
    this.#crowd.count('remove owned');
    this.#leave(level, exclusive);
    const removed = await this.#keyring.remove(level, exclusive);
    if (removed.length !== exclusive.length) this.#crowd.unexpected.push(removed);
  }

  #expectSame(level: GanetiLevel, held: ReadonlyMap<string, Mode>): void {
    const owned = this.#keyring.listOwned(level).join();
    if (owned === [...held.keys()].toSorted().join()) return;
    this.#crowd.unexpected.push(`${level}: it is inside ${[...held.keys()]}, and owns ${owned}`);
  }

  /** An operation that may wait, and be given up; undefined when it was refused. */
  async #attempt<Result>(
    what: string,
    ask: (signal: AbortSignal | undefined) => Promise<Result>,
  ): Promise<Result | undefined> {
    const crowd = this.#crowd;
    crowd.operations += 1;
    crowd.count(what);
    const controller = crowd.chance(0.1) ? new AbortController() : undefined;
    const abort = (): void => controller?.abort(CHANGED_ITS_MIND);
    const timer = controller && crowd.clock.setTimeout(abort, this.#crowd.below(50));
    try {
      return await ask(controller?.signal ?? (crowd.chance(0.2) ? crowd.never : undefined));
    } catch (error) {
      crowd.judge(error);
      if (this.#isStopped) throw new Stopped();
      return undefined;
    } finally {
      crowd.clock.clearTimeout(timer);
    }
  }

  /** What it has, it keeps for a while. */
  async #rest(): Promise<void> {
    await new Promise<void>((resolve) => this.#crowd.clock.setTimeout(resolve, this.#crowd.below(10)));
    if (this.#isStopped) throw new Stopped();
  }

  #enter(level: GanetiLevel, hold: SetHold, mode: Mode): void {
    const held = this.#inside.get(level) ?? new Map<string, Mode>();
    if (hold.names.length > 0) this.#inside.set(level, held);
    for (const name of hold.names) {
      held.set(name, mode);
      this.#crowd.inside.enter(`${level}/${name}`, mode, hold.token(name));
    }
  }

  #leave(level: GanetiLevel, names?: readonly string[]): void {
    const held = this.#inside.get(level);
    for (const name of names ?? [...(held?.keys() ?? [])]) {
      this.#crowd.inside.leave(`${level}/${name}`, held?.get(name) ?? 'shared');
      held?.delete(name);
    }
    if (held?.size === 0) this.#inside.delete(level);
  }

  #limits(): KeyringAcquireOptions {
    const crowd = this.#crowd;
    return {
      // No day passes here, so what is not stopped is still there in the end.
      timeout: crowd.chance(0.4) ? crowd.below(60) : crowd.chance(0.3) ? A_DAY : undefined,
      priority: crowd.chance(0.3) ? crowd.below(5) - 2 : undefined,
      raise: crowd.chance(0.1) ? { after: 5 } : undefined,
    };
  }

  #one(): string {
    return POOL[this.#crowd.below(POOL.length)] ?? '';
  }

  #some(): readonly string[] {
    return Array.from({ length: 1 + this.#crowd.below(3) }, () => this.#one());
  }

  #mode(): Mode {
    return this.#crowd.chance(0.5) ? 'shared' : 'exclusive';
  }
}
