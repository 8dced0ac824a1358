/**
 * A library that the kit is run on: what it offers by its own documentation, and how it is asked for it. An
 * adapter hides nothing and mends nothing.
 */
import type { Capabilities, LockAdapter } from '../src/testing.ts';

export interface Peer extends LockAdapter {
  /** The npm package, and its version; none where it is a part of the platform or ours. */
  readonly packageName?: string;
  readonly offered: Capabilities;
  /**
   * Of docs/peer-bugs.md, by the property that finds it: what the end of its scenario looks like, so that no
   * other failure of the property is taken for it.
   */
  readonly defects: Readonly<Record<string, Readonly<Record<string, RegExp>>>>;
  /** The first version of Node that it runs on, where that is not the one of this package. */
  readonly node?: number;
}

/** A hold is given back a second time, and then two hold. */
export const RELEASED_TWICE = /release by=\w+ times=2\n(.|\n)*✗ .* hold it at the same time/;
export const RELEASED_LATE = /release-again by=\w+\n(.|\n)*✗ .* hold it at the same time/;
