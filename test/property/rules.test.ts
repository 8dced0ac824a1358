/**
 * A rule never throws, as the machines could come to call it in any state: where there is nothing under way
 * that it could go on with, it does nothing, or says that nobody's operation ended with nothing.
 */
import { describe, expect, test } from 'vitest';
import * as keyring from '../../src/core/level-order/rules.ts';
import * as set from '../../src/core/lock-set/rules.ts';
import * as lock from '../../src/core/shared-lock/rules.ts';

const GRANTED = { lock: 1, owner: 'ann', request: 1, mode: 'exclusive', token: 1 } as const;
const REFUSED = { lock: 1, owner: 'ann', request: 1, reason: 'deleted' } as const;
const MEMBERS = { members: [{ name: 'a', lock: 1 }], missing: ['b'] };
const REQUEST = { request: 1, priority: -1, reason: 'abort' } as const;

describe('of a lock set, with nothing under way:', () => {
  type Rule = (context: set.SetContext, emit: (effect: unknown) => void) => unknown;
  const idle = () => set.emptySet({ owner: 'ann', alias: null });
  const played = (rule: Rule) => {
    const context = idle();
    const said: unknown[] = [];
    return { result: rule(context, (effect) => said.push(effect)), said, state: set.encode(context) };
  };

  test.each<[string, Rule]>([
    ['openSet', (at, emit) => set.openSet(at, {}, emit)],
    ['askToAdd', (at, emit) => set.askToAdd(at, {}, emit)],
    ['askForAll', (at, emit) => set.askForAll(at, {}, emit)],
    ['adopt', (at) => set.adopt(at, GRANTED)],
    ['lookUpNext', (at, emit) => set.lookUpNext(at, {}, emit)],
    ['askToDelete', (at, emit) => set.askToDelete(at, MEMBERS, emit)],
    ['noteRemoved', (at, emit) => set.noteRemoved(at, GRANTED, emit)],
    ['take', (at) => set.take(at, MEMBERS)],
    ['askNext', (at, emit) => set.askNext(at, {}, emit)],
    ['holdMember', (at) => set.holdMember(at, GRANTED)],
    ['noteRefusal', (at) => set.noteRefusal(at, REFUSED)],
    ['cancelWait', (at, emit) => set.cancelWait(at, REQUEST, emit)],
    ['raiseWait', (at, emit) => set.raiseWait(at, REQUEST, emit)],
  ])('%s does nothing', (_name, rule) => {
    expect(played(rule)).toEqual({ result: undefined, said: [], state: set.encode(idle()) });
  });

  test.each<[string, Rule, object]>([
    ['finishAcquire', (at, emit) => set.finishAcquire(at, {}, emit), { type: 'set.acquired' }],
    ['finishAdd', (at, emit) => set.finishAdd(at, {}, emit), { type: 'set.added' }],
    ['finishRemove', (at, emit) => set.finishRemove(at, {}, emit), { type: 'set.removed' }],
    ['tellNames', (at, emit) => set.tellNames(at, { members: [] }, emit), { type: 'set.names' }],
    ['giveBack', (at, emit) => set.giveBack(at, {}, emit), { type: 'set.refused', reason: 'abort' }],
    [
      'giveUpReading',
      (at, emit) => set.giveUpReading(at, {}, emit),
      { type: 'set.refused', reason: 'abort' },
    ],
  ])('%s ends nothing', (_name, rule, answer) => {
    const said = [{ ...answer, request: null, names: [] }];
    expect(played(rule)).toEqual({ result: undefined, said, state: set.encode(idle()) });
  });

  test.each<[string, Rule, boolean]>([
    ['wantsHolds', set.wantsHolds, false],
    ['isCurrent', (at) => set.isCurrent(at, REQUEST), false],
    ['isRaise', (at) => set.isRaise(at, REQUEST), false],
    ['isDone', set.isDone, true],
    ['isMissing', (at) => set.isMissing(at, MEMBERS), false],
    ['isSkippable', (at) => set.isSkippable(at, REFUSED), false],
  ])('%s is %s', (_name, rule, result) => {
    expect(played(rule)).toEqual({ result, said: [], state: set.encode(idle()) });
  });

  test('a set lock that is granted is held all the same', () => {
    const { state } = played((at) => set.holdSetLock(at, GRANTED));
    expect(state).toMatchObject({ setLock: { lock: 0, mode: 'exclusive' }, operation: null });
  });
});

describe('of a lock set, with something under way:', () => {
  const ACQUIRE = { request: 1, mode: 'shared', priority: 2, try: false, opportunistic: false } as const;
  const begun = (names: readonly string[] | null) => {
    const context = set.emptySet({ owner: 'ann', alias: null });
    const said: object[] = [];
    const emit = (effect: object) => said.push(effect);
    set.beginAcquire(context, { ...ACQUIRE, names, limited: false }, emit);
    return { context, said, emit };
  };

  test('a raise between two locks is for the next one, and a cancel there finds no wait', () => {
    const { context, said, emit } = begun(['a']);
    set.raiseWait(context, REQUEST, emit);
    set.cancelWait(context, REQUEST, emit);
    set.take(context, MEMBERS);
    set.askNext(context, {}, emit);
    expect(said.slice(1)).toMatchObject([{ type: 'set.raised' }, { type: 'lock.acquire', priority: -1 }]);
  });

  test('whoever has the set lock waits nowhere, until it asks for a member', () => {
    const { context } = begun(null);
    expect(set.encode(context).operation?.at).toMatchObject({ lock: 0 });
    set.holdSetLock(context, GRANTED);
    expect(set.encode(context).operation?.at).toBeNull();
  });

  test('its state tells what it is', () => {
    const { context } = begun([]);
    const types = [set.encode(context).operation?.type];
    set.beginAdd(context, { request: 1, names: ['a'], acquire: null });
    types.push(set.encode(context).operation?.type);
    set.beginRemove(context, { request: 1, names: ['a'] });
    types.push(set.encode(context).operation?.type);
    set.beginNames(context, { request: 1 });
    types.push(set.encode(context).operation?.type);
    expect(types).toEqual(['set.acquire', 'set.add', 'set.remove', 'set.names']);
  });
});

describe('of a keyring, with nothing under way:', () => {
  type Rule = (context: keyring.KeyringContext, emit: (effect: unknown) => void) => unknown;
  const levels = [{ name: 'node', modifiable: true }];
  /** It holds something, which nothing here should touch. */
  const idle = () => {
    const empty = keyring.encode(keyring.emptyKeyring({ owner: 'ann', alias: null, levels, bigLock: null }));
    return keyring.decode({ ...empty, held: [{ members: 1, setLock: true }] });
  };
  const ANSWER = { request: 1, names: ['a'] };
  const played = (rule: Rule) => {
    const context = idle();
    const said: unknown[] = [];
    return { result: rule(context, (effect) => said.push(effect)), said, state: keyring.encode(context) };
  };

  test.each<[string, Rule]>([
    ['forwardToLevel', (at, emit) => keyring.forwardToLevel(at, REQUEST, emit, { as: 'set.cancel' })],
    ['noteAcquired', (at) => keyring.noteAcquired(at, ANSWER)],
    ['noteAdded', (at) => keyring.noteAdded(at, ANSWER)],
    ['noteRemoved', (at) => keyring.noteRemoved(at, ANSWER)],
    ['giveUp', (at, emit) => keyring.giveUp(at, {}, emit)],
    ['releaseAll', (at, emit) => keyring.releaseAll(at, {}, emit)],
  ])('%s does nothing', (_name, rule) => {
    expect(played(rule)).toEqual({ result: undefined, said: [], state: keyring.encode(idle()) });
  });

  test.each<[string, Rule, object]>([
    [
      'answer',
      (at, emit) => keyring.answer(at, ANSWER, emit, { as: 'keyring.added' }),
      { type: 'keyring.added' },
    ],
    [
      'answerRefused',
      (at, emit) => keyring.answerRefused(at, { ...ANSWER, reason: 'abort' }, emit),
      { type: 'keyring.refused', reason: 'abort' },
    ],
  ])('%s ends nothing', (_name, rule, answer) => {
    const said = [{ ...answer, request: null, names: ['a'] }];
    expect(played(rule)).toEqual({ result: undefined, said, state: keyring.encode(idle()) });
  });

  test('isCurrent is false', () => {
    expect(played((at) => keyring.isCurrent(at, REQUEST)).result).toBe(false);
  });
});

describe('of a lock, with nobody there:', () => {
  type Rule = (context: lock.LockContext, emit: lock.Emit) => unknown;
  const ASKED = { owner: 'ann', request: 1, priority: -1, reason: 'abort' } as const;

  test.each<[string, Rule]>([
    ['dropHold', (at, emit) => lock.dropHold(at, ASKED, emit)],
    ['dropWaiter', (at, emit) => lock.dropWaiter(at, ASKED, emit)],
    ['raise', (at, emit) => lock.raise(at, ASKED, emit)],
    ['downgrade', (at, emit) => lock.downgrade(at, ASKED, emit)],
    ['confirmDowngrade', (at, emit) => lock.confirmDowngrade(at, ASKED, emit)],
    ['deleteForHead', (at, emit) => lock.deleteForHead(at, {}, emit)],
    ['grantAllThatFit', (at, emit) => lock.grantAllThatFit(at, {}, emit)],
  ])('%s does nothing', (_name, rule) => {
    const context = lock.emptyLock(undefined);
    const said: unknown[] = [];
    expect(rule(context, (...effect) => said.push(effect))).toBeUndefined();
    expect([said, lock.encode(context)]).toEqual([[], lock.encode(lock.emptyLock(undefined))]);
  });

  test.each<[string, Rule]>([
    ['isHolder', (at) => lock.isHolder(at, ASKED)],
    ['isWaiter', (at) => lock.isWaiter(at, ASKED)],
    ['isMoreUrgent', (at) => lock.isMoreUrgent(at, ASKED)],
    ['isOwnHold', (at) => lock.isOwnHold(at, ASKED)],
    ['isInvolved', (at) => lock.isInvolved(at, ASKED)],
    ['isDeleteDue', lock.isDeleteDue],
    ['isHeldExclusive', lock.isHeldExclusive],
    ['isHeldShared', lock.isHeldShared],
  ])('%s is false', (_name, rule) => {
    expect(rule(lock.emptyLock(undefined), () => {})).toBe(false);
  });
});
