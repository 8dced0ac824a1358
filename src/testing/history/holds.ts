/** The holds that a history has told of, by owner; those beside each other have one mode. */
import type { Mode } from '../../core/shared-lock/commands.ts';
import type { Entry } from './entries.ts';

export interface Held {
  readonly mode: Mode;
  readonly entry: Entry;
}

export class Holds extends Map<string, Held> {
  /** Somebody else beside whose hold one of this mode cannot stand. */
  against(owner: string, mode: Mode): readonly [string, Held] | undefined {
    for (const held of this) {
      if (held[0] !== owner) return mode === 'exclusive' || held[1].mode === 'exclusive' ? held : undefined;
    }
    return undefined;
  }

  isEmptyBut(owner: string): boolean {
    return this.size === (this.has(owner) ? 1 : 0);
  }
}
