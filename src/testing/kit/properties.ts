/**
 * The properties of a lock, in the order in which they are checked: what a lock is for first.
 */
import type { Capabilities, KitMode } from './adapter.ts';
import { bodyProperties } from './body-properties.ts';
import * as claims from './claims.ts';
import { CLIENTS } from './commands.ts';
import type { Choices, LockProperty } from './property.ts';

const by = CLIENTS;
const rush = [undefined, true] as const;
const always = (): boolean => true;
const EXCLUSIVE: readonly KitMode[] = ['exclusive'];

function modes({ shared, upgradeable }: Capabilities): readonly KitMode[] {
  const some: KitMode[] = ['exclusive'];
  if (shared === true) some.push('shared');
  if (upgradeable === true) some.push('upgradeable');
  return some;
}

const acquire = (offered: Capabilities): Choices => ({ type: 'acquire', by, mode: modes(offered), rush });
const release: Choices = { type: 'release', by, rush };
const wait: Choices = { type: 'wait', ms: [1, 5, 50] };

/** All that a lock offers, but for what has properties of its own. */
function everything(offered: Capabilities): readonly Choices[] {
  const mode = modes(offered);
  const some: Choices[] = [acquire(offered), release];
  const timeout = offered.timeout === true ? [undefined, 5] : [undefined];
  const signal = offered.signal === true ? ([undefined, 'ready'] as const) : [undefined];
  if (offered.timeout === true || offered.signal === true)
    some.push({ type: 'acquire', by, mode, timeout, signal, rush });
  if (offered.timeout === true) some.push(wait);
  if (offered.signal === true) some.push({ type: 'abort', by, rush });
  if (offered.tryAcquire === true) some.push({ type: 'try', by, mode, rush });
  if (offered.run === true) some.push({ type: 'run', by, mode, body: ['stays', 'resolves'], rush });
  return some;
}

/** Those in one mode give up, one way or the other, while others are about. */
const givingUp =
  (mode: KitMode) =>
  (offered: Capabilities): readonly Choices[] => {
    const some: Choices[] = [
      { type: 'acquire', by, mode: modes(offered) },
      { type: 'release', by },
    ];
    if (offered.timeout === true)
      some.push({ type: 'acquire', by, mode: [mode], timeout: [5] }, { type: 'wait', ms: [5] });
    if (offered.signal === true)
      some.push({ type: 'acquire', by, mode: [mode], signal: ['ready'] }, { type: 'abort', by });
    return some;
  };

const canGiveUp = ({ timeout, signal }: Capabilities): boolean => timeout === true || signal === true;
const SOUND = [claims.exclusion, claims.answered, claims.notIdle];

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
  {
    name: 'writer-gives-up',
    sentence: 'A writer that gives up leaves nothing: nobody is lost, and whoever fits then is let in.',
    isOffered: canGiveUp,
    commands: givingUp('exclusive'),
    claims: SOUND,
  },
  {
    name: 'reader-gives-up',
    sentence: 'A reader that gives up leaves nothing: nobody is lost, and whoever fits then is let in.',
    isOffered: (offered) => offered.shared === true && canGiveUp(offered),
    commands: givingUp('shared'),
    claims: SOUND,
  },
  {
    name: 'on-time',
    sentence: 'Whoever sets a time waits for as long as that, and not longer.',
    isOffered: ({ timeout }) => timeout === true,
    commands: (offered) => [
      acquire(offered),
      { type: 'acquire', by, mode: modes(offered), timeout: [5] },
      release,
      wait,
    ],
    claims: [claims.onTime],
  },
  {
    name: 'timeout-of-zero',
    sentence:
      'A timeout of 0 is heeded: it means not to wait, or, where the lock says so, to wait without limit.',
    isOffered: ({ timeoutOfZero }) => timeoutOfZero !== undefined,
    commands: (offered) => [
      acquire(offered),
      { type: 'acquire', by, mode: modes(offered), timeout: [0] },
      release,
      { type: 'wait', ms: [1, 50, 1000] },
    ],
    claims: [claims.zeroIsHeeded],
  },
  {
    name: 'no-timer-left',
    sentence: 'When everybody has an answer and has let go, no timer goes on.',
    isOffered: ({ timeout }) => timeout === true,
    commands: (offered) => [
      { type: 'acquire', by, mode: modes(offered), timeout: [undefined, 60_000] },
      release,
    ],
    claims: [claims.noTimer],
  },
  {
    name: 'own-errors',
    sentence: 'Each refusal is an error object of its own.',
    isOffered: ({ timeout }) => timeout === true,
    commands: (offered) => [
      { type: 'acquire', by, mode: modes(offered), timeout: [5] },
      { type: 'wait', ms: [5] },
    ],
    claims: [claims.ownErrors],
  },
  {
    name: 'aborted-before',
    sentence: 'A signal that is aborted already refuses, also where the lock is free, and nothing is held.',
    isOffered: ({ signal }) => signal === true,
    commands: (offered) => [
      { type: 'acquire', by, mode: modes(offered), signal: ['aborted'], rush },
      acquire(offered),
      release,
    ],
    claims: [claims.abortedRefused, ...SOUND],
  },
  {
    name: 'aborted-while-waiting',
    sentence: 'An abort while it waits refuses; one after the grant does not free what is held.',
    isOffered: ({ signal }) => signal === true,
    commands: (offered) => [
      { type: 'acquire', by, mode: modes(offered), signal: ['ready'] },
      { type: 'abort', by },
      { type: 'release', by },
    ],
    claims: [claims.abortedRefused, ...SOUND],
  },
  {
    name: 'no-listener-left',
    sentence: 'Whoever was refused or has let go no longer listens to its signal.',
    isOffered: ({ signal }) => signal === true,
    commands: (offered) => [
      { type: 'acquire', by, mode: modes(offered), signal: ['ready', 'aborted'] },
      { type: 'abort', by },
      release,
    ],
    claims: [claims.noListener],
  },
  {
    name: 'abort-reason',
    sentence: 'An abort rejects with the reason of the signal.',
    isOffered: ({ signalReason }) => signalReason === true,
    commands: (offered) => [
      { type: 'acquire', by, mode: modes(offered), signal: ['ready', 'aborted'] },
      { type: 'abort', by },
    ],
    claims: [claims.abortReason],
  },
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
    claims: [claims.triesAnswer, ...SOUND],
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
    sentence: 'Thousands may wait at once, and all of them are served.',
    isOffered: always,
    begins: [{ type: 'acquire', by: 'ann', mode: 'exclusive' }],
    commands: (offered) => [{ type: 'crowd', count: [offered.crowd ?? 20_000], mode: modes(offered) }],
    longest: 1,
    claims: [claims.answered, claims.refusedForCause],
    runs: 3,
  },
  ...bodyProperties,
];
