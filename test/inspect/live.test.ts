/** What the page keeps of what programs tell: while it is paused, and when programs and machines end. */
import { describe, expect, test } from 'vitest';
import { machineToShow } from '../../src/cli/inspect/page/selection.ts';
import { sourceText } from '../../src/cli/inspect/page/source-text.ts';
import { LiveRecording } from '../../src/cli/inspect/view/live.ts';
import { lockDataOf } from '../../src/cli/inspect/view/machine.ts';
import type { InspectorMessage } from '../../src/inspect/protocol.ts';

/** A recording, and what programs say to it. */
function told(limit?: number) {
  const recording = new LiveRecording(limit);
  const say = (process: string, message: object): void => {
    const whole = {
      createdAt: '1000',
      rootId: 'm',
      sessionId: 'm',
      ...message,
    } as unknown as InspectorMessage;
    recording.receive({ process, message: whole, size: JSON.stringify(whole).length });
  };
  const hello = (process: string, title = process): void =>
    say(process, { type: 'lockchart.hello', protocol: 1, instance: process, title, pid: 7 });
  const register = (process: string, sessionId: string, more: object = {}): void => {
    const definition = '{"id":"light"}';
    const snapshot = { status: 'active', value: 'red' };
    say(process, { type: '@xstate.actor', name: sessionId, sessionId, definition, snapshot, ...more });
  };
  const step = (process: string, sessionId: string, value: string, status = 'active'): void => {
    say(process, { type: '@xstate.event', sessionId, event: { type: 'go' } });
    const snapshot = { status, value, context: { filling: 'x'.repeat(100) } };
    say(process, { type: '@xstate.snapshot', sessionId, event: { type: 'go' }, snapshot });
  };
  const there = (moment = recording.last): string[] => {
    recording.seek(moment);
    return recording.machines.filter((each) => recording.stateOf(each)).map(({ name }) => name);
  };
  const stateAt = (moment: number): unknown => {
    recording.seek(moment);
    const [machine] = recording.machines;
    return machine && recording.stateOf(machine)?.snapshot.value;
  };
  return { recording, say, hello, register, step, there, stateAt };
}

describe('a moment that is held', () => {
  test('stays, with what is around it, whatever comes; and what found no room is counted', () => {
    const { recording, register, step, stateAt } = told(20_000);
    register('p', 'm');
    for (let count = 1; count <= 1_000; count += 1) step('p', 'm', `state ${count}`);
    const held = recording.last;
    expect(recording.first).toBeGreaterThan(100);
    recording.hold(held);
    for (let count = 1_001; count <= 3_000; count += 1) step('p', 'm', `state ${count}`);
    expect(stateAt(held)).toBe('state 1000');
    expect(recording.row(held)?.path).toEqual(['state 999', 'state 1000']);
    expect(recording.first).toBeLessThan(held);
    // As much of what came after it as of what came before.
    expect(Math.abs(recording.first + recording.last - 2 * held)).toBeLessThanOrEqual(2);
    expect(recording.missed).toBe(2_000 - (recording.last - held));
    recording.hold(undefined);
    expect(stateAt(recording.last)).toBe('state 3000');
    step('p', 'm', 'state 3001');
    expect(recording.row(recording.last)?.path).toEqual(['state 3000', 'state 3001']);
    expect(recording.first).toBeLessThan(recording.last);
  });

  test('is forgotten in time when nobody holds it', () => {
    const { recording, register, step } = told(20_000);
    register('p', 'm');
    step('p', 'm', 'first');
    for (let count = 1; count <= 1_000; count += 1) step('p', 'm', `state ${count}`);
    expect([recording.row(1), recording.missed]).toEqual([undefined, 0]);
  });
});

describe('a program that ends', () => {
  test('takes its machines along, at once; there is a row of it, and the moment before has them', () => {
    const { recording, hello, register, there } = told();
    hello('traffic');
    register('traffic', 'a');
    hello('other');
    register('other', 'b');
    const before = recording.last;
    recording.endProcess('traffic');
    expect(there()).toEqual(['b']);
    expect(there(before)).toEqual(['a', 'b']);
    expect(recording.row(recording.last)).toMatchObject({ label: 'gone', program: 'traffic (7)' });
    expect(recording.programs.map(({ title }) => title)).toEqual(['other (7)']);
    recording.endProcess('other');
    const words = sourceText({ state: 'connected', isTold: false }, recording);
    expect(words).toBe('Listening: other (7) is gone');
    const { last } = recording;
    // The same that comes again is the same, however often it says who it is.
    hello('other', 'other, 3 s behind');
    expect(recording.last).toBe(last + 1);
    hello('other');
    register('other', 'b');
    expect(recording.last).toBe(last + 1);
    expect(there()).toEqual(['b']);
    expect(sourceText({ state: 'connected', isTold: false }, recording)).toBe('Listening: other (7)');
  });
});

test('what has stopped is not there any more, though nothing else happens; nor is a child that is done', () => {
  const { register, step, there } = told();
  register('p', 'top');
  register('p', 'child', { parentId: 'top' });
  step('p', 'child', 'end', 'done');
  expect(there()).toEqual(['top']);
  step('p', 'top', 'end', 'done');
  expect(there()).toEqual(['top']);
  step('p', 'top', 'end', 'stopped');
  expect(there()).toEqual([]);
});

describe('the chosen machine', () => {
  const select = (recording: LiveRecording, isChosenByUser: boolean, paused?: number) => {
    recording.seek(recording.first);
    const [chosen] = recording.machines;
    recording.seek(paused ?? recording.last);
    return machineToShow({ recording, chosen, isChosenByUser, paused });
  };

  test('is who has its name now, and another when nobody chose it', () => {
    const { recording, hello, register } = told();
    hello('one');
    register('one', 'config');
    register('one', 'config 2');
    const [old] = recording.machines;
    expect(select(recording, true)).toBe(old);
    recording.endProcess('one');
    expect(select(recording, true)).toBe(old);
    hello('two');
    register('two', 'another');
    register('two', 'config');
    const [, , another, config] = recording.machines;
    expect(select(recording, true)).toBe(config);
    expect(select(recording, false)).toBe(another);
    // In the past it is the one that was chosen.
    expect(select(recording, true, recording.last)).toBe(old);
  });
});

test('the page says how it is connected', () => {
  const none = { programs: [], dropped: 0, missed: 0 };
  const say = (state: 'starting' | 'connected' | 'lost' | 'refused'): string =>
    sourceText({ state, isTold: false }, none);
  expect(say('starting')).toBe('Connecting…');
  expect(say('connected')).toBe('Listening; no program has come yet');
  expect(say('lost')).toContain('Not connected');
  expect(say('refused')).toContain('the token is wrong');
  expect(sourceText({ state: 'connected', isTold: false }, { ...none, dropped: 1_234 })).toContain('1,234');
});

describe('what others say', () => {
  test('is left out where it is no message, or no machine, and counted', () => {
    const { recording, say, register, step, there } = told();
    register('p', 'm');
    say('p', { type: '@xstate.actor', name: 'odd', sessionId: 'odd', definition: '{}' });
    say('p', { type: '@xstate.snapshot', event: { type: 'go' } });
    say('p', { type: '@xstate.event', event: null });
    say('p', { type: '@xstate.action', action: 'none' });
    expect([recording.dropped, there()]).toEqual([4, ['m']]);
    for (const definition of [
      '{"id":"odd","states":{"a":null}}',
      '{"id":"odd","on":{"go":{"target":5}}}',
      '[',
      '7',
    ]) {
      register('p', definition, { definition });
    }
    expect(recording.machines.slice(1).map(({ kind }) => kind)).toEqual(Array(4).fill('machine'));
    step('p', 'm', 'green');
    expect(there()).toHaveLength(5);
  });

  test('a machine that is called as a lock of ours need not be one', () => {
    const { recording, register } = told();
    const contexts = [
      { holds: ['x'], queue: ['job 1'] },
      { holds: [], queue: [{ mode: 'shared', waiters: 'ann' }] },
      { holds: [null], queue: [] },
    ];
    for (const [index, context] of contexts.entries()) {
      const snapshot = { status: 'active', value: 'free', context };
      register('p', `m${index}`, { definition: '{"id":"sharedLock"}', snapshot });
    }
    const data = recording.machines.map((each) => lockDataOf(each, recording.stateOf(each)?.snapshot));
    expect(data).toEqual([undefined, undefined, undefined]);
  });

  test('machines that are gone are forgotten', () => {
    const { recording, say, register, step } = told(20_000);
    for (let count = 0; count < 1_000; count += 1) {
      register('p', `m${count}`);
      if (count % 2 === 0) step('p', `m${count}`, 'green');
      say('p', { type: 'lockchart.gone', sessionId: `m${count}` });
    }
    expect(recording.machines.length).toBeLessThan(200);
    register('p', 'm0');
    expect(recording.machines.at(-1)?.name).toBe('m0');
  });
});
