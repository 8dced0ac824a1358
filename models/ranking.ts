/**
 * Numbers that grow for ever, brought back to a small form.
 */

/** Numbers to their rank among those given, from 1. */
export function ranking(numbers: readonly number[]): (number: number) => number {
  const sorted = [...new Set(numbers)].toSorted((one, other) => one - other);
  return (number) => sorted.indexOf(number) + 1;
}
