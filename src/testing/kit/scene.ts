/**
 * One lock and those who are about it: what was asked, what has come of it, and the transcript of it all.
 */
import { written } from '../notation.ts';
import type { Capabilities, KitHold, KitLock } from './adapter.ts';
import type { AdapterError } from './answers.ts';
import { CLIENTS, type KitCommand } from './commands.ts';
import { KitRequest } from './request.ts';
import type { World } from './world.ts';

export class Scene {
  readonly requests: KitRequest[] = [];
  /** The scenario so far, as a transcript. */
  readonly lines: string[] = [];
  /** How many commands of it did apply. */
  commands = 0;
  /** The crowds: how many have asked, and of them been served and refused. */
  readonly crowd = { asked: 0, served: 0, refused: 0 };
  /** Who still waits when a relay of many has passed. */
  starved: { readonly waiting: KitRequest; readonly passed: number } | undefined;
  /** What a call threw at once that should have given a promise, or what a timer of the lock threw. */
  readonly thrown: unknown[] = [];
  /** Where the adapter gave what is none of its answers. */
  misuse: AdapterError | undefined;
  /** Everybody who held has let go, and time has passed. */
  isOver = false;
  readonly world: World;
  readonly lock: KitLock;
  readonly offered: Capabilities;
  readonly #make: () => KitLock;
  #other: KitLock | undefined;
  #grants = 0;
  #rounds = 0;
  #shown = '';

  constructor(make: () => KitLock, offered: Capabilities, world: World) {
    this.lock = make();
    this.#make = make;
    this.offered = offered;
    this.world = world;
  }

  get waiting(): KitRequest[] {
    return this.requests.filter(({ standing }) => standing === 'waiting');
  }

  get holders(): KitRequest[] {
    return this.requests.filter(({ standing }) => standing === 'held');
  }

  /** A second lock, made apart from the first. */
  get otherLock(): KitLock {
    this.#other ??= this.#make();
    return this.#other;
  }

  /** The latest request of the client, or of the next one whose latest is such a one. */
  latest(by: string, isSuch: (request: KitRequest) => boolean): KitRequest | undefined {
    for (const client of from(by)) {
      const request = this.requests.findLast((one) => one.by === client);
      if (request !== undefined && isSuch(request)) return request;
    }
    return undefined;
  }

  /** The client, or the next one who is about nothing. */
  idle(by: string): string | undefined {
    const isLive = (client: string) => this.requests.some((one) => one.by === client && one.isLive);
    return from(by).find((client) => !isLive(client));
  }

  asked(
    given: Omit<
      ConstructorParameters<typeof KitRequest>[0],
      'number' | 'askedAt' | 'askedIn' | 'waitingBefore'
    >,
  ): KitRequest {
    const request = new KitRequest({
      ...given,
      askedAt: this.world.clock.now(),
      askedIn: this.#rounds,
      number: this.requests.length,
      waitingBefore: this.waiting.length,
    });
    const isOver = (other: KitRequest): boolean => !other.isLive && (other.releasedIn ?? -1) < this.#rounds;
    request.foundFree = this.requests.every(isOver);
    this.requests.push(request);
    return request;
  }

  granted(request: KitRequest, hold: KitHold | undefined): void {
    this.#grants += 1;
    const answeredAt = this.world.clock.now();
    const grant = { number: this.#grants, round: this.#rounds };
    Object.assign(request, { standing: 'held', grant, hold, answeredAt });
    this.lines.push(`  → granted by=${request.by}`);
  }

  released(request: KitRequest): void {
    Object.assign(request, { standing: 'released', releasedIn: this.#rounds });
  }

  refused(request: KitRequest, error: unknown): void {
    Object.assign(request, { standing: 'refused', error, answeredAt: this.world.clock.now() });
    const reason = error instanceof Error ? error.message || error.name : error;
    const why = reason === undefined ? '' : ` ${written({ reason: String(reason) })}`;
    this.lines.push(`  → refused by=${request.by}${why}`);
  }

  /** The command that is carried out, with those to whom it applies. */
  tell(command: KitCommand): void {
    this.commands += 1;
    this.lines.push(written(command));
  }

  /**
   * Until everybody has been told what there is to tell, after so many milliseconds; or fewer, when timers
   * have gone off at so many moments by then.
   */
  async settle(ms = 0, moments = Number.POSITIVE_INFINITY): Promise<void> {
    const { clock } = this.world;
    this.#rounds += 1;
    const { turns = 1, latency = 0 } = this.offered;
    try {
      const end = clock.now() + ms + latency;
      await clock.advance(0);
      for (let left = moments; left > 0 && clock.now() < end; left -= 1)
        await clock.advanceTo(Math.min(end, clock.nextAt ?? end));
      for (let turn = 1; turn < turns; turn += 1) await clock.advance(0);
    } catch (error) {
      this.thrown.push(error);
    }
    const names = (requests: readonly KitRequest[]) => requests.map(({ by }) => by).join(' ') || '–';
    const shown = `  = held ${names(this.holders)}, waiting ${names(this.waiting)}`;
    if (shown !== this.#shown && this.requests.length > 0) this.lines.push(shown);
    this.#shown = shown;
  }
}

/** All clients, this one first. */
function from(by: string): readonly string[] {
  const place = CLIENTS.indexOf(by);
  return place < 0 ? [by] : [...CLIENTS.slice(place), ...CLIENTS.slice(0, place)];
}
