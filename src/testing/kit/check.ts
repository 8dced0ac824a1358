/**
 * `checkLock`: a suite of properties for any lock, for any runner of tests.
 */
import type { Capabilities, LockAdapter } from './adapter.ts';
import { checkOffered, checkOptions } from './asked-for.ts';
import { lockProperties } from './properties.ts';
import type { LockProperty } from './property.ts';

export interface CheckOptions {
  /** Repeat what was drawn before; drawn anew unless given. */
  readonly seed?: number;
  /** Go to the scenario of a report at once, with the seed of the report. */
  readonly path?: string;
  /** How many scenarios are tried of each property, one or more; 200 unless given. */
  readonly runs?: number;
}

/** What a check has found. */
export interface LockCheckResult {
  readonly name: string;
  readonly sentence: string;
  readonly holds: boolean;
  /** How many scenarios were tried. */
  readonly runs: number;
  readonly seed: number;
  /** Where it does not hold. */
  readonly broken?: {
    /** What is wrong, in a sentence. */
    readonly why: string;
    /** The shortest scenario that was found, at most ten commands, as a transcript. */
    readonly scenario: string;
    readonly commands: number;
    /** For `CheckOptions.path`. */
    readonly path: string;
    /** What the lock may offer that was not said, where that would explain it. */
    readonly hint?: string;
  };
}

/** One property of a suite. */
export interface LockCheck {
  /** A title for the test. */
  readonly name: string;
  readonly sentence: string;
  /**
   * Tries it, and says what was found. Rejects where fast-check is not installed; with a `TypeError` where
   * the adapter gives something else than a `KitLock` does; and with fast-check's report where `make()`
   * throws.
   */
  check(): Promise<LockCheckResult>;
  /** The same as a test: rejects with the report as its message when the property does not hold. */
  run(): Promise<void>;
}

/**
 * The properties of a lock that offers these things, each of them to be tried on its own: a wrapper, a
 * subclass, a lock of your own, or that of another library. What is not offered is not in the list.
 *
 * Scenarios of at most ten commands are drawn with fast-check, which must be installed, and run in virtual
 * time: while one runs, `setTimeout`, `setInterval`, `Date.now` and `performance.now` of the platform are
 * those of a virtual clock. The lock must not take its time from elsewhere, and must not wait in a loop of
 * promises alone (`while (isHeld) await null`): that never lets anything else run, here or elsewhere, and
 * hangs. What is found is the shortest scenario that is wrong.
 *
 * It knows no runner of tests, and works in vitest, jest and `node:test` alike.
 *
 * @param adapter makes locks, and asks them in the words of the kit.
 * @param offered what the lock offers; see `Capabilities`.
 *
 * @throws {TypeError} when there is no such capability or option, or it cannot have that value; or when a
 *   capability needs a method and `make()` gives a lock that has none.
 *
 * @example
 * ```ts
 * import { SharedLock } from 'lockchart';
 * import { checkLock, type LockAdapter } from 'lockchart/testing';
 *
 * const adapter: LockAdapter = {
 *   name: 'my lock',
 *   make() {
 *     const lock = new SharedLock();
 *     return { acquire: ({ timeout }) => lock.acquire({ timeout }) };
 *   },
 * };
 * for (const { name, run } of checkLock(adapter, { timeout: true }, { runs: 20 })) {
 *   await run(); // in a test file: test(name, run)
 *   console.log(name); // exclusion
 * }
 * ```
 */
export function checkLock(
  adapter: LockAdapter,
  offered: Capabilities,
  options: CheckOptions = {},
): readonly LockCheck[] {
  checkOffered(adapter, offered);
  checkOptions(options);
  return lockProperties
    .filter(({ isOffered }) => isOffered(offered))
    .map((property) => {
      const check = () => checkProperty(adapter, offered, property, options);
      const run = async (): Promise<void> => {
        const result = await check();
        if (!result.holds) throw new Error(report(adapter, [result]));
      };
      return { name: property.name, sentence: property.sentence, check, run };
    });
}

/**
 * All properties of `checkLock`, one after another.
 *
 * Rejects with an `Error` whose message reports every property that does not hold, with its scenario.
 *
 * @returns what was found of each, when all hold.
 */
export async function assertLock(
  adapter: LockAdapter,
  offered: Capabilities,
  options: CheckOptions = {},
): Promise<readonly LockCheckResult[]> {
  const results: LockCheckResult[] = [];
  for (const { check } of checkLock(adapter, offered, options)) results.push(await check());
  if (results.some(({ holds }) => !holds)) throw new Error(report(adapter, results));
  return results;
}

function report({ name: lock }: LockAdapter, results: readonly LockCheckResult[]): string {
  const wrong = results.flatMap(({ name, sentence, seed, broken }) => {
    if (broken === undefined) return [];
    const { scenario, path, hint = '' } = broken;
    return [`${lock}: ${name}\n${sentence}\n\n${scenario}${hint}\nAgain: { seed: ${seed}, path: '${path}' }`];
  });
  return wrong.join('\n\n');
}

async function checkProperty(
  adapter: LockAdapter,
  offered: Capabilities,
  property: LockProperty,
  { seed, path, runs = 200 }: CheckOptions,
): Promise<LockCheckResult> {
  const { draw } = await import('./draw.ts');
  const { name, sentence } = property;
  const drawn = await draw(adapter, offered, property, { seed, path, runs });
  return { name, sentence, holds: drawn.broken === undefined, ...drawn };
}
