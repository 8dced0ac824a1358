/**
 * Arbitrary runs of one lock, legal or not. Owners and priorities are few, so that conflicts are the rule.
 */
import fc from 'fast-check';
import type { LockCommand, RequestId } from '../core/shared-lock/commands.ts';
import { encode, type Live, send, start } from '../core/shared-lock/compiled.ts';

/**
 * A command whose request ids are still to be given: `age` says which earlier request of the run is meant.
 */
interface Draft {
  readonly kind: 'shared' | 'exclusive' | 'delete' | 'release' | 'downgrade' | 'cancel' | 'raise' | 'close';
  readonly owner: string | null;
  readonly priority: number;
  readonly isTry: boolean;
  readonly age: number;
  readonly reason: 'timeout' | 'abort';
}

const draft: fc.Arbitrary<Draft> = fc.record({
  // What ends a lock is rare, or most of a long run would be refusals.
  kind: fc.oneof(
    { weight: 600, arbitrary: fc.constant('shared') },
    { weight: 500, arbitrary: fc.constant('exclusive') },
    { weight: 1000, arbitrary: fc.constant('release') },
    { weight: 150, arbitrary: fc.constant('downgrade') },
    { weight: 400, arbitrary: fc.constant('cancel') },
    { weight: 200, arbitrary: fc.constant('raise') },
    { weight: 8, arbitrary: fc.constant('delete') },
    { weight: 4, arbitrary: fc.constant('close') },
  ),
  owner: fc.constantFrom('ann', 'bob', 'cy', 'dee', 'eve', null),
  priority: fc.constantFrom(0, 0, 1, -2),
  isTry: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  age: fc.nat({ max: 5 }),
  reason: fc.constantFrom('timeout' as const, 'abort' as const),
});

/**
 * Runs of up to `maxLength` commands. Request ids are given in order, as a shell gives them; only a hold
 * without an owner may end the lock by the request that it was granted.
 */
export function lockRuns(maxLength: number): fc.Arbitrary<LockCommand[]> {
  return fc.array(draft, { maxLength, size: 'max' }).map((drafts) => {
    const asked: { owner: string | null; request: number }[] = [];
    // Who holds when is the lock's to say, and only a holder may use its request again.
    const lock = start(undefined);
    return drafts.map((one) => {
      const command = commandOf(one, asked, one.kind === 'delete' ? strangerIn(lock) : undefined);
      send(lock, command.type, command, () => {});
      return command;
    });
  });
}

/** The request of a holder without an owner. */
function strangerIn(lock: Live): RequestId | undefined {
  return encode(lock).context.holds.find(({ owner }) => owner === null)?.request;
}

function commandOf(
  { kind, owner, priority, isTry, age, reason }: Draft,
  asked: { owner: string | null; request: number }[],
  stranger: RequestId | undefined,
): LockCommand {
  const earlier = asked.filter((other) => other.owner === owner).at(-1 - age);
  const request = asked.length + 1;
  switch (kind) {
    case 'shared':
    case 'exclusive':
      asked.push({ owner, request });
      return { type: 'lock.acquire', owner, request, priority, mode: kind, try: isTry };
    case 'delete':
      if (owner === null && stranger !== undefined && age > 2) {
        return { type: 'lock.delete', owner, request: stranger, priority, try: isTry };
      }
      asked.push({ owner, request });
      return { type: 'lock.delete', owner, request, priority, try: isTry };
    case 'cancel':
      return { type: 'lock.cancel', owner, request: earlier?.request ?? 0, reason };
    case 'raise':
      return { type: 'lock.raise', owner, request: earlier?.request ?? 0, priority };
    case 'close':
      return { type: 'lock.close' };
    default: {
      const named = owner === null || age > 2 ? { request: earlier?.request ?? 0 } : {};
      return { type: `lock.${kind}`, owner, ...named };
    }
  }
}
