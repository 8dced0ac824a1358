/**
 * Transition table of a condition: who waits to be told that something about a locked thing has changed.
 * `npm run compile` turns it into src/core/condition/compiled.ts.
 *
 * One machine serves both kinds. With the input `{ once: true }` there is one notification, after which it is
 * `notified` for good; otherwise each notification wakes all who wait at the moment, and it stays `open`.
 * That whoever waits has let go of a lock, and takes it back when woken, is done by whoever carries out the
 * effects: a wait is entered here first, so that no notification can slip in between.
 *
 * Invariants of every state (predicates: ./condition.invariants.ts; checked in all reachable states of
 * ./condition.model.ts, and along random runs in test/property/condition.property.test.ts):
 *
 *   one-wait           an owner and a request wait at most once
 *   notified-is-empty  nobody waits for what was notified for good, and only the single kind gets there
 *
 * and of every step:
 *
 *   refusal-changes-nothing   a refused command leaves the state as it was
 *   wakes-all          an accepted notify wakes all who wait, in order of arrival
 *   no-false-wake      nothing but a notify wakes anybody
 *   settled-once       a wait is answered once, when it ends, and never while it goes on
 *   waits-in-order     a newcomer waits behind all others, and the others keep their places
 *   one-notification   the first notify of the single kind is the last, and it refuses all that follows
 *   many-rounds        the other kind never refuses a notify, nor a wait because of one
 *   cancel-names-one   a cancel ends the wait of its request and no other
 *   try-never-waits    a try is refused at once
 */
import { setup } from 'xstate';
import type { ConditionCommand, ConditionEffect } from '../src/core/condition/commands.ts';
import * as rules from '../src/core/condition/rules.ts';
import { machineKit } from './machine-kit.ts';

const { guard, action, initially, read } = machineKit<
  rules.ConditionContext,
  rules.ConditionData,
  ConditionCommand,
  ConditionEffect
>(rules);

/** The condition in memory that a snapshot's context stands for; for reading only. */
export const readCondition = read;

const table = setup({
  types: {} as {
    context: rules.ConditionData;
    events: ConditionCommand;
    emitted: ConditionEffect;
    input: { readonly once: boolean } | undefined;
  },
  guards: {
    isOnce: guard(rules.isOnce),
    isInvolved: guard(rules.isInvolved),
    isTry: guard(rules.isTry),
    isWaiter: guard(rules.isWaiter),
  },
  actions: {
    enqueue: action(rules.enqueue),
    wakeAll: action(rules.wakeAll),
    dropWaiter: action(rules.dropWaiter),
    refuse: action(rules.refuse),
  },
});

export const conditionMachine = table.createMachine({
  id: 'condition',
  options: { maxIterations: 10 },
  context: initially(rules.emptyCondition),
  initial: 'open',
  // First match wins, a state before the root; every command that is not always done ends in a refusal.
  on: {
    'condition.cancel': [
      { guard: 'isWaiter', actions: 'dropWaiter' },
      { actions: { type: 'refuse', params: { reason: 'not-waiting' } } },
    ],
  },
  states: {
    open: {
      on: {
        'condition.wait': [
          { guard: 'isInvolved', actions: { type: 'refuse', params: { reason: 'already-waiting' } } },
          { guard: 'isTry', actions: { type: 'refuse', params: { reason: 'timeout' } } },
          { actions: 'enqueue' },
        ],
        'condition.notify': [
          { guard: 'isOnce', actions: 'wakeAll', target: 'notified' },
          { actions: 'wakeAll' },
        ],
      },
    },
    notified: {
      on: {
        'condition.wait': { actions: { type: 'refuse', params: { reason: 'already-notified' } } },
        'condition.notify': { actions: { type: 'refuse', params: { reason: 'already-notified' } } },
      },
    },
  },
});
