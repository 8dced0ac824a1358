/**
 * Every step of one lock within the bounds of models/shared-lock.pml, in its words.
 */
import { renamedLock, renaming } from '../../../models/renaming.ts';
import type { LockCommand, LockEffect } from '../../core/shared-lock/commands.ts';
import { initialState, type State } from '../../core/shared-lock/compiled.ts';
import type { StepFunction } from '../../testing/explore.ts';
import { everyStep } from './every-step.ts';
import { type Edge, lockText, modeLetter, toldText, wordOf } from './spec-text.ts';

export interface LockBounds {
  readonly owners: readonly string[];
  readonly priorities: readonly number[];
  readonly closes: boolean;
}

type Named = readonly [text: string, command: LockCommand];

export function lockEdges(
  bounds: LockBounds,
  step: StepFunction<State, LockCommand, LockEffect>,
): Generator<Edge> {
  return everyStep({
    initial: initialState,
    normalise: (state) => renamedLock(state, renaming()),
    step,
    commands: (state) => commandsIn(state, bounds),
    textOf: lockText,
    toldIn,
  });
}

function* commandsIn({ context }: State, { owners, priorities, closes }: LockBounds): Generator<Named> {
  const request = 1000;
  if (closes) yield ['-:close', { type: 'lock.close' }];
  for (const owner of owners) {
    for (const priority of priorities) {
      for (const isTry of [false, true]) {
        const asked = { owner, request, priority, try: isTry };
        for (const mode of ['shared', 'exclusive'] as const) {
          const text = `${owner}:${isTry ? 'try' : 'acquire'} ${modeLetter(mode)}@${priority}`;
          yield [text, { type: 'lock.acquire', mode, ...asked }];
        }
        yield [`${owner}:${isTry ? 'trydelete' : 'delete'}@${priority}`, { type: 'lock.delete', ...asked }];
      }
    }
    yield [`${owner}:release`, { type: 'lock.release', owner }];
    yield [`${owner}:downgrade`, { type: 'lock.downgrade', owner }];
    const waiter = context.queue.flatMap(({ waiters }) => waiters).find((one) => one.owner === owner);
    const cancelled = waiter?.request ?? request;
    yield [`${owner}:cancel`, { type: 'lock.cancel', owner, request: cancelled, reason: 'timeout' }];
  }
}

/** A close is told to nobody but whoever asked; a hold that ends with its lock is no answer of its own. */
function toldIn(command: LockCommand, effects: readonly LockEffect[]): string {
  const told: [string, string][] = command.type === 'lock.close' ? [['-', 'ok']] : [];
  for (const effect of effects) {
    const isPartOfDelete = effect.type === 'lock.released' && command.type === 'lock.delete';
    if (isPartOfDelete) continue;
    const reason = effect.type === 'lock.refused' ? effect.reason : undefined;
    told.push([effect.owner ?? '?', wordOf(reason, command.type === 'lock.cancel')]);
  }
  return toldText(told);
}
