/**
 * What is wrong with what `checkLock` was called with: a capability that there is not would be passed over,
 * and less be checked than was meant.
 */
import type { Capabilities, LockAdapter } from './adapter.ts';
import type { CheckOptions } from './check.ts';

/** A value, in words, and how it is told. */
interface Kind {
  readonly words: string;
  readonly isSuch: (value: unknown) => boolean;
}

const yesOrNo: Kind = { words: 'true or false', isSuch: (value) => typeof value === 'boolean' };

const oneOf = (...values: readonly string[]): Kind => ({
  words: values.map((value) => `'${value}'`).join(' or '),
  isSuch: (value) => typeof value === 'string' && values.includes(value),
});

const wholeFrom = (least: number): Kind => ({
  words: `a whole number, ${least} or more`,
  isSuch: (value) => Number.isSafeInteger(value) && Number(value) >= least,
});

const CAPABILITIES: Readonly<Record<keyof Capabilities, Kind>> = {
  shared: yesOrNo,
  upgradeable: yesOrNo,
  upgrade: oneOf('shared', 'upgradeable'),
  timeout: yesOrNo,
  timeoutOfZero: oneOf('no-wait', 'no-limit'),
  signal: yesOrNo,
  signalReason: yesOrNo,
  priority: yesOrNo,
  tryAcquire: yesOrNo,
  run: yesOrNo,
  waiterCount: yesOrNo,
  isLocked: yesOrNo,
  order: yesOrNo,
  fair: yesOrNo,
  releaseTwice: yesOrNo,
  reentry: oneOf('refused', 'granted'),
  names: oneOf('one', 'several'),
  maxWaiters: wholeFrom(0),
  crowd: wholeFrom(1),
  turns: wholeFrom(1),
  latency: {
    words: 'a finite number of milliseconds, 0 or more',
    isSuch: (value) => Number.isFinite(value) && Number(value) >= 0,
  },
};

const OPTIONS: Readonly<Record<keyof CheckOptions, Kind>> = {
  seed: { words: 'a whole number', isSuch: Number.isSafeInteger },
  path: {
    words: 'the path of a report, such as 12:0:1, beside its seed',
    isSuch: (value) => typeof value === 'string' && /^\d+(:\d+)*$/.test(value),
  },
  runs: wholeFrom(1),
};

/** @throws {TypeError} when a capability is none, or needs what is not there. */
export function checkOffered(adapter: LockAdapter, offered: Capabilities): void {
  checkKinds('capability', offered, CAPABILITIES);
  const { upgrade } = offered;
  if (upgrade !== undefined && offered[upgrade] !== true)
    throw new TypeError(`upgrade: '${upgrade}' needs ${upgrade}: true, for that is what is upgraded.`);
  const lock = adapter.make();
  for (const method of ['acquire', 'run', 'tryAcquire', 'waiterCount', 'isLocked'] as const) {
    if ((method === 'acquire' || offered[method] === true) && typeof lock[method] !== 'function')
      throw new TypeError(`${adapter.name} offers ${method}, but what its make() gives has no such method.`);
  }
}

/** @throws {TypeError} when an option is none. */
export function checkOptions(options: CheckOptions): void {
  checkKinds('option', options, OPTIONS);
  if (options.path !== undefined && options.seed === undefined)
    throw new TypeError(`The option path is ${OPTIONS.path.words}, and there is no seed.`);
}

function checkKinds(what: string, given: object, kinds: Readonly<Record<string, Kind>>): void {
  for (const [name, value] of Object.entries(given)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined)
      throw new TypeError(`There is no ${what} ${name}; there are ${Object.keys(kinds).join(', ')}.`);
    if (value !== undefined && !kind.isSuch(value))
      throw new TypeError(`The ${what} ${name} is ${kind.words}, not ${String(value)}.`);
  }
}
