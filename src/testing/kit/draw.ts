/**
 * Scenarios at random, and the shortest that is wrong. The only file of the kit that needs fast-check, which
 * is loaded when something is checked.
 */
import fc from 'fast-check';
import type { Capabilities, LockAdapter } from './adapter.ts';
import { AdapterError } from './answers.ts';
import type { KitCommand } from './commands.ts';
import { Broken, perform } from './perform.ts';
import type { Choices, LockProperty } from './property.ts';

/** No scenario is longer, so that none that is printed is. */
const LONGEST = 10;

/** The scenarios of a property: each a list of at most ten commands, most of which apply. */
export function scenarios(property: LockProperty, offered: Capabilities): fc.Arbitrary<KitCommand[]> {
  const commands = fc.oneof(...property.commands(offered).map(oneOf));
  const { begins, longest = LONGEST } = property;
  const beginning = fc.constantFrom(...(begins?.(offered) ?? [[]]));
  const rest = fc.array(commands, { minLength: 1, maxLength: longest, size: 'max' });
  return fc.tuple(beginning, rest).map((drawn) => drawn.flat().slice(0, LONGEST));
}

function oneOf({ type, ...fields }: Choices): fc.Arbitrary<KitCommand> {
  const values = Object.entries(fields).map(([field, given]) => [
    field,
    fc.constantFrom(...(given as unknown[])),
  ]);
  const record: fc.Arbitrary<object> = fc.record(Object.fromEntries(values));
  return record.map((drawn) => ({ type, ...drawn }) as KitCommand);
}

export interface DrawOptions {
  readonly seed: number | undefined;
  readonly path: string | undefined;
  readonly runs: number;
}

export interface Drawn {
  readonly seed: number;
  readonly runs: number;
  readonly broken?: {
    readonly why: string;
    readonly scenario: string;
    readonly commands: number;
    readonly path: string;
    readonly hint?: string;
  };
}

export async function draw(
  adapter: LockAdapter,
  offered: Capabilities,
  property: LockProperty,
  { seed, path, runs }: DrawOptions,
): Promise<Drawn> {
  const judged = fc.asyncProperty(scenarios(property, offered), (commands) =>
    perform(adapter, offered, property, commands),
  );
  const numRuns = property.runs ?? runs;
  const drawn = await fc.check(judged, {
    numRuns,
    ...(seed === undefined ? {} : { seed }),
    ...(path === undefined ? {} : { path }),
  });
  const { errorInstance: error } = drawn;
  if (!drawn.failed) return { seed: drawn.seed, runs: drawn.numRuns };
  if (error instanceof AdapterError)
    throw new TypeError(`${adapter.name}: ${error.message}.`, { cause: error });
  if (!(error instanceof Broken)) throw new Error(fc.defaultReportMessage(drawn), { cause: error });
  const { message: why, scenario, commands, hint } = error;
  const broken = { why, scenario, commands, path: drawn.counterexamplePath ?? '' };
  return {
    seed: drawn.seed,
    runs: drawn.numRuns,
    broken: hint === undefined ? broken : { ...broken, hint },
  };
}
