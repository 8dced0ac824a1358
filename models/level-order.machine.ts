/**
 * Transition table of a keyring: one owner's dealings with the lock sets of a lock manager, which stand at
 * levels in a fixed order. `npm run compile` turns it into src/core/level-order/compiled.ts.
 *
 * It checks what concerns the order, and lets the lock set at the level do the rest; it waits for that one
 * answer in `busy`. An owner acquires at a level only while it holds nothing at a greater one, so that no
 * owners ever wait for each other in a circle; and the big lock is held before anything else, and goes last.
 *
 * Invariants, beside those of the sets (predicates: ./level-order.invariants.ts):
 *
 *   keyring-agrees   what a keyring has counted is what its owner holds in the sets, save while it acquires
 *   level-order      an owner waits only at a level above which it holds nothing
 *   big-lock         whoever holds anything but the big lock, or waits for it, holds the big lock
 *   no-cycle         no owners wait for each other in a circle
 */
import { setup } from 'xstate';
import type { LevelOrderCommand, LevelOrderEffect } from '../src/core/level-order/commands.ts';
import * as rules from '../src/core/level-order/rules.ts';
import { machineKit } from './machine-kit.ts';

const { guard, action, initially, read } = machineKit<
  rules.KeyringContext,
  rules.KeyringData,
  LevelOrderCommand,
  LevelOrderEffect
>(rules);

/** What a snapshot's context stands for, in memory; for reading only. */
export const readLevelOrder = read;

const table = setup({
  types: {} as {
    context: rules.KeyringData;
    events: LevelOrderCommand;
    emitted: LevelOrderEffect;
    input: rules.KeyringInput | undefined;
  },
  guards: {
    isUnknownLevel: guard(rules.isUnknownLevel),
    isImmutable: guard(rules.isImmutable),
    lacksBigLock: guard(rules.lacksBigLock),
    lacksBigLockFor: guard(rules.lacksBigLockFor),
    losesBigLock: guard(rules.losesBigLock),
    holdsGreater: guard(rules.holdsGreater),
    holdsHere: guard(rules.holdsHere),
    couldWaitInACircle: guard(rules.couldWaitInACircle),
    isCurrent: guard(rules.isCurrent),
    isOfRaise: guard(rules.isOfRaise),
    isClosing: guard(rules.isClosing),
    ownsAny: guard(rules.ownsAny),
  },
  actions: {
    begin: action(rules.begin),
    forward: action(rules.forward),
    forwardToLevel: action(rules.forwardToLevel),
    noteAcquired: action(rules.noteAcquired),
    noteReleased: action(rules.noteReleased),
    noteAdded: action(rules.noteAdded),
    noteRemoved: action(rules.noteRemoved),
    answer: action(rules.answer),
    answerRefused: action(rules.answerRefused),
    tellRaised: action(rules.tellRaised),
    beginClosing: action(rules.beginClosing),
    giveUp: action(rules.giveUp),
    releaseAll: action(rules.releaseAll),
    finishClosing: action(rules.finishClosing),
    refuse: action(rules.refuse),
  },
});

export const levelOrderMachine = table.createMachine({
  id: 'levelOrder',
  options: { maxIterations: 10 },
  context: initially(rules.emptyKeyring),
  initial: 'idle',
  // What is asked while an operation is under way.
  on: {
    'keyring.acquire': { actions: { type: 'refuse', params: { reason: 'keyring-busy' } } },
    'keyring.release': { actions: { type: 'refuse', params: { reason: 'keyring-busy' } } },
    'keyring.downgrade': { actions: { type: 'refuse', params: { reason: 'keyring-busy' } } },
    'keyring.add': { actions: { type: 'refuse', params: { reason: 'keyring-busy' } } },
    'keyring.remove': { actions: { type: 'refuse', params: { reason: 'keyring-busy' } } },
    'keyring.names': { actions: { type: 'refuse', params: { reason: 'keyring-busy' } } },
    'keyring.releaseAll': { actions: { type: 'refuse', params: { reason: 'keyring-busy' } } },
    'keyring.cancel': [
      { guard: 'isCurrent', actions: { type: 'forwardToLevel', params: { as: 'set.cancel' } } },
      { actions: { type: 'refuse', params: { reason: 'not-waiting' } } },
    ],
    'keyring.raise': [
      { guard: 'isCurrent', actions: { type: 'forwardToLevel', params: { as: 'set.raise' } } },
      { actions: { type: 'refuse', params: { reason: 'not-waiting' } } },
    ],
  },
  states: {
    idle: {
      on: {
        'keyring.acquire': [
          { guard: 'isUnknownLevel', actions: { type: 'refuse', params: { reason: 'invalid-level' } } },
          { guard: 'lacksBigLockFor', actions: { type: 'refuse', params: { reason: 'bgl-required' } } },
          { guard: 'holdsGreater', actions: { type: 'refuse', params: { reason: 'level-order' } } },
          {
            actions: [
              { type: 'begin', params: { type: 'keyring.acquire' } },
              { type: 'forward', params: { as: 'set.acquire' } },
            ],
            target: 'busy',
          },
        ],
        'keyring.release': [
          { guard: 'isUnknownLevel', actions: { type: 'refuse', params: { reason: 'invalid-level' } } },
          { guard: 'losesBigLock', actions: { type: 'refuse', params: { reason: 'bgl-release' } } },
          {
            actions: [
              { type: 'begin', params: { type: 'keyring.release' } },
              { type: 'forward', params: { as: 'set.release' } },
            ],
            target: 'busy',
          },
        ],
        'keyring.downgrade': [
          { guard: 'isUnknownLevel', actions: { type: 'refuse', params: { reason: 'invalid-level' } } },
          {
            actions: [
              { type: 'begin', params: { type: 'keyring.downgrade' } },
              { type: 'forward', params: { as: 'set.downgrade' } },
            ],
            target: 'busy',
          },
        ],
        'keyring.add': [
          { guard: 'isImmutable', actions: { type: 'refuse', params: { reason: 'immutable-level' } } },
          { guard: 'lacksBigLock', actions: { type: 'refuse', params: { reason: 'bgl-required' } } },
          { guard: 'holdsGreater', actions: { type: 'refuse', params: { reason: 'level-order' } } },
          {
            actions: [
              { type: 'begin', params: { type: 'keyring.add' } },
              { type: 'forward', params: { as: 'set.add' } },
            ],
            target: 'busy',
          },
        ],
        'keyring.remove': [
          { guard: 'isImmutable', actions: { type: 'refuse', params: { reason: 'immutable-level' } } },
          { guard: 'lacksBigLock', actions: { type: 'refuse', params: { reason: 'bgl-required' } } },
          // Whoever holds members of the level removes those, and so waits for nobody.
          {
            guard: 'holdsHere',
            actions: [
              { type: 'begin', params: { type: 'keyring.remove' } },
              { type: 'forward', params: { as: 'set.remove' } },
            ],
            target: 'busy',
          },
          { guard: 'holdsGreater', actions: { type: 'refuse', params: { reason: 'level-order' } } },
          {
            actions: [
              { type: 'begin', params: { type: 'keyring.remove' } },
              { type: 'forward', params: { as: 'set.remove' } },
            ],
            target: 'busy',
          },
        ],
        'keyring.names': [
          { guard: 'isUnknownLevel', actions: { type: 'refuse', params: { reason: 'invalid-level' } } },
          { guard: 'couldWaitInACircle', actions: { type: 'refuse', params: { reason: 'level-order' } } },
          {
            actions: [
              { type: 'begin', params: { type: 'keyring.names' } },
              { type: 'forward', params: { as: 'set.names' } },
            ],
            target: 'busy',
          },
        ],
        'keyring.releaseAll': { actions: ['beginClosing', 'releaseAll'], target: 'settlingClose' },
      },
    },
    // The lock set at one level is at it.
    busy: {
      on: {
        'keyring.releaseAll': { actions: ['beginClosing', 'giveUp'] },
        'set.acquired': {
          actions: ['noteAcquired', { type: 'answer', params: { as: 'keyring.acquired' } }],
          target: 'settling',
        },
        'set.released': {
          actions: ['noteReleased', { type: 'answer', params: { as: 'keyring.released' } }],
          target: 'settling',
        },
        'set.downgraded': {
          actions: { type: 'answer', params: { as: 'keyring.downgraded' } },
          target: 'settling',
        },
        'set.added': {
          actions: ['noteAdded', { type: 'answer', params: { as: 'keyring.added' } }],
          target: 'settling',
        },
        'set.removed': {
          actions: ['noteRemoved', { type: 'answer', params: { as: 'keyring.removed' } }],
          target: 'settling',
        },
        'set.names': { actions: { type: 'answer', params: { as: 'keyring.names' } }, target: 'settling' },
        'set.raised': { actions: 'tellRaised' },
        'set.refused': [
          { guard: 'isOfRaise', actions: { type: 'refuse', params: { reason: 'not-more-urgent' } } },
          { actions: ['noteRemoved', 'answerRefused'], target: 'settling' },
        ],
      },
    },
    settling: {
      always: [{ guard: 'isClosing', actions: 'releaseAll', target: 'settlingClose' }, { target: 'idle' }],
    },
    // Everything is given back, level by level.
    closing: { on: { 'set.released': { actions: 'noteReleased', target: 'settlingClose' } } },
    settlingClose: {
      always: [
        { guard: 'ownsAny', target: 'closing' },
        { actions: 'finishClosing', target: 'idle' },
      ],
    },
  },
});
