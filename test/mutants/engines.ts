/**
 * Engines of changed machines, for the shells.
 */
import { compiledEngine, type LockEngine } from '../../src/locks/engine.ts';
import type { Modules } from './load-mutant.ts';

/** Executes single locks with a changed machine. */
export function lockEngine({ start, send, encode }: Modules['shared-lock']): LockEngine {
  type Live = ReturnType<typeof start>;
  return {
    ...compiledEngine,
    name: 'mutant',
    start: () => start(undefined),
    send: (live, type, command, emit) => send(live as Live, type, command, emit),
    context: (live) => live as Live,
    read: (live) => encode(live as Live),
  };
}
