/** Runs the kit on peers. The seed is pinned, so that everybody finds the same. */
import { checkLock, type LockCheckResult } from '../src/testing.ts';
import type { Peer } from './peer.ts';

export interface Findings {
  readonly peer: string;
  readonly packageName: string | null;
  /** The property, and of docs/peer-bugs.md the bugs that it finds there. */
  readonly results: readonly (LockCheckResult & { readonly defects: readonly string[] })[];
}

export async function findingsOf(peer: Peer): Promise<Findings> {
  const { name, packageName = null, offered, defects } = peer;
  const results: Findings['results'][number][] = [];
  for (const { check } of checkLock(peer, offered, { seed: 7 })) {
    const result = await check();
    const scenario = result.broken?.scenario ?? '';
    const known = Object.entries(defects[result.name] ?? {});
    results.push({
      ...result,
      defects: known.flatMap(([bug, shown]) => (shown.test(scenario) ? [bug] : [])),
    });
  }
  return { peer: name, packageName, results };
}

/** The bugs that were found, each once. */
export function defectsFound(findings: readonly Findings[]): readonly string[] {
  return [...new Set(findings.flatMap(({ results }) => results.flatMap(({ defects }) => defects)))].toSorted(
    (one, other) => Number(one.slice(1)) - Number(other.slice(1)),
  );
}
