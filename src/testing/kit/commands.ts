/**
 * What the kit does to a lock: a scenario is a list of these, printed in the notation of transcripts.
 *
 * Each of the few clients has one request at a time. A command that does not apply, say a release by somebody
 * who holds nothing, is left out of the run and of its scenario.
 */
import type { KitMode } from './adapter.ts';

export const CLIENTS: readonly string[] = ['ann', 'bob', 'cy', 'dee', 'eve'];

interface Rushed {
  /** The next command follows before anybody has been told of this one. */
  readonly rush?: boolean | undefined;
}

interface Asking extends Rushed {
  readonly by: string;
  readonly mode: KitMode;
  readonly timeout?: number | undefined;
  readonly priority?: number | undefined;
  /** `ready`: asks with a signal; `aborted`: with one that is aborted already. */
  readonly signal?: 'ready' | 'aborted' | undefined;
  readonly names?: readonly string[] | undefined;
  /** `other`: of a second lock, which has nothing to do with the first. */
  readonly lock?: 'other' | undefined;
}

export type AcquireCommand = Asking & { readonly type: 'acquire' };
export type TryCommand = Asking & { readonly type: 'try' };
export type RunCommand = Asking & {
  readonly type: 'run';
  /** What the body does: goes on until a `release`, or ends at once. */
  readonly body: 'stays' | 'returns' | 'resolves' | 'throws' | 'rejects';
  /** What it returns, or throws. */
  readonly value?: keyof typeof VALUES | undefined;
  /** How many parameters the body declares. */
  readonly parameters?: number | undefined;
};

export type KitCommand =
  | AcquireCommand
  | TryCommand
  | RunCommand
  | (Rushed & { readonly type: 'release'; readonly by: string; readonly times?: number | undefined })
  /** Releases once more what the client has released before, whoever holds the lock now. */
  | (Rushed & { readonly type: 'release-again'; readonly by: string })
  | (Rushed & { readonly type: 'abort'; readonly by: string })
  /** The same owner asks again while it holds. */
  | (Rushed & { readonly type: 'reenter'; readonly by: string })
  | (Rushed & { readonly type: 'upgrade'; readonly by: string })
  | { readonly type: 'wait'; readonly ms: number }
  /** So many ask in one go, and each lets go as soon as it is served. */
  | {
      readonly type: 'crowd';
      readonly count: number;
      readonly mode: KitMode;
      readonly timeout?: number | undefined;
    }
  /** One after another asks while the one before it holds, who then lets go. */
  | { readonly type: 'relay'; readonly count: number; readonly mode: KitMode };

/** What a body may give or throw, by the name that stands in the scenario. */
export const VALUES = {
  text: 'text',
  nothing: undefined,
  null: null,
  zero: 0,
  empty: '',
  false: false,
} as const;
