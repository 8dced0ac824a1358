/**
 * Values of the wrong kind for everything that a caller can give, for ./arguments.test.ts.
 */

const strange: object = Object.create(null);

/** What is neither a mode nor an object of options. */
export const noOptions: unknown[] = [
  null,
  0,
  1n,
  Number.NaN,
  true,
  '',
  'Shared',
  'write',
  '__proto__',
  Symbol('mode'),
  () => ({}),
  ['shared'],
];

export const noMode: unknown[] = [
  null,
  '',
  'Shared',
  'read',
  0,
  true,
  {},
  ['shared'],
  strange,
  new String('shared'),
];
export const noOwner: unknown[] = [
  null,
  0,
  17,
  true,
  {},
  ['ann'],
  strange,
  Symbol('ann'),
  new String('ann'),
  () => 'ann',
];

export const badFields: Record<string, unknown[]> = {
  mode: noMode,
  priority: [
    null,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    '1',
    '',
    true,
    1n,
    {},
    strange,
    [1],
    Symbol('1'),
  ],
  timeout: [
    null,
    Number.NaN,
    -1,
    -Number.MIN_VALUE,
    Number.NEGATIVE_INFINITY,
    '100',
    true,
    1n,
    {},
    strange,
    [1],
  ],
  signal: [
    null,
    {},
    strange,
    'abort',
    true,
    new AbortController(),
    new EventTarget(),
    { aborted: false },
    { aborted: false, addEventListener() {} },
  ],
  owner: noOwner,
};

/** For the name of a test. */
export function nameOf(value: unknown): string {
  if (value === strange) return 'an object without prototype';
  if (typeof value === 'object' && value !== null)
    return `${value.constructor.name} ${JSON.stringify(value)}`;
  return Object.is(value, -0) ? '-0' : `${typeof value} ${String(value)}`;
}
