/**
 * The property that one machine, living through a whole run as it does behind a lock, and its naive twin
 * agree.
 */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { LockCommand, LockEffect } from '../../src/core/shared-lock/commands.ts';
import type * as compiled from '../../src/core/shared-lock/compiled.ts';
import { effectOf } from '../../src/core/shared-lock/rules.ts';
import { lockRuns } from '../../src/testing/lock-commands.ts';
import { LockTwin } from './shared-lock.twin.ts';

type Answer = readonly [LockEffect[], compiled.State];

/** `alsoCheck` is given each run, and what the lock answered to each of its commands. */
export function agreesWithTwin(
  { start, send, encode }: Pick<typeof compiled, 'start' | 'send' | 'encode'>,
  alsoCheck?: (run: readonly LockCommand[], answers: readonly Answer[]) => void,
) {
  return fc.property(lockRuns(400), (run) => {
    const live = start(undefined);
    const twin = new LockTwin();
    const answers = run.map((command): Answer => {
      const effects: LockEffect[] = [];
      send(live, command.type, command, (...said) => effects.push(effectOf(...said)));
      const answer = [effects, encode(live)] as const;
      expectSame([twin.apply(command), twin.state], answer);
      return answer;
    });
    alsoCheck?.(run, answers);
  });
}

/** Comparing texts first: a deep comparison of so many states takes far longer. */
export function expectSame(one: unknown, other: unknown): void {
  if (JSON.stringify(one) !== JSON.stringify(other)) expect(one).toEqual(other);
}
