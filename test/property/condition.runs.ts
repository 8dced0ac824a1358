/**
 * Arbitrary runs of one condition, legal or not, and the property that a condition which lives through such a
 * run and its naive twin agree.
 */
import fc from 'fast-check';
import type { ConditionCommand, ConditionEffect } from '../../src/core/condition/commands.ts';
import type * as compiled from '../../src/core/condition/compiled.ts';
import { ConditionTwin } from './condition.twin.ts';
import { expectSame } from './twin-agreement.ts';

/**
 * A command whose request ids are still to be given: `age` says which earlier request of the run is meant.
 */
const draft = fc.record({
  // A notification empties everything, so it is rare.
  kind: fc.oneof(
    { weight: 12, arbitrary: fc.constant('wait' as const) },
    { weight: 7, arbitrary: fc.constant('cancel' as const) },
    { weight: 2, arbitrary: fc.constant('notify' as const) },
  ),
  owner: fc.constantFrom('ann', 'bob', 'cy', 'dee', null, null),
  isTry: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  age: fc.nat({ max: 6 }),
  isOwn: fc.oneof({ weight: 8, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  reason: fc.constantFrom('timeout' as const, 'abort' as const, 'over' as const),
});
type Draft = typeof draft extends fc.Arbitrary<infer Value> ? Value : never;

export interface ConditionRun {
  readonly once: boolean;
  readonly commands: readonly ConditionCommand[];
}

/** Runs of up to `maxLength` commands. Request ids are given in order, as a shell gives them. */
export function conditionRuns(maxLength: number): fc.Arbitrary<ConditionRun> {
  return fc.record({
    // The single kind is over after a few commands; the other one lives through the whole run.
    once: fc.oneof({ weight: 1, arbitrary: fc.constant(true) }, { weight: 3, arbitrary: fc.constant(false) }),
    commands: fc.array(draft, { maxLength, size: 'max' }).map((drafts) => {
      const asked: { owner: string | null; request: number }[] = [];
      return drafts.map((one) => commandOf(one, asked));
    }),
  });
}

function commandOf(
  { kind, owner, isTry, age, isOwn, reason }: Draft,
  asked: { owner: string | null; request: number }[],
): ConditionCommand {
  if (kind === 'notify') return { type: 'condition.notify', owner };
  if (kind === 'wait') {
    const request = asked.length + 1;
    asked.push({ owner, request });
    return { type: 'condition.wait', owner, request, try: isTry };
  }
  const earlier = asked.filter((other) => !isOwn || other.owner === owner).at(-1 - age);
  return { type: 'condition.cancel', owner, request: earlier?.request ?? 0, reason };
}

type Answer = readonly [ConditionEffect[], compiled.State];

/** `alsoCheck` is given each run, and what the condition answered to each of its commands. */
export function agreesWithConditionTwin(
  { start, send, encode }: Pick<typeof compiled, 'start' | 'send' | 'encode'>,
  alsoCheck?: (run: ConditionRun, answers: readonly Answer[]) => void,
) {
  return fc.property(conditionRuns(400), (run) => {
    const live = start({ once: run.once });
    const twin = new ConditionTwin(run.once);
    const answers = run.commands.map((command): Answer => {
      const effects: ConditionEffect[] = [];
      send(live, command.type, command, (effect) => effects.push(effect));
      const answer = [effects, encode(live)] as const;
      expectSame([twin.apply(command), twin.state], answer);
      return answer;
    });
    alsoCheck?.(run, answers);
  });
}
