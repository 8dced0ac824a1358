/** Histories that are legal, with what may be asked of each. */
import type { HistoryOptions } from '../../src/testing.ts';
import { ordered, prompt } from './kit.ts';

export const LEGAL: readonly (readonly [string, HistoryOptions, string])[] = [
  [
    'sharers beside each other, and one alone',
    prompt,
    `0 ann request shared
     0 ann grant shared t1
     1 bob request shared
     1 bob grant t2
     2 cy request
     3 ann release shared
     3 bob release
     3 cy grant exclusive t3
     4 cy release`,
  ],
  [
    'a sharer joins the group that waits before it',
    prompt,
    `0 ann request
     0 ann grant
     1 bob request shared
     2 cy request
     3 dee request shared
     4 ann release
     4 bob grant
     4 dee grant
     5 bob release
     5 dee release
     5 cy grant
     6 cy release`,
  ],
  [
    'grants that are told late, where that is how the log was written',
    ordered,
    `0 ann request
     0 ann grant
     1 bob request
     2 ann release
     2 cy request try
     2 cy refuse
     3 bob grant
     4 bob release`,
  ],
  [
    'any order, where none is promised',
    {},
    `0 ann request
     0 ann grant
     1 bob request
     2 cy request
     3 ann release
     3 cy grant
     4 cy release
     5 bob grant
     6 bob release`,
  ],
  [
    'a wait that is given up, a downgrade, and who is more urgent by now',
    prompt,
    `0 ann request
     0 ann grant
     1 bob request
     2 cy request shared
     3 dee request
     4 eve request
     5 bob refuse timeout
     6 ann downgrade
     6 cy grant
     7 eve raise p-1
     7 cy release
     8 ann release shared
     8 eve grant
     9 eve release
     9 dee grant
     9 dee release`,
  ],
  [
    'a lock that ends, and one that comes under its name',
    prompt,
    `0 ann request
     0 ann grant t1
     1 bob request
     2 ann request deletes
     2 ann remove
     2 bob refuse deleted
     3 cy request
     3 cy refuse deleted
     4 dee add
     5 cy request
     5 cy grant t2
     6 cy release`,
  ],
  [
    'a lock that is closed',
    prompt,
    `0 ann request
     0 ann grant
     1 bob request
     2 . close
     2 bob refuse closed
     3 cy request
     3 cy refuse closed
     4 ann release`,
  ],
  [
    'the tokens of sharers, told in another order than they were let in',
    {},
    `0 ann request
     0 ann grant t1
     1 bob request shared
     1 cy request shared
     2 ann release
     2 cy grant t3
     2 bob grant t2
     3 bob release
     3 cy release`,
  ],
  [
    'a try that is refused because somebody is on the way in',
    {},
    `0 ann request
     1 bob request try
     1 bob refuse
     2 ann grant
     3 ann release`,
  ],
  [
    'a refusal by the end of a lock, heard when there is another one',
    {},
    `0 ann request
     0 ann grant
     1 bob request
     2 ann request deletes
     2 ann remove
     2 cy request
     3 ann add
     3 bob refuse deleted
     3 cy refuse deleted`,
  ],
  [
    'a refusal by the end of a lock, heard before whoever ended it hears of that',
    {},
    `0 ann request
     0 ann grant
     1 bob request
     2 ann request deletes
     2 bob refuse deleted
     2 ann remove`,
  ],
  [
    'a grant that is told after the close, of who asked before',
    {},
    `0 ann request
     1 . close
     1 ann grant
     1 bob request
     2 ann release
     2 bob refuse closed`,
  ],
  ['a part of a history', { complete: false }, '0 ann request\n0 ann grant\n1 bob request'],
];
