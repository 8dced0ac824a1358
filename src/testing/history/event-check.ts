/** Whether an event is one at all: logs are often read from files, of which no compiler knows. */

const TYPES: ReadonlySet<unknown> = new Set([
  'request',
  'grant',
  'refuse',
  'release',
  'downgrade',
  'remove',
  'raise',
  'add',
  'close',
]);

/** What is wrong with it, as a sentence. */
export function malformed(event: unknown): string | undefined {
  if (typeof event !== 'object' || event === null) return `an event is an object, and not ${String(event)}`;
  const { type, at, owner, lock, mode, priority, token } = event as Readonly<Record<string, unknown>>;
  if (!TYPES.has(type)) return `there is no event of type '${String(type)}'`;
  if (typeof at !== 'number') return `the 'at' of an event is a number`;
  if (typeof owner !== 'string') return `the 'owner' of an event is a string`;
  if (lock !== undefined && typeof lock !== 'string') return `the 'lock' of an event is a string`;
  if (mode !== undefined && mode !== 'shared' && mode !== 'exclusive')
    return `a mode is 'shared' or 'exclusive', and not '${String(mode)}'`;
  if (typeof priority !== 'number' && (priority !== undefined || type === 'raise'))
    return `the 'priority' of a '${String(type)}' is a number`;
  return token === undefined || typeof token === 'number' ? undefined : `the 'token' of a grant is a number`;
}
