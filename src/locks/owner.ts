/**
 * Who asks, where the caller does not say: the owner of the surrounding `withOwner`, or nobody known.
 *
 * Following an owner across `await` needs the platform's help. The part that has it (./ambient-owner.ts) puts
 * itself in here when it is first used; until then nothing is looked up.
 */
import type { OwnerId } from '../core/shared-lock/commands.ts';

export const ambient: { owner: (() => OwnerId | undefined) | null } = { owner: null };

export function ambientOwner(): OwnerId | null {
  return ambient.owner === null ? null : (ambient.owner() ?? null);
}
