/**
 * Properties of locks that call a body while they hold, and of locks with names.
 */

import { by, SOUND } from './choices.ts';
import * as claims from './claims.ts';
import { type KitCommand, VALUES } from './commands.ts';
import type { Choices, LockProperty } from './property.ts';

const values = Object.keys(VALUES) as (keyof typeof VALUES)[];
const release: Choices = { type: 'release', by };
const acquire: Choices = { type: 'acquire', by, mode: ['exclusive'] };
const HANDED_ON = [claims.calledOnce, claims.handedOn];
type Body = (KitCommand & { readonly type: 'run' })['body'];

const run = (body: readonly Body[], value: readonly (keyof typeof VALUES)[] = ['text']): Choices => ({
  type: 'run',
  by,
  mode: ['exclusive'],
  body,
  value,
});

const runs = ({ run: isOffered }: { readonly run?: boolean }): boolean => isOffered === true;

/** Names that an object has, or that are taken for no name. */
const NAMES = ['a', 'hasOwnProperty', '__proto__', 'constructor', '', '0'];

const several = [['a'], ['b'], ['a', 'b'], ['b', 'a']];

export const bodyProperties: readonly LockProperty[] = [
  {
    name: 'body-rejects',
    sentence: 'When the body rejects, the lock is released, and the run rejects with the same.',
    isOffered: runs,
    commands: () => [run(['rejects']), acquire, release],
    claims: [...SOUND, ...HANDED_ON],
  },
  {
    name: 'body-throws',
    sentence: 'When the body throws, before it has given a promise, the lock is released all the same.',
    isOffered: runs,
    commands: () => [run(['throws']), acquire, release],
    claims: [...SOUND, ...HANDED_ON, claims.refusedForCause],
  },
  {
    name: 'body-value',
    sentence: 'The body is called once, and what it gives or throws is handed on as it is, also null and 0.',
    isOffered: runs,
    commands: () => [run(['returns', 'resolves', 'rejects', 'stays'], values), release],
    claims: HANDED_ON,
  },
  {
    name: 'body-parameters',
    sentence: 'How many parameters the body declares changes nothing.',
    isOffered: runs,
    commands: () => [
      { type: 'run', by, mode: ['exclusive'], body: ['resolves', 'returns', 'stays'], parameters: [0, 1, 2] },
      release,
    ],
    claims: [...SOUND, ...HANDED_ON],
  },
  {
    name: 'body-alone',
    sentence: 'However long a body goes on, nobody else is let in meanwhile.',
    isOffered: runs,
    commands: () => [run(['stays']), acquire, { type: 'wait', ms: [50, 1000] }, release],
    claims: [claims.exclusion],
  },
  {
    name: 'any-name',
    sentence: 'A name may be any string, and locks of different names have nothing to do with each other.',
    isOffered: ({ names }) => names !== undefined,
    commands: () => [
      { type: 'acquire', by, mode: ['exclusive'], names: NAMES.map((name) => [name]) },
      release,
    ],
    claims: [...SOUND, claims.refusedForCause],
  },
  {
    name: 'no-deadlock',
    sentence: 'Who asks for several names at once does not wait in a circle, in whatever order they stand.',
    isOffered: ({ names }) => names === 'several',
    commands: () => [
      { type: 'acquire', by, mode: ['exclusive'], names: several, rush: [undefined, true] },
      release,
    ],
    claims: [claims.exclusion, claims.answered],
  },
  {
    name: 'locks-apart',
    sentence: 'Two locks that were made apart are two.',
    isOffered: () => true,
    commands: () => [acquire, { type: 'acquire', by, mode: ['exclusive'], lock: ['other'] }, release],
    claims: SOUND,
  },
];
