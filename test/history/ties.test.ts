/**
 * Events of one time may have happened in any order, where the options say so: the search finds an order if
 * there is one, as trying all of them does.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, test as example, expect } from 'vitest';
import { checkHistory, type HistoryEvent } from '../../src/testing.ts';
import { history, problems, prompt } from './kit.ts';

const ordered = { ordered: true, complete: false };

/** Every order of the events of each time, in which those of one owner stand as they are. */
function* ordersOf(events: readonly HistoryEvent[]): Generator<HistoryEvent[]> {
  const [first] = events;
  if (first === undefined) {
    yield [];
    return;
  }
  const tied = events.filter(({ at }) => at === first.at);
  for (const event of tied) {
    if (tied.find(({ owner }) => owner === event.owner) !== event) continue;
    for (const rest of ordersOf(events.filter((other) => other !== event))) yield [event, ...rest];
  }
}

const event = fc.record({
  later: fc.constantFrom(0, 0, 0, 1),
  owner: fc.constantFrom('ann', 'bob', 'cy'),
  mode: fc.constantFrom('shared' as const, 'exclusive' as const),
  priority: fc.constantFrom(0, 0, 1),
  try: fc.constantFrom(false, false, true),
  answer: fc.constantFrom('grant' as const, 'grant' as const, 'refuse' as const),
  token: fc.constantFrom(undefined, undefined, undefined, 1, 2, 3),
  ends: fc.constantFrom('release' as const, 'release' as const, 'downgrade' as const),
});

/** Mostly what an owner may do next, so that many of them are legal in some order. */
const events = fc.array(event, { maxLength: 8 }).map((drawn) => {
  let at = 0;
  const standing = new Map<string, 'waits' | 'holds'>();
  return drawn.map(({ later, owner, mode, priority, answer, token, ends, ...rest }): HistoryEvent => {
    at += later;
    if (standing.get(owner) === 'waits' && answer === 'refuse') {
      standing.delete(owner);
      return { type: 'refuse', at, owner };
    }
    if (standing.get(owner) === 'waits') {
      standing.set(owner, 'holds');
      return { type: 'grant', at, owner, ...(token !== undefined && { token }) };
    }
    if (standing.get(owner) === 'holds') {
      if (ends === 'release') standing.delete(owner);
      return { type: ends, at, owner };
    }
    standing.set(owner, 'waits');
    return { type: 'request', at, owner, mode, priority, try: rest.try };
  });
});

describe('events of one time', () => {
  let legal = 0;
  const promised = fc.constantFrom({}, { ordered: true }, prompt);
  test.prop([events, promised], { numRuns: 3_000 })(
    'are in some legal order exactly if trying all orders finds one',
    (drawn, promises) => {
      const options = { ...promises, complete: false };
      const isLegal = [...ordersOf(drawn)].some((order) => checkHistory(order, options).legal);
      if (isLegal && !checkHistory(drawn, options).legal) legal += 1;
      expect(checkHistory(drawn, { ...options, ties: true }).legal).toBe(isLegal);
    },
  );

  example('are often in the wrong order, or the property above shows nothing', () => {
    expect(legal).toBeGreaterThan(30);
  });

  const swapped = history(`
    0 ann request
    0 ann grant
    1 bob request
    1 cy request
    2 ann release
    2 cy grant
    3 cy release
    3 bob grant
    4 bob release`);

  example('show their order only by what comes later', () => {
    expect(problems(swapped, { ordered: true })).toEqual(['order 6 cy']);
    expect(problems(swapped, { ordered: true, ties: true })).toEqual([]);
  });

  example('may be a release and the grant that it lets in, written down by two', () => {
    const told = history('0 ann request\n0 ann grant\n1 bob request\n2 bob grant\n2 ann release');
    expect(problems(told, ordered)).toEqual(['exclusion 4 bob']);
    expect(problems(told, { ...ordered, ties: true })).toEqual([]);
  });

  example('of one owner stay as they are, and so do those of two times', () => {
    const turned = '0 ann request\n0 ann grant\n0 ann release\n0 ann grant\n';
    expect(problems(history(turned), { ties: true })).toEqual(['requested 4 ann']);
    const late = '0 ann request\n0 ann grant\n1 bob request\n1 bob grant\n2 ann release\n3 bob release';
    expect(problems(history(late), { ties: true })).toEqual(['exclusion 4 bob']);
  });

  example('are told of in the order that goes furthest', () => {
    const text = swapped.map((one) =>
      one.owner === 'bob' && one.type === 'release' ? { ...one, owner: 'eve' } : one,
    );
    expect(problems(text, { ordered: true, ties: true })).toEqual(['holder 9 eve']);
  });

  example('show by the tokens who asked first', () => {
    const told = (first: string, second: string): string => `
      0 ann request shared
      1 ${first}
      1 ${second}
      2 bob grant t5
      3 ann release
      3 bob release`;
    const [grant, request] = ['ann grant t10', 'bob request shared'];
    expect(problems(history(told(grant, request)))).toEqual(['tokens 4 bob']);
    expect(problems(history(told(grant, request)), { ties: true })).toEqual([]);
    expect(problems(history(told(request, grant)))).toEqual([]);
  });

  const many = (owners: number): HistoryEvent[] => {
    const all = Array.from({ length: owners }, (_, number) => `owner${number}`);
    return ['request', 'grant', 'release'].flatMap((type, at) =>
      all.map((owner) => ({ type, at, owner, mode: 'shared' }) as HistoryEvent),
    );
  };

  example('may be many where they stand in a legal order', () => {
    expect(problems(many(300), { ordered: true, ties: true })).toEqual([]);
  });

  example('may be very many, all at one time, where they stand in a legal order', () => {
    const all = Array.from({ length: 5_000 }, (_, number) => `owner${number}`);
    const told = all.flatMap((owner) => history(`0 ${owner} request\n0 ${owner} grant\n0 ${owner} release`));
    expect(problems(told, { ties: true })).toEqual([]);
  });

  example.each([{}, { ordered: true }])('that are many do not hide what is wrong: %j', (options) => {
    const told = [...many(10), ...history('9 zed release')];
    expect(problems(told, { ...options, ties: true })).toEqual(['holder 31 zed']);
  });

  example('may be many tries that failed, after two requests of which the second came first', () => {
    const tries = Array.from({ length: 10 }, (_, number) => `owner${number}`);
    const told = [
      ...history('0 ann request shared\n0 ann grant\n1 bob request\n1 cy request'),
      ...tries.flatMap((owner) => history(`5 ${owner} request try`)),
      ...tries.flatMap((owner) => history(`5 ${owner} refuse busy`)),
      ...history('10 ann release\n10 cy grant\n11 cy release\n11 bob grant\n12 bob release'),
    ];
    expect(problems(told, { ordered: true, ties: true })).toEqual([]);
  });

  example('may be too many to be sure that there is no order', () => {
    const alone = many(30).map((one) => ({ ...one, mode: one.owner === 'owner0' ? 'exclusive' : 'shared' }));
    expect(problems(alone as HistoryEvent[], { ties: true })[0]).toMatch(/^search \d+ owner/);
    expect(checkHistory(alone as HistoryEvent[], { ties: true }).legal).toBeNull();
  });
});
