/**
 * Transition table of one readers–writer lock. `npm run compile` turns it into
 * src/core/shared-lock/compiled.ts.
 *
 * A request that finds nobody before it is let in where it stands; any other waits. Whatever takes a place
 * away goes to `settling`, which is never at rest: on entry it grants from the head of the queue while the
 * head fits, then names the resting state from the holds, or ends the lock when it is a delete's turn. So
 * nobody sleeps who could have the lock, and a command takes at most two microsteps.
 *
 * Invariants of every resting state (predicates: ./shared-lock.invariants.ts; checked in all reachable states
 * of ./shared-lock.model.ts, and along random runs in test/property/shared-lock.property.test.ts):
 *
 *   exclusion         an exclusive hold is the only hold
 *   state-is-mode     the state names the mode of the holds
 *   work-conserving   the head of the queue does not fit
 *   one-role          an owner and a request appear at most once, as holder or as waiter
 *   queue-order       the queue is sorted by priority, with one shared group a priority at most, none empty
 *   tokens-differ     no two holds have one token, and none is newer than the last token given
 *   deleted-is-empty  nobody holds or waits for a deleted lock
 *   closed-is-empty   nobody waits for a closed lock
 *
 * and of every step:
 *
 *   tokens-grow       every grant has a token greater than all before it
 *   settled-once      a request is answered once, when it stops waiting, and never while it waits
 *   priority-order    no grant passes a more urgent waiter, nor an older one of its priority, save at the
 *                     jump of a downgrade
 *   raise-arrives     a raised waiter stands behind all of its new priority, save a shared group that it
 *                     joins, and nobody else moves
 *   cancel-names-one  a cancel of a request that does not wait changes nothing
 *   ends-for-good     a closed or deleted lock stays so, and grants nothing
 *   downgrade-jumps   a downgrade leaves no sharer of the most urgent priority waiting
 *   downgrade-once    a downgrade of a shared hold changes nothing
 *   try-never-waits   a try is answered at once, and is granted only where nobody waits
 *   refusal-changes-nothing   a refused command leaves the state as it was
 *   holds-stay        a hold keeps its token, and ends only by a release or a delete of its own owner
 */
import { setup } from 'xstate';
import type { LockCommand, LockEffect } from '../src/core/shared-lock/commands.ts';
import * as rules from '../src/core/shared-lock/rules.ts';
import { machineKit } from './machine-kit.ts';

const { guard, action, initially, read } = machineKit<
  rules.LockContext,
  rules.LockData,
  LockCommand,
  LockEffect
>(rules);

/** The lock in memory that a snapshot's context stands for; for reading only. */
export const readSharedLock = read;

const table = setup({
  types: {} as {
    context: rules.LockData;
    events: LockCommand;
    emitted: LockEffect;
    input: { readonly token?: number } | undefined;
  },
  guards: {
    isClosed: guard(rules.isClosed),
    isInvolved: guard(rules.isInvolved),
    isHolder: guard(rules.isHolder),
    isOwnHold: guard(rules.isOwnHold),
    isWaiter: guard(rules.isWaiter),
    isMoreUrgent: guard(rules.isMoreUrgent),
    isTry: guard(rules.isTry),
    wantsExclusive: guard(rules.wantsExclusive),
    fitsAtOnce: guard(rules.fitsAtOnce),
    isDeleteDue: guard(rules.isDeleteDue),
    isHeldExclusive: guard(rules.isHeldExclusive),
    isHeldShared: guard(rules.isHeldShared),
  },
  actions: {
    admit: action(rules.admit),
    enqueue: action(rules.enqueue),
    enqueueDelete: action(rules.enqueueDelete),
    grantAllThatFit: action(rules.grantAllThatFit),
    dropHold: action(rules.dropHold),
    dropWaiter: action(rules.dropWaiter),
    raise: action(rules.raise),
    downgrade: action(rules.downgrade),
    confirmDowngrade: action(rules.confirmDowngrade),
    deleteHeld: action(rules.deleteHeld),
    deleteForHead: action(rules.deleteForHead),
    close: action(rules.close),
    refuse: action(rules.refuse),
  },
});

export const sharedLockMachine = table.createMachine({
  id: 'sharedLock',
  options: { maxIterations: 10 },
  context: initially(rules.emptyLock),
  initial: 'free',
  // First match wins, a state before the root; every command ends in a refusal here, so the table is total.
  on: {
    'lock.acquire': [
      { guard: 'isClosed', actions: { type: 'refuse', params: { reason: 'closed' } } },
      { guard: 'isInvolved', actions: { type: 'refuse', params: { reason: 'double-acquire' } } },
      { guard: 'fitsAtOnce', actions: 'admit' },
      { guard: 'isTry', actions: { type: 'refuse', params: { reason: 'timeout' } } },
      { actions: 'enqueue' },
    ],
    'lock.delete': [
      { guard: 'isClosed', actions: { type: 'refuse', params: { reason: 'closed' } } },
      { guard: 'isOwnHold', actions: { type: 'refuse', params: { reason: 'delete-while-sharing' } } },
      { guard: 'isInvolved', actions: { type: 'refuse', params: { reason: 'double-acquire' } } },
      { guard: 'isTry', actions: { type: 'refuse', params: { reason: 'timeout' } } },
      { actions: 'enqueueDelete' },
    ],
    'lock.release': [
      { guard: 'isHolder', actions: 'dropHold', target: '.settling' },
      { actions: { type: 'refuse', params: { reason: 'release-unowned' } } },
    ],
    'lock.downgrade': [
      { guard: 'isHolder', actions: 'confirmDowngrade' },
      { actions: { type: 'refuse', params: { reason: 'downgrade-unowned' } } },
    ],
    'lock.cancel': [
      { guard: 'isWaiter', actions: 'dropWaiter', target: '.settling' },
      { actions: { type: 'refuse', params: { reason: 'not-waiting' } } },
    ],
    'lock.raise': [
      { guard: 'isMoreUrgent', actions: 'raise', target: '.settling' },
      { guard: 'isWaiter', actions: { type: 'refuse', params: { reason: 'not-more-urgent' } } },
      { actions: { type: 'refuse', params: { reason: 'not-waiting' } } },
    ],
    'lock.close': { actions: 'close' },
  },
  states: {
    free: {
      on: {
        'lock.acquire': [
          { guard: 'isClosed', actions: { type: 'refuse', params: { reason: 'closed' } } },
          { guard: 'wantsExclusive', actions: 'admit', target: 'exclusive' },
          { actions: 'admit', target: 'shared' },
        ],
        'lock.delete': [
          { guard: 'isClosed', actions: { type: 'refuse', params: { reason: 'closed' } } },
          { actions: 'enqueueDelete', target: 'settling' },
        ],
      },
    },
    shared: {},
    exclusive: {
      on: {
        'lock.downgrade': { guard: 'isHolder', actions: 'downgrade', target: 'settling' },
        'lock.delete': [
          { guard: 'isClosed', actions: { type: 'refuse', params: { reason: 'closed' } } },
          { guard: 'isOwnHold', actions: 'deleteHeld', target: 'deleted' },
        ],
      },
    },
    settling: {
      entry: 'grantAllThatFit',
      always: [
        { guard: 'isDeleteDue', actions: 'deleteForHead', target: 'deleted' },
        { guard: 'isHeldExclusive', target: 'exclusive' },
        { guard: 'isHeldShared', target: 'shared' },
        { target: 'free' },
      ],
    },
    // Not `final`: a finished machine drops events in silence, and every command deserves an answer.
    deleted: {
      on: {
        'lock.acquire': { actions: { type: 'refuse', params: { reason: 'deleted' } } },
        'lock.delete': { actions: { type: 'refuse', params: { reason: 'deleted' } } },
      },
    },
  },
});
