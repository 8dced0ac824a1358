/** Every rule of a history by example: what it lets pass, and the smallest history that breaks it. */
import { describe, expect, test } from 'vitest';
import { checkHistory, type HistoryEvent, type HistoryOptions, type HistoryRule } from '../../src/testing.ts';
import { history, ordered, problems, prompt } from './kit.ts';
import { LEGAL } from './legal.ts';

describe('legal is', () => {
  test.each(LEGAL)('%s', (_, options, text) => {
    expect(checkHistory(history(text), options)).toEqual({ legal: true });
  });

  test.each(LEGAL.filter(([, { ordered: isOrdered }]) => isOrdered))(
    'also where less is promised: %s',
    (_, _options, text) => {
      expect(checkHistory(history(text))).toEqual({ legal: true });
    },
  );

  test('whatever happens at locks that have nothing to do with each other', () => {
    const [one = []] = LEGAL.map(([, , text]) => history(text));
    const both = one.flatMap((event) => [
      { ...event, lock: 'one' },
      { ...event, lock: 'other' },
    ]);
    expect(problems(both, prompt)).toEqual([]);
  });

  test('what is written late, where no order is promised that it could be late for', () => {
    const [, , text] = LEGAL.find(([name]) => name.startsWith('the tokens of sharers')) ?? ['', {}, ''];
    // @ts-expect-error `prompt` says something of `ordered` histories only.
    const options: HistoryOptions = { prompt: true };
    expect(problems(history(text), options)).toEqual([]);
  });

  test('nothing at all', () => {
    expect(checkHistory([])).toEqual({ legal: true });
  });
});

const HELD = '0 ann request\n0 ann grant\n';

/** The rule, what is promised, and the line and the owner that are named. */
const BROKEN: readonly (readonly [HistoryRule, string, HistoryOptions, string])[] = [
  ['exclusion', '4 bob', {}, `${HELD}1 bob request\n1 bob grant`],
  ['exclusion', '4 bob', prompt, `${HELD}1 bob request shared\n1 bob grant`],
  ['exclusion', '4 bob', {}, '0 ann request shared\n0 ann grant\n1 bob request\n1 bob grant'],
  ['exclusion', '4 bob', ordered, `${HELD}1 bob request deletes\n2 bob remove`],
  ['exclusion', '4 bob', {}, `${HELD}1 bob request deletes\n2 bob remove`],
  ['order', '6 cy', ordered, `${HELD}1 bob request\n2 cy request\n3 ann release\n3 cy grant`],
  ['order', '6 bob', prompt, `${HELD}1 bob request\n2 cy request p-1\n3 ann release\n3 bob grant`],
  ['order', '5 cy', prompt, '0 a request shared\n0 a grant\n1 bob request\n2 cy request shared\n2 cy grant'],
  ['order', '6 cy', ordered, `${HELD}1 bob request\n2 ann release\n2 cy request try\n2 cy grant`],
  ['prompt', '5 cy', prompt, `${HELD}1 bob request\n2 ann release\n3 cy request`],
  [
    'prompt',
    '7 bob',
    prompt,
    `${HELD}1 bob request\n2 cy request\n3 bob refuse\n4 ann release\n5 bob request`,
  ],
  ['requested', '3 bob', {}, `${HELD}1 bob grant`],
  ['requested', '3 ann', {}, `${HELD}1 ann grant`],
  ['requested', '5 bob', prompt, `${HELD}1 bob request\n2 bob refuse timeout\n3 bob grant`],
  ['requested', '3 ann', {}, `${HELD}1 ann refuse`],
  ['requested', '3 bob', {}, `${HELD}1 bob raise p-1`],
  ['requested', '3 ann', {}, `${HELD}1 ann remove`],
  ['requested', '2 ann', {}, '0 ann request\n0 ann remove'],
  ['mode', '2 ann', {}, '0 ann request shared\n0 ann grant exclusive'],
  ['mode', '4 ann', {}, `${HELD}1 ann downgrade\n2 ann release exclusive`],
  ['mode', '3 ann', {}, `${HELD}1 ann release shared`],
  ['mode', '2 ann', {}, '0 ann request deletes\n0 ann grant'],
  ['mode', '4 ann', {}, '0 ann request shared\n0 ann grant\n1 ann request deletes\n1 ann remove'],
  ['mode', '4 ann', ordered, '0 ann request shared\n0 ann grant\n1 ann request deletes\n1 ann remove'],
  ['one-role', '3 ann', {}, `${HELD}1 ann request`],
  ['one-role', '4 bob', {}, `${HELD}1 bob request\n2 bob request`],
  ['refusal', '5 bob', ordered, `${HELD}1 bob request\n2 ann release\n3 bob refuse timeout`],
  ['refusal', '2 ann', ordered, '0 ann request try\n0 ann refuse'],
  ['refusal', '2 ann', {}, '0 ann request try\n0 ann refuse'],
  ['refusal', '4 bob', ordered, `${HELD}1 bob request\n2 bob refuse deleted`],
  ['holder', '3 bob', {}, `${HELD}1 bob release`],
  ['holder', '4 ann', {}, `${HELD}1 ann release\n2 ann release`],
  ['holder', '3 bob', {}, `${HELD}1 bob downgrade`],
  ['tokens', '5 bob', {}, '0 ann request\n0 ann grant t2\n1 ann release\n2 bob request\n2 bob grant t2'],
  ['tokens', '5 bob', {}, '0 a request\n0 a grant t2\n1 a release\n2 bob request shared\n2 bob grant t1'],
  ['tokens', '4 bob', {}, '0 a request shared\n0 a grant t2\n1 bob request shared\n1 bob grant t2'],
  [
    'tokens',
    '5 bob',
    {},
    '0 a request shared\n0 a grant t9\n1 a release\n2 bob request shared\n2 bob grant t5',
  ],
  [
    'tokens',
    '5 bob',
    ordered,
    '0 a request shared\n0 a grant t9\n1 a release\n2 bob request shared\n2 bob grant t5',
  ],
  ['tokens', '4 bob', prompt, '0 a request shared\n0 a grant t2\n1 bob request shared\n1 bob grant t1'],
  ['removed', '4 bob', {}, '0 ann request deletes\n0 ann remove\n1 bob request\n1 bob grant'],
  ['removed', '3 bob', {}, '0 . close\n1 bob request\n1 bob grant'],
  ['removed', '3 bob', {}, '0 . close\n1 bob request deletes\n1 bob remove'],
  [
    'refusal',
    '7 bob',
    {},
    `${HELD}1 ann request deletes\n2 ann remove\n3 . add\n4 bob request\n4 bob refuse deleted`,
  ],
  ['refusal', '5 bob', {}, `${HELD}1 dee request deletes\n2 bob request\n3 bob refuse deleted`],
  ['removed', '3 .', {}, `${HELD}1 . add`],
  ['removed', '3 bob', ordered, '0 . close\n1 bob request\n1 bob grant'],
  ['event', '3 ann', {}, `${HELD}1 ann relese`],
  ['time', '3 ann', {}, '0 ann request\n5 ann grant\n4 ann release'],
  ['time', '1 ann', {}, 'x ann request'],
  ['answered', '3 bob', {}, `${HELD}1 bob request\n2 ann release`],
  ['answered', '3 bob', prompt, `${HELD}1 bob request\n2 ann release`],
  ['released', '2 ann', {}, HELD],
];

describe('found is', () => {
  test.each(BROKEN)('%s (%s)', (rule, place, options, text) => {
    expect(problems(history(text), options)).toEqual([`${rule} ${place}`]);
  });

  test('of each lock the first thing only, by line, in a sentence', () => {
    const events = history(`${HELD}1 bob request\n1 bob grant\n2 cy release`);
    const other = history('3 dee release').map((event) => ({ ...event, lock: 'other' }));
    const third = history('0 eve request').map((event) => ({ ...event, lock: 'third', line: 0 }));
    expect(checkHistory([...third, ...events, ...other])).toEqual({
      legal: false,
      problems: [
        { rule: 'answered', line: 0, at: 0, lock: 'third', owner: 'eve', message: 'eve is never answered' },
        {
          rule: 'exclusion',
          line: 5,
          at: 1,
          lock: 'lock',
          owner: 'bob',
          message: 'bob is granted exclusive while ann holds it exclusive',
        },
        {
          rule: 'holder',
          line: 7,
          at: 3,
          lock: 'other',
          owner: 'dee',
          message: "dee says 'release', and does not hold it",
        },
      ],
    });
  });

  test.each([
    [null, 'an event is an object, and not null'],
    ['request', 'an event is an object, and not request'],
    [{ type: 'request', at: 0 }, "the 'owner' of an event is a string"],
    [{ type: 'request', owner: 'ann' }, "the 'at' of an event is a number"],
    [
      { type: 'request', at: 0, owner: 'ann', mode: 'read' },
      "a mode is 'shared' or 'exclusive', and not 'read'",
    ],
    [{ type: 'request', at: 0, owner: 'ann', priority: '1' }, "the 'priority' of a 'request' is a number"],
    [{ type: 'raise', at: 0, owner: 'ann' }, "the 'priority' of a 'raise' is a number"],
    [{ type: 'grant', at: 0, owner: 'ann', token: '1' }, "the 'token' of a grant is a number"],
    [{ type: 'grant', at: 0, owner: 'ann', lock: 1 }, "the 'lock' of an event is a string"],
  ])('what is no event, in logs that are read from a file: %j', (event, message) => {
    const verdict = checkHistory([event as unknown as HistoryEvent]);
    expect(verdict).toMatchObject({ legal: false, problems: [{ rule: 'event', line: 1, message }] });
  });

  test('every rule but that of the search, which has a test of its own', () => {
    const rules = new Set(BROKEN.map(([rule]) => rule));
    const all: Readonly<Record<Exclude<HistoryRule, 'search'>, true>> = {
      exclusion: true,
      order: true,
      prompt: true,
      requested: true,
      mode: true,
      'one-role': true,
      refusal: true,
      holder: true,
      tokens: true,
      removed: true,
      event: true,
      time: true,
      answered: true,
      released: true,
    };
    expect([...rules].toSorted()).toEqual(Object.keys(all).toSorted());
  });
});
