/**
 * Changed tables that no check can catch, because they change nothing: by machine, with the reason.
 */
export interface Equivalent {
  readonly reason: string;
  /** Names of mutants. */
  readonly mutants: readonly string[];
}

const LOCK_SETTLES =
  '`settling` grants only what has come to fit, which is nothing where nobody has left, and names the state from the holds: ' +
  'it leads back to where the lock was, or to where the transition leads by itself.';

export const equivalents: Readonly<Record<string, readonly Equivalent[]>> = {
  'shared-lock': [
    {
      reason: LOCK_SETTLES,
      mutants: [
        ...[0, 1, 2, 3, 4].map((place) => `any state, lock.acquire [${place}] to settling`),
        ...[0, 1, 2, 3, 4].map((place) => `any state, lock.delete [${place}] to settling`),
        'any state, lock.downgrade [0] to settling',
        'any state, lock.raise [1] to settling',
        ...[0, 1, 2].map((place) => `free, lock.acquire [${place}] to settling`),
        'free, lock.delete [0] to settling',
        'exclusive, lock.delete [0] to settling',
      ],
    },
    {
      reason:
        'What comes to a lock that is neither free nor exclusive finds it shared: a free or an exclusive one answers ' +
        'these by lines of its own, or this line is not for it.',
      mutants: [
        'any state, lock.acquire [2] to shared',
        'any state, lock.delete [0] to shared',
        'any state, lock.delete [1] to shared',
        'any state, lock.downgrade [0] to shared',
      ],
    },
    {
      reason: 'The guards exclude each other: a lock is held exclusively, or shared, or by nobody.',
      mutants: ['settling, always [0] after the next', 'settling, always [1] after the next'],
    },
  ],
  condition: [
    {
      reason:
        'One that was notified has nobody waiting, so there is nobody to cancel in any state but `open`.',
      mutants: ['any state, condition.cancel [0] to open'],
    },
  ],
  'lock-set': [
    {
      reason:
        'Only names can be limited for nothing, and all there are are no names: the guards exclude each other.',
      mutants: ['idle, set.acquire [0] after the next'],
    },
    {
      reason:
        '`settling` tells from what is owned where the machine is at rest, and that is where the transition leads by itself.',
      mutants: [
        'idle, set.acquire [0] to settling',
        'idle, set.release [0] to settling',
        'idle, set.downgrade [0] to settling',
        'owning, set.release [0] to settling',
        'owning, set.downgrade [0] to settling',
        'owning, set.downgrade [1] to settling',
        'owning, set.add [1] to settling',
        'owning, set.remove [0] to settling',
        'resolving, catalogue.resolved [0] to settling',
        'rollingBack, always [0] to settling',
        'choosingRemoval, always [0] to settling',
        'deleting, lock.refused [1] to settling',
      ],
    },
    {
      reason: 'The one action notes, the other asks; what is asked for is answered only afterwards.',
      mutants: [
        'owning, set.names [0] beginNames after askForNames',
        'acquiringSetLock, lock.granted [0] holdSetLock after askForNames',
        'openingToAdd, lock.granted [0] holdSetLock after askToAdd',
        'openingToRead, lock.granted [0] holdSetLock after askForNames',
      ],
    },
  ],
  'level-order': [
    {
      reason:
        'Only `busy` waits for something that comes from outside: whoever can be asked and is not `idle` is in `busy` already.',
      mutants: ['acquire', 'release', 'downgrade', 'add', 'remove', 'names', 'cancel', 'raise'].map(
        (command) => `any state, keyring.${command} [0] to busy`,
      ),
    },
    {
      reason:
        '`idle` and `busy` have a line of their own for it, and in no other state can it come from outside; it stands there ' +
        'so that the table is total.',
      mutants: [
        'any state, keyring.releaseAll [0] missing',
        ...['idle', 'busy', 'settling', 'closing', 'settlingClose'].map(
          (state) => `any state, keyring.releaseAll [0] to ${state}`,
        ),
        'any state, keyring.releaseAll [0] without refuse',
      ],
    },
    {
      reason:
        '`settling` leads to `idle` where nothing is closing, and that is where the transition leads by itself.',
      mutants: [
        ...[0, 1, 2].map((place) => `idle, keyring.acquire [${place}] to settling`),
        ...[0, 1].map((place) => `idle, keyring.release [${place}] to settling`),
        'idle, keyring.downgrade [0] to settling',
        ...[0, 1, 2].map((place) => `idle, keyring.add [${place}] to settling`),
        ...[0, 1, 3].map((place) => `idle, keyring.remove [${place}] to settling`),
        ...[0, 1].map((place) => `idle, keyring.names [${place}] to settling`),
        'idle, keyring.releaseAll [0] to settling',
      ],
    },
    {
      reason:
        'The guards exclude each other: whoever lacks the big lock holds nothing, and at an unknown level there is no big ' +
        'lock to lose.',
      mutants: [
        'idle, keyring.acquire [1] after the next',
        'idle, keyring.release [0] after the next',
        'idle, keyring.add [1] after the next',
        'idle, keyring.remove [1] after the next',
      ],
    },
    {
      reason: 'The one action notes, the other asks or tells; neither reads what the other has written.',
      mutants: [
        'idle, keyring.acquire [3] begin after forward',
        'idle, keyring.release [2] begin after forward',
        'idle, keyring.downgrade [1] begin after forward',
        'idle, keyring.add [3] begin after forward',
        'idle, keyring.remove [2] begin after forward',
        'idle, keyring.remove [4] begin after forward',
        'idle, keyring.names [2] begin after forward',
        'busy, keyring.releaseAll [0] beginClosing after giveUp',
        'busy, set.released [0] noteReleased after answer',
      ],
    },
    {
      reason:
        'A keyring that closes has given up what was under way, and is told of that by a refusal and nothing else.',
      mutants: ['acquired', 'released', 'downgraded', 'added', 'removed', 'names'].map(
        (answer) => `busy, set.${answer} [0] to idle`,
      ),
    },
    {
      reason: '`settling` finds it no longer closing, and leads to `idle`.',
      mutants: ['settlingClose, always [1] to settling'],
    },
    {
      reason:
        'Whatever is still held is released once more, which the lock set of that level refuses, and nobody is told: ' +
        'no state and no answer differs.',
      mutants: ['closing, set.released [0] to settling'],
    },
  ],
};
