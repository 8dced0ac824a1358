/**
 * A property of locks: a sentence about any scenario, the scenarios that are worth drawing for it, and the
 * claims that judge them.
 */
import type { Capabilities } from './adapter.ts';
import type { Claim } from './claims.ts';
import type { KitCommand } from './commands.ts';

/** Commands to draw from: for each field the values it may have, the simplest first. */
export type Choices = KitCommand extends infer Command
  ? Command extends KitCommand
    ? { readonly [Field in keyof Command]: Field extends 'type' ? Command[Field] : readonly Command[Field][] }
    : never
  : never;

export interface LockProperty {
  /** A short name, for the test's title. */
  readonly name: string;
  /** What must be true. */
  readonly sentence: string;
  /** Whether a lock that offers this has the property at all. */
  readonly isOffered: (offered: Capabilities) => boolean;
  /** The commands that may occur. */
  readonly commands: (offered: Capabilities) => readonly Choices[];
  readonly claims: readonly Claim[];
  /** Claims that hold also before anybody has been told of the last command. */
  readonly atOnce?: readonly Claim[];
  /** What a scenario begins with: one of these, the simplest first. */
  readonly begins?: (offered: Capabilities) => readonly (readonly KitCommand[])[];
  /** How many commands follow at most. */
  readonly longest?: number;
  /** How many scenarios are tried; as many as asked for unless given. For scenarios that are long. */
  readonly runs?: number;
}
