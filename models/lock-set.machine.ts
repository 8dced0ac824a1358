/**
 * Transition table of one owner's dealings with a lock set. `npm run compile` turns it into
 * src/core/lock-set/compiled.ts.
 *
 * The machine asks the catalogue for names and the locks for holds, and goes on when they answer;
 * src/core/lock-set/system.ts carries the messages. It waits only at locks: in `acquiringSetLock`,
 * `acquiringMember`, `openingToAdd`, `openingToRead` and `deleting`. In the states in which it waits for the
 * catalogue nothing else can come first.
 *
 * Invariants, beside those of the locks (predicates: ./lock-set.invariants.ts, and for what each answer means
 * ./lock-set.answers.ts):
 *
 *   books-agree            what the owner has noted is what the locks say
 *   rollback-is-complete   a refused acquisition leaves nothing held and nothing queued
 *   one-wait               an owner waits at one lock at most, and only while an operation is under way
 *   set-lock-closes        nobody adds a member while another holds the set lock
 */
import { setup } from 'xstate';
import type { LockSetCommand, LockSetEffect } from '../src/core/lock-set/commands.ts';
import * as rules from '../src/core/lock-set/rules.ts';
import { machineKit } from './machine-kit.ts';

const { guard, action, initially, read } = machineKit<
  rules.SetContext,
  rules.SetData,
  LockSetCommand,
  LockSetEffect
>(rules);

/** What a snapshot's context stands for, in memory; for reading only. */
export const readLockSet = read;

const table = setup({
  types: {} as {
    context: rules.SetData;
    events: LockSetCommand;
    emitted: LockSetEffect;
    input: rules.SetInput | undefined;
  },
  guards: {
    wantsAll: guard(rules.wantsAll),
    isLimitedForNothing: guard(rules.isLimitedForNothing),
    isUnheld: guard(rules.isUnheld),
    isNotAllOwned: guard(rules.isNotAllOwned),
    isCurrent: guard(rules.isCurrent),
    isRaise: guard(rules.isRaise),
    isDone: guard(rules.isDone),
    isMissing: guard(rules.isMissing),
    isGone: guard(rules.isGone),
    isSkippable: guard(rules.isSkippable),
    holdsSetLock: guard(rules.holdsSetLock),
    holdsSetLockExclusive: guard(rules.holdsSetLockExclusive),
    wantsHolds: guard(rules.wantsHolds),
    ownsAny: guard(rules.ownsAny),
  },
  actions: {
    beginAcquire: action(rules.beginAcquire),
    take: action(rules.take),
    askNext: action(rules.askNext),
    holdMember: action(rules.holdMember),
    holdSetLock: action(rules.holdSetLock),
    finishAcquire: action(rules.finishAcquire),
    noteRefusal: action(rules.noteRefusal),
    giveBack: action(rules.giveBack),
    cancelWait: action(rules.cancelWait),
    raiseWait: action(rules.raiseWait),
    release: action(rules.release),
    downgrade: action(rules.downgrade),
    beginAdd: action(rules.beginAdd),
    openSet: action(rules.openSet),
    askToAdd: action(rules.askToAdd),
    askForAll: action(rules.askForAll),
    adopt: action(rules.adopt),
    finishAdd: action(rules.finishAdd),
    refuseAdd: action(rules.refuseAdd),
    removeOwned: action(rules.removeOwned),
    beginRemove: action(rules.beginRemove),
    lookUpNext: action(rules.lookUpNext),
    askToDelete: action(rules.askToDelete),
    noteRemoved: action(rules.noteRemoved),
    finishRemove: action(rules.finishRemove),
    beginNames: action(rules.beginNames),
    askForNames: action(rules.askForNames),
    tellNames: action(rules.tellNames),
    giveUpReading: action(rules.giveUpReading),
    refuse: action(rules.refuse),
    refuseMissing: action(rules.refuseMissing),
  },
});

export const lockSetMachine = table.createMachine({
  id: 'lockSet',
  options: { maxIterations: 20 },
  context: initially(rules.emptySet),
  initial: 'idle',
  // What is asked while an operation is under way, or of somebody who owns too much for it.
  on: {
    'set.acquire': { actions: { type: 'refuse', params: { reason: 'set-double-acquire' } } },
    'set.release': { actions: { type: 'refuse', params: { reason: 'set-busy' } } },
    'set.downgrade': { actions: { type: 'refuse', params: { reason: 'set-busy' } } },
    'set.add': { actions: { type: 'refuse', params: { reason: 'set-busy' } } },
    'set.remove': { actions: { type: 'refuse', params: { reason: 'set-busy' } } },
    'set.names': { actions: { type: 'refuse', params: { reason: 'set-busy' } } },
    'set.cancel': [
      { guard: 'isCurrent', actions: 'cancelWait' },
      { actions: { type: 'refuse', params: { reason: 'not-waiting' } } },
    ],
    'set.raise': [
      { guard: 'isRaise', actions: 'raiseWait' },
      { guard: 'isCurrent', actions: { type: 'refuse', params: { reason: 'not-more-urgent' } } },
      { actions: { type: 'refuse', params: { reason: 'not-waiting' } } },
    ],
  },
  states: {
    idle: {
      on: {
        'set.acquire': [
          {
            guard: 'isLimitedForNothing',
            actions: { type: 'refuse', params: { reason: 'opportunistic-timeout' } },
          },
          { guard: 'wantsAll', actions: 'beginAcquire', target: 'acquiringSetLock' },
          { actions: 'beginAcquire', target: 'resolving' },
        ],
        'set.release': { actions: { type: 'refuse', params: { reason: 'set-release-unowned' } } },
        'set.downgrade': { actions: { type: 'refuse', params: { reason: 'set-downgrade-unowned' } } },
        'set.add': { actions: ['beginAdd', 'openSet'], target: 'openingToAdd' },
        'set.remove': { actions: 'beginRemove', target: 'choosingRemoval' },
        'set.names': { actions: ['beginNames', 'openSet'], target: 'openingToRead' },
      },
    },
    owning: {
      on: {
        'set.release': [
          { guard: 'isUnheld', actions: { type: 'refuse', params: { reason: 'release-unheld' } } },
          { actions: 'release', target: 'settling' },
        ],
        'set.downgrade': [
          { guard: 'isUnheld', actions: { type: 'refuse', params: { reason: 'downgrade-unheld' } } },
          { actions: 'downgrade' },
        ],
        'set.add': [
          { guard: 'holdsSetLockExclusive', actions: ['beginAdd', 'askToAdd'], target: 'adding' },
          { actions: { type: 'refuse', params: { reason: 'add-partially-owned' } } },
        ],
        'set.remove': [
          { guard: 'isNotAllOwned', actions: { type: 'refuse', params: { reason: 'remove-not-all-owned' } } },
          { actions: 'removeOwned', target: 'settling' },
        ],
        'set.names': [
          { guard: 'holdsSetLock', actions: ['beginNames', 'askForNames'], target: 'reading' },
          { actions: ['beginNames', 'openSet'], target: 'openingToRead' },
        ],
      },
    },
    // At rest again: what is owned tells where.
    settling: { always: [{ guard: 'ownsAny', target: 'owning' }, { target: 'idle' }] },

    // Acquiring, by name or all there are.
    resolving: {
      on: {
        'catalogue.resolved': [
          { guard: 'isMissing', actions: 'refuseMissing', target: 'idle' },
          { actions: 'take', target: 'choosing' },
        ],
      },
    },
    acquiringSetLock: {
      on: {
        'lock.granted': { actions: ['holdSetLock', 'askForNames'], target: 'listing' },
        'lock.refused': { actions: 'noteRefusal', target: 'rollingBack' },
      },
    },
    listing: { on: { 'catalogue.listed': { actions: 'take', target: 'choosing' } } },
    choosing: {
      always: [
        { guard: 'isDone', actions: 'finishAcquire', target: 'settling' },
        { actions: 'askNext', target: 'acquiringMember' },
      ],
    },
    acquiringMember: {
      on: {
        'lock.granted': { actions: 'holdMember', target: 'choosing' },
        'lock.refused': [
          { guard: 'isSkippable', target: 'choosing' },
          { actions: 'noteRefusal', target: 'rollingBack' },
        ],
      },
    },
    rollingBack: { entry: 'giveBack', always: { target: 'idle' } },

    // Adding members, under the set lock.
    openingToAdd: {
      on: {
        'lock.granted': { actions: ['holdSetLock', 'askToAdd'], target: 'adding' },
        'lock.refused': { actions: 'noteRefusal', target: 'rollingBack' },
      },
    },
    adding: {
      on: {
        'catalogue.added': [
          { guard: 'wantsHolds', actions: ['take', 'askForAll'], target: 'countingAdopted' },
          { actions: 'finishAdd', target: 'settling' },
        ],
        'catalogue.duplicate': { actions: 'refuseAdd', target: 'settling' },
      },
    },
    // New locks are free, and are asked for all at once: whoever finds the new names comes later.
    adopting: { on: { 'lock.granted': { actions: 'adopt', target: 'countingAdopted' } } },
    countingAdopted: {
      always: [{ guard: 'isDone', actions: 'finishAdd', target: 'settling' }, { target: 'adopting' }],
    },

    // Listing the names, under the set lock.
    openingToRead: {
      on: {
        'lock.granted': { actions: ['holdSetLock', 'askForNames'], target: 'reading' },
        'lock.refused': { actions: ['noteRefusal', 'giveUpReading'], target: 'settling' },
      },
    },
    reading: { on: { 'catalogue.listed': { actions: 'tellNames', target: 'settling' } } },

    // Removing members that others may hold, one after the other.
    choosingRemoval: {
      always: [
        { guard: 'isDone', actions: 'finishRemove', target: 'idle' },
        { actions: 'lookUpNext', target: 'lookingUp' },
      ],
    },
    lookingUp: {
      on: {
        'catalogue.resolved': [
          { guard: 'isGone', target: 'choosingRemoval' },
          { actions: 'askToDelete', target: 'deleting' },
        ],
      },
    },
    deleting: {
      on: {
        'lock.deleted': { actions: 'noteRemoved', target: 'choosingRemoval' },
        'lock.refused': [
          { guard: 'isSkippable', target: 'choosingRemoval' },
          { actions: ['noteRefusal', 'finishRemove'], target: 'idle' },
        ],
      },
    },
  },
});
