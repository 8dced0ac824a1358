/**
 * A library that the kit is run on: what it offers by its own documentation, and how it is asked for it. An
 * adapter hides nothing and mends nothing.
 */
import type { Capabilities, LockAdapter } from '../src/testing.ts';

export interface Peer extends LockAdapter {
  /** The npm package, and its version; none where it is a part of the platform or ours. */
  readonly packageName?: string;
  readonly offered: Capabilities;
  /** Of docs/peer-bugs.md, by the property that finds it. */
  readonly defects: Readonly<Record<string, readonly string[]>>;
  /** The first version of Node that it runs on, where that is not the one of this package. */
  readonly node?: number;
}
