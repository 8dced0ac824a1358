/**
 * Plain JSON as values: copies of it, and whether two are the same.
 */

type Parts = Record<string, unknown>;

/**
 * What shares nothing with what it is a copy of. Of a list longer than `longest` it has the beginning, and
 * says how much is missing.
 */
export function copyOf<Value>(value: Value, longest = Number.POSITIVE_INFINITY): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const rest = value.length - longest;
    const copy: unknown[] = (rest > 0 ? value.slice(0, longest) : value).map((part) => copyOf(part, longest));
    return (rest > 0 ? [...copy, `and ${rest} more`] : copy) as Value;
  }
  const copy = { ...value } as Parts;
  for (const key of Object.keys(copy)) copy[key] = copyOf(copy[key], longest);
  return copy as Value;
}

export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((part, place) => isSame(part, other[place]))
    );
  }
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => isSame((one as Parts)[key], (other as Parts)[key]))
  );
}
