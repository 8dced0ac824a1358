/**
 * A whole lock set as a pure function, for explorers and stores.
 */
import { Router } from '../router.ts';
import type { LockSetCommand, SetAnswer } from './commands.ts';
import type { SetMachines } from './machines.ts';
import { LockSetSystem, type OwnerKey, type SystemState } from './system.ts';

export interface SystemCommand {
  readonly key: OwnerKey;
  readonly command: LockSetCommand;
}

export interface SystemAnswer {
  readonly key: OwnerKey;
  readonly answer: SetAnswer;
}

/** What it is given stays as it was. */
export function systemStep(machines: SetMachines) {
  return (state: SystemState, { key, command }: SystemCommand): [SystemState, SystemAnswer[]] => {
    const answers: SystemAnswer[] = [];
    const listener = {
      answered: (whose: OwnerKey, answer: SetAnswer) => answers.push({ key: whose, answer }),
      asked: () => {},
    };
    const system = new LockSetSystem('set', { machines, router: new Router(), listener }, state);
    system.perform(key, command);
    return [system.encode(), answers];
  };
}
