/**
 * The properties of a lock, in the order in which they are checked: what a lock is for first.
 */
import type { Capabilities } from './adapter.ts';
import { bodyProperties } from './body-properties.ts';
import { acquire, by, EXCLUSIVE, everything, modes, release, rush, SOUND } from './choices.ts';
import * as claims from './claims.ts';
import { givingUpProperties } from './giving-up-properties.ts';
import type { LockProperty } from './property.ts';

const always = (): boolean => true;

const crowdOf = ({ crowd = 20_000, maxWaiters = crowd }: Capabilities): number => Math.min(crowd, maxWaiters);

export const lockProperties: readonly LockProperty[] = [
  {
    name: 'exclusion',
    sentence: 'A writer holds alone, and two hold together only in modes that go together.',
    isOffered: always,
    commands: everything,
    claims: [claims.exclusion],
  },
  {
    name: 'everybody-answered',
    sentence: 'When everybody has let go, everybody who waited has been granted or refused.',
    isOffered: always,
    commands: (offered) => [acquire(offered), release],
    claims: [claims.answered],
  },
  {
    name: 'never-idle',
    sentence: 'Nobody waits for a lock that nobody holds, and no reader while there are only readers.',
    isOffered: always,
    commands: (offered) => [acquire(offered), release],
    claims: [claims.notIdle],
  },
  {
    name: 'readers-share',
    sentence: 'Readers hold together.',
    isOffered: ({ shared }) => shared === true,
    commands: () => [{ type: 'acquire', by, mode: ['shared'], rush }, release],
    claims: [claims.notIdle],
  },
  {
    name: 'refused-for-cause',
    sentence: 'Whoever sets no limit to its wait is not refused, and what is held can be given back.',
    isOffered: always,
    commands: everything,
    claims: [claims.refusedForCause],
  },
  ...givingUpProperties,
  {
    name: 'released-twice',
    sentence: 'To release a second time at once does nothing: it does not let in two.',
    isOffered: ({ releaseTwice }) => releaseTwice === true,
    commands: (offered) => [
      { type: 'acquire', by, mode: modes(offered) },
      { type: 'release', by, times: [undefined, 2] },
    ],
    claims: [claims.exclusion],
  },
  {
    name: 'released-late',
    sentence: 'To release again later does not free what somebody else holds by now.',
    isOffered: ({ releaseTwice }) => releaseTwice === true,
    commands: (offered) => [
      { type: 'acquire', by, mode: modes(offered) },
      { type: 'release', by },
      { type: 'release-again', by },
    ],
    claims: [claims.exclusion],
  },
  {
    name: 'order',
    sentence: 'Of those who ask for the same in the same mode, the first is served first.',
    isOffered: ({ order }) => order === true,
    commands: everything,
    claims: [claims.inOrder],
  },
  {
    name: 'urgent-first',
    sentence: 'Of those who wait in the same mode, the most urgent is served first.',
    isOffered: ({ priority }) => priority === true,
    commands: (offered) => [{ type: 'acquire', by, mode: modes(offered), priority: [0, 1, -1] }, release],
    claims: [claims.urgentFirst, claims.inOrder],
  },
  {
    name: 'writer-not-starved',
    sentence: 'Readers that come one after another do not keep a writer waiting for ever.',
    isOffered: ({ fair, shared }) => fair === true && shared === true,
    commands: () => [
      { type: 'acquire', by, mode: ['shared', 'exclusive'] },
      { type: 'relay', count: [100], mode: ['shared'] },
    ],
    claims: [claims.notStarved],
    runs: 60,
  },
  {
    name: 'nobody-starved-by-writers',
    sentence: 'Writers that come one after another keep nobody waiting for ever.',
    isOffered: ({ fair }) => fair === true,
    commands: (offered) => [
      { type: 'acquire', by, mode: modes(offered) },
      { type: 'relay', count: [100], mode: EXCLUSIVE },
    ],
    claims: [claims.notStarved],
    runs: 60,
  },
  {
    name: 'tries',
    sentence: 'A try has its answer at once, does not get in past others, and leaves nothing when it fails.',
    isOffered: ({ tryAcquire }) => tryAcquire === true,
    commands: (offered) => [acquire(offered), { type: 'try', by, mode: modes(offered), rush }, release],
    claims: [claims.triesAnswer, claims.freeIsGranted, claims.triesInTurn, ...SOUND],
  },
  {
    name: 'reentry',
    sentence:
      'An owner that asks again for what it holds has its answer at once, and does not wait for itself.',
    isOffered: ({ reentry }) => reentry !== undefined,
    commands: (offered) => [acquire(offered), { type: 'reenter', by }, release],
    claims: [claims.reentryAnswered],
  },
  {
    name: 'upgrade',
    sentence: 'The only holder can be upgraded.',
    isOffered: ({ upgrade }) => upgrade !== undefined,
    commands: ({ upgrade = 'shared' }) => [
      { type: 'acquire', by, mode: [upgrade] },
      { type: 'upgrade', by },
      { type: 'release', by },
    ],
    claims: [claims.upgrades],
  },
  {
    name: 'counts-waiters',
    sentence: 'The number of waiters is the number of those who wait.',
    isOffered: ({ waiterCount }) => waiterCount === true,
    commands: everything,
    claims: [claims.countsWaiters],
  },
  {
    name: 'tells-is-locked',
    sentence:
      'isLocked() is true while somebody holds it, and false as soon as nobody does and nobody waits.',
    isOffered: ({ isLocked }) => isLocked === true,
    commands: everything,
    claims: [claims.tellsIsLocked],
    atOnce: [claims.freeAtOnce],
  },
  {
    name: 'no-other-rejection',
    sentence: 'A refusal is one rejection, of the promise that was given.',
    isOffered: always,
    commands: everything,
    claims: [claims.noOtherRejection],
  },
  {
    name: 'many-wait',
    sentence: 'Thousands may wait at once, or as many as the lock admits, and all of them are served.',
    isOffered: ({ maxWaiters }) => maxWaiters !== 0,
    begins: () => [[{ type: 'acquire', by: 'ann', mode: 'exclusive' }]],
    commands: (offered) => [{ type: 'crowd', count: [crowdOf(offered)], mode: modes(offered) }],
    longest: 1,
    claims: [claims.answered, claims.refusedForCause],
    runs: 3,
  },
  ...bodyProperties,
];
