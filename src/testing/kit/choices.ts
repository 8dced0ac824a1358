/**
 * What the properties draw their scenarios from.
 */
import type { Capabilities, KitMode } from './adapter.ts';
import * as claims from './claims.ts';
import { CLIENTS } from './commands.ts';
import type { Choices } from './property.ts';

export const by = CLIENTS;
export const rush = [undefined, true] as const;
export const EXCLUSIVE: readonly KitMode[] = ['exclusive'];

export function modes({ shared, upgradeable }: Capabilities): readonly KitMode[] {
  const some: KitMode[] = ['exclusive'];
  if (shared === true) some.push('shared');
  if (upgradeable === true) some.push('upgradeable');
  return some;
}

export const acquire = (offered: Capabilities): Choices => ({
  type: 'acquire',
  by,
  mode: modes(offered),
  rush,
});
export const release: Choices = { type: 'release', by, rush };
export const wait: Choices = { type: 'wait', ms: [1, 5, 50] };

/** All that a lock offers, but for what has properties of its own. */
export function everything(offered: Capabilities): readonly Choices[] {
  const mode = modes(offered);
  const some: Choices[] = [acquire(offered), release];
  const timeout = offered.timeout === true ? [undefined, 5] : [undefined];
  const signal = offered.signal === true ? ([undefined, 'ready'] as const) : [undefined];
  if (offered.timeout === true || offered.signal === true)
    some.push({ type: 'acquire', by, mode, timeout, signal, rush });
  if (offered.timeout === true) some.push(wait);
  if (offered.signal === true) some.push({ type: 'abort', by, rush });
  if (offered.tryAcquire === true) some.push({ type: 'try', by, mode, rush });
  if (offered.run === true) some.push({ type: 'run', by, mode, body: ['stays', 'resolves'], rush });
  return some;
}

/** What must hold whoever gives up, or fails. */
export const SOUND = [claims.exclusion, claims.answered, claims.notIdle];
