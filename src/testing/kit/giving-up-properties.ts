/**
 * Properties of locks whose waiters may give up: when their time is over, or by a signal.
 */
import type { Capabilities, KitMode } from './adapter.ts';
import { acquire, by, modes, release, rush, SOUND, wait } from './choices.ts';
import * as claims from './claims.ts';
import { type AcquireCommand, CLIENTS, type KitCommand } from './commands.ts';
import * as limits from './giving-up-claims.ts';
import type { Choices, LockProperty } from './property.ts';

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

/**
 * Half of the scenarios begin with one in this mode who waits behind a holder, before another waiter, and
 * gives up: so a waiter that is lost then is found, which free commands seldom come to.
 */
const oneGivesUp =
  (mode: KitMode) =>
  (offered: Capabilities): readonly (readonly KitCommand[])[] => {
    const ways: [AcquireCommand, KitCommand][] = [];
    if (offered.timeout === true)
      ways.push([
        { type: 'acquire', by: 'bob', mode, timeout: 5 },
        { type: 'wait', ms: 5 },
      ]);
    if (offered.signal === true)
      ways.push([
        { type: 'acquire', by: 'bob', mode, signal: 'ready' },
        { type: 'abort', by: 'bob' },
      ]);
    const among = (holder: KitMode, other: KitMode) =>
      ways.flatMap(([giver, givesUp]): KitCommand[][] => [
        [],
        [
          { type: 'acquire', by: 'ann', mode: holder },
          giver,
          { type: 'acquire', by: 'cy', mode: other },
          givesUp,
        ],
      ]);
    return modes(offered).flatMap((holder) => modes(offered).flatMap((other) => among(holder, other)));
  };

/** As many as may wait wait behind a holder, and give up. */
function asManyGiveUp({ maxWaiters = 0, timeout }: Capabilities): readonly (readonly KitCommand[])[] {
  const [holder, ...others] = CLIENTS.map(
    (client): AcquireCommand => ({ type: 'acquire', by: client, mode: 'exclusive' }),
  );
  if (holder === undefined || timeout !== true) return [[]];
  const waiters = others.slice(0, maxWaiters).map((one): AcquireCommand => ({ ...one, timeout: 5 }));
  return [[], [holder, ...waiters, { type: 'wait', ms: 5 }]];
}

const canGiveUp = ({ timeout, signal }: Capabilities): boolean => timeout === true || signal === true;
export const givingUpProperties: readonly LockProperty[] = [
  {
    name: 'writer-gives-up',
    sentence: 'A writer that gives up leaves nothing: nobody is lost, and whoever fits then is let in.',
    isOffered: canGiveUp,
    begins: oneGivesUp('exclusive'),
    commands: givingUp('exclusive'),
    claims: SOUND,
  },
  {
    name: 'reader-gives-up',
    sentence: 'A reader that gives up leaves nothing: nobody is lost, and whoever fits then is let in.',
    isOffered: (offered) => offered.shared === true && canGiveUp(offered),
    begins: oneGivesUp('shared'),
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
    claims: [limits.onTime],
  },
  {
    name: 'waiters-bounded',
    sentence: 'So many may wait and no more, and whoever has given up no longer counts.',
    isOffered: ({ maxWaiters }) => maxWaiters !== undefined,
    begins: asManyGiveUp,
    commands: givingUp('exclusive'),
    claims: [claims.bounded, claims.refusedForCause],
  },
  {
    name: 'timeout-of-zero',
    sentence:
      'A timeout of 0 is heeded: it takes what is free and does not wait, or, as the lock says, is no limit.',
    isOffered: ({ timeoutOfZero }) => timeoutOfZero !== undefined,
    commands: (offered) => [
      acquire(offered),
      { type: 'acquire', by, mode: modes(offered), timeout: [0] },
      release,
      { type: 'wait', ms: [1, 50, 1000] },
    ],
    claims: [limits.zeroIsHeeded, claims.freeIsGranted],
  },
  {
    name: 'no-timer-left',
    sentence: 'When everybody has an answer and has let go, no timer goes on.',
    isOffered: ({ timeout }) => timeout === true,
    commands: (offered) => [
      { type: 'acquire', by, mode: modes(offered), timeout: [undefined, 60_000] },
      release,
    ],
    claims: [limits.noTimer],
  },
  {
    name: 'own-errors',
    sentence: 'Each refusal is an error object of its own.',
    isOffered: ({ timeout }) => timeout === true,
    commands: (offered) => [
      { type: 'acquire', by, mode: modes(offered), timeout: [5] },
      { type: 'wait', ms: [5] },
    ],
    claims: [limits.ownErrors],
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
    claims: [limits.abortedRefused, ...SOUND],
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
    claims: [limits.abortedRefused, ...SOUND],
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
    claims: [limits.noListener],
  },
  {
    name: 'abort-reason',
    sentence: 'An abort rejects with the reason of the signal.',
    isOffered: ({ signalReason }) => signalReason === true,
    commands: (offered) => [
      { type: 'acquire', by, mode: modes(offered), signal: ['ready', 'aborted'] },
      { type: 'abort', by },
    ],
    claims: [limits.abortReason],
  },
];
