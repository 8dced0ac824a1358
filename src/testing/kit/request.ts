/**
 * What is known of one request of a scenario: what was asked, and what has come of it. The lock is not asked.
 */
import type { KitHold, KitMode } from './adapter.ts';

export type Standing = 'waiting' | 'held' | 'refused' | 'released';

export class KitRequest {
  readonly by: string;
  readonly mode: KitMode;
  readonly way: 'acquire' | 'try' | 'run' | 'reenter';
  readonly names: readonly string[];
  readonly priority: number;
  readonly timeout: number | undefined;
  /** Its place among all requests of the run. */
  readonly number: number;
  readonly askedAt: number;
  /** How often everybody had been told before. */
  readonly askedIn: number;
  /** How many waited when it asked, as far as had been told. */
  readonly waitingBefore: number;
  readonly controller: AbortController | undefined;
  /** Whether nobody was about the lock when it asked, and everybody had been told so. */
  foundFree = false;
  standing: Standing = 'waiting';
  /** After an upgrade, `exclusive`. */
  heldAs: KitMode;
  /** Its place among all grants of the run, and in which round of telling everybody it was told. */
  grant: { readonly number: number; readonly round: number } | undefined;
  answeredAt: number | undefined;
  /** What it was refused with. */
  error: unknown;
  /** Aborted before it was granted. */
  isAborted = false;
  /** What was thrown by the first release, or said by a refused upgrade. */
  fault: unknown;
  hold: KitHold | undefined;
  /** Ends the body of a `run`. */
  finish: (() => void) | undefined;
  upgrade: 'asked' | 'done' | undefined;
  /** How often everybody had been told before it was released. */
  releasedIn: number | undefined;
  /** How often the body of a `run` was called. */
  calls = 0;
  /** How the promise of a `run` has settled. */
  outcome: { readonly way: 'gave' | 'threw'; readonly value: unknown } | undefined;
  /** How it should settle. */
  expected: { readonly way: 'gave' | 'threw'; readonly value: unknown } | undefined;
  /** Listeners on its signal. */
  listeners = 0;

  constructor(
    asked: Pick<
      KitRequest,
      | 'by'
      | 'mode'
      | 'way'
      | 'names'
      | 'priority'
      | 'timeout'
      | 'number'
      | 'askedAt'
      | 'askedIn'
      | 'waitingBefore'
    > & {
      readonly signal: 'ready' | 'aborted' | undefined;
    },
  ) {
    this.by = asked.by;
    this.mode = asked.mode;
    this.heldAs = asked.mode;
    this.way = asked.way;
    this.names = asked.names;
    this.priority = asked.priority;
    this.timeout = asked.timeout;
    this.number = asked.number;
    this.askedAt = asked.askedAt;
    this.askedIn = asked.askedIn;
    this.waitingBefore = asked.waitingBefore;
    this.controller = asked.signal === undefined ? undefined : this.#listened(new AbortController());
    if (asked.signal === 'aborted') this.abort();
  }

  abort(): void {
    if (this.standing === 'waiting') this.isAborted = true;
    this.controller?.abort(new Error(`${this.by} gives up`));
  }

  /** Waits or holds, or its body has ended and its run has not. */
  get isLive(): boolean {
    const isEnding = this.way === 'run' && this.standing === 'released' && this.outcome === undefined;
    return this.standing === 'waiting' || this.standing === 'held' || isEnding;
  }

  /** Whether it set itself a limit, and so may be refused. */
  get mayBeRefused(): boolean {
    return this.timeout !== undefined || this.isAborted || this.way === 'try' || this.way === 'reenter';
  }

  #listened(controller: AbortController): AbortController {
    const { signal } = controller;
    const { addEventListener, removeEventListener } = signal;
    const heard = new Set<unknown>();
    signal.addEventListener = (...given: Parameters<AbortSignal['addEventListener']>) => {
      heard.add(given[1]);
      this.listeners = heard.size;
      addEventListener.apply(signal, given);
    };
    signal.removeEventListener = (...given: Parameters<AbortSignal['removeEventListener']>) => {
      heard.delete(given[1]);
      this.listeners = heard.size;
      removeEventListener.apply(signal, given);
    };
    return controller;
  }
}

/** Whether two may hold at once. */
export function together(one: KitRequest, other: KitRequest): boolean {
  if (!one.names.some((name) => other.names.includes(name))) return true;
  const modes = [one.heldAs, other.heldAs];
  return modes.includes('shared') && !modes.includes('exclusive');
}
