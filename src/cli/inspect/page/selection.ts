/** Which machine is shown: the one that was chosen, or who has its name now, or something to begin with. */
import { SET_LOCK_NAME } from '../../../core/lock-set/commands.ts';
import type { Machine } from '../view/machine.ts';
import type { Recording } from '../view/recording.ts';

export interface Selection {
  readonly recording: Recording;
  readonly chosen: Machine | undefined;
  readonly isChosenByUser: boolean;
  /** The moment that is shown; undefined while it is always the last. */
  readonly paused: number | undefined;
}

export function machineToShow({ recording, chosen, isChosenByUser, paused }: Selection): Machine | undefined {
  const isThere = (machine: Machine): boolean => recording.stateOf(machine) !== undefined;
  if (chosen !== undefined && isThere(chosen)) return chosen;
  const { machines } = recording;
  if (chosen !== undefined && isChosenByUser) {
    // Whoever goes back in time wants this one, which was not there yet.
    if (paused !== undefined) return chosen;
    const { name, kind } = chosen;
    return (
      machines.findLast((other) => other.name === name && other.kind === kind && isThere(other)) ?? chosen
    );
  }
  const there = machines.filter(isThere);
  return there.find(({ isLock, name }) => isLock && !name.endsWith(SET_LOCK_NAME)) ?? there[0] ?? chosen;
}
