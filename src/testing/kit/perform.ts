/**
 * A scenario on a new lock, judged by the claims of a property.
 */
import type { Capabilities, LockAdapter } from './adapter.ts';
import { carryOut } from './carry-out.ts';
import { type Claim, notIdle } from './claims.ts';
import type { KitCommand } from './commands.ts';
import { letEverybodyGo } from './giving-back.ts';
import type { LockProperty } from './property.ts';
import { Scene } from './scene.ts';
import { inWorld } from './world.ts';

/** What is wrong in a scenario. */
export class Broken extends Error {
  /** The scenario as a transcript, up to where it is wrong. */
  readonly scenario: string;
  /** How many commands it has. */
  readonly commands: number;
  /** What else it may be than a bug. */
  readonly hint: string | undefined;

  constructor(why: string, { lines, commands }: Scene, hint: string | undefined) {
    super(why);
    this.hint = hint;
    this.scenario = `${lines.join('\n')}\n  ✗ ${why}\n`;
    this.commands = commands;
  }
}

/** A lock that is given no time to let in the next one is not idle. */
const hintFor = ({ offered: { turns, latency } }: Scene): string | undefined =>
  turns === undefined && latency === undefined
    ? 'If the lock takes time to let in the next one, say how much: latency, in milliseconds, or turns.'
    : undefined;

/** Throws `Broken` where a claim is wrong. */
export function perform(
  adapter: LockAdapter,
  offered: Capabilities,
  property: LockProperty,
  commands: readonly KitCommand[],
): Promise<void> {
  return inWorld(async (world) => {
    const scene = new Scene(() => adapter.make(), offered, world);
    try {
      await play(scene, property, commands);
    } finally {
      // Locks that are one lock must find it free in the next scenario.
      await letEverybodyGo(scene);
    }
  });
}

async function play(scene: Scene, property: LockProperty, commands: readonly KitCommand[]): Promise<void> {
  const judge = (all: readonly Claim[] = []): void => {
    if (scene.misuse !== undefined) throw scene.misuse;
    for (const claim of all) {
      const why = claim(scene, scene.offered);
      if (why !== undefined) throw new Broken(why, scene, claim === notIdle ? hintFor(scene) : undefined);
    }
  };
  for (const command of commands) {
    if (!(await carryOut(scene, command))) continue;
    judge(property.atOnce);
    if ('rush' in command && command.rush === true) continue;
    await scene.settle();
    judge(property.claims);
  }
  await letEverybodyGo(scene);
  judge(property.claims);
}
