/**
 * A whole lock manager as a pure function, for explorers and stores.
 */
import type { OwnerKey } from '../lock-set/system.ts';
import type { KeyringAnswer, KeyringCommand } from './commands.ts';
import { LockManagerSystem, type ManagerMachines, type ManagerSetup, type ManagerState } from './system.ts';

export interface ManagerCommand {
  readonly key: OwnerKey;
  readonly command: KeyringCommand;
}

export interface ManagerAnswer {
  readonly key: OwnerKey;
  readonly answer: KeyringAnswer;
}

/** The first state. */
export function initialManager(machines: ManagerMachines, setup: ManagerSetup): ManagerState {
  return new LockManagerSystem(machines, setup, { answered: () => {}, asked: () => {} }).encode();
}

/** What it is given stays as it was. */
export function managerStep(machines: ManagerMachines, setup: ManagerSetup) {
  return (state: ManagerState, { key, command }: ManagerCommand): [ManagerState, ManagerAnswer[]] => {
    const answers: ManagerAnswer[] = [];
    const listener = {
      answered: (whose: OwnerKey, answer: KeyringAnswer) => answers.push({ key: whose, answer }),
      asked: () => {},
    };
    const system = new LockManagerSystem(machines, setup, listener, state);
    system.perform(key, command);
    return [system.encode(), answers];
  };
}
