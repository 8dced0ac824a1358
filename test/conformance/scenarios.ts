/**
 * The kinds of lock that traces are about, and a scenario of whichever kind, ready to be replayed.
 */
import type { LockEngine } from '../../src/index.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';
import { objectAt, oneOfAt, parseJson } from './fields.ts';
import { lockManagerLevel } from './lock-manager.ts';
import { lockSetLevel } from './lock-set.ts';
import { readScript } from './read-script.ts';
import { type Replayed, replay } from './replay.ts';
import type { ClientOperation, Level, Script, Setup } from './script.ts';
import { sharedLockLevel } from './shared-lock.ts';

export interface Scenario {
  readonly id: string;
  /** On a lock of its own, with a clock of its own that begins at 0; the default engine when undefined. */
  replay(engine: LockEngine | undefined): Promise<Replayed>;
}

const LEVELS = ['SharedLock', 'LockSet', 'LockManager'] as const;

/** One line of a file. */
export function readScenario(source: string): Scenario {
  const fields = objectAt(parseJson(source), 'the line');
  const level = oneOfAt(fields['level'], 'level', LEVELS);
  switch (level) {
    case 'SharedLock':
      return scenarioOf(sharedLockLevel, readScript(fields, sharedLockLevel));
    case 'LockSet':
      return scenarioOf(lockSetLevel, readScript(fields, lockSetLevel));
    case 'LockManager':
      return scenarioOf(lockManagerLevel, readScript(fields, lockManagerLevel));
  }
}

function scenarioOf<LevelSetup extends Setup, Operation extends ClientOperation>(
  level: Level<LevelSetup, Operation>,
  script: Script<LevelSetup, Operation>,
): Scenario {
  return {
    id: script.id,
    replay: (engine) => {
      const clock = new VirtualClock();
      return replay(script, level.open(script.setup, { engine, clock }), clock);
    },
  };
}
