/**
 * Runs as text: what is written can be read back exactly, and run again.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { initialState, step } from '../../src/core/shared-lock/compiled.ts';
import { lockRuns } from '../../src/testing/lock-commands.ts';
import { readNotation, written } from '../../src/testing/notation.ts';
import { replay, transcript } from '../../src/testing/transcript.ts';

const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const command = fc
  .record({ type: fc.oneof(fc.string(), fc.constantFrom('lock.acquire', 'true', 'a=b')), body: json })
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown);

describe('the notation', () => {
  test.prop([fc.oneof(json, command)])('is read back as it was', (value) => {
    expect(readNotation(written(value))).toEqual(value);
    expect(written(value)).not.toContain('\n');
  });

  test.each([
    [{ type: 'lock.acquire', owner: 'ann', mode: 'shared' }, 'lock.acquire owner=ann mode=shared'],
    [
      { key: 'ann', command: { type: 'set.acquire', names: ['a', 'b'] } },
      'key=ann command={set.acquire names=[a b]}',
    ],
    [{ owner: null, text: 'two words', yes: 'true' }, 'owner=null text="two words" yes="true"'],
    ['tick', '"tick"'],
    [{ type: 'tick' }, 'tick'],
    [{}, '{}'],
    [[], '[]'],
  ])('writes %j as %s', (value, text) => {
    expect(written(value)).toBe(text);
    expect(readNotation(text)).toEqual(value);
  });

  test.each(['', 'a=', 'a={b=1', '[1 2', 'a=1 ]', '"open'])('refuses %j', (text) => {
    expect(() => readNotation(text)).toThrow(SyntaxError);
  });
});

describe('a transcript', () => {
  test.prop([lockRuns(30)])('is the same when it is run again, whatever its indentation', (run) => {
    const model = { initial: initialState };
    const text = transcript(model, step, run);
    expect(replay(model, step, text)).toBe(text);
    expect(replay(model, step, `\n${text.replaceAll(/^/gm, '      ')}\n`)).toBe(text);
  });

  test('shows command, answers and state, and keeps remarks', () => {
    const now = replay(
      { initial: initialState, show: ({ value, context }) => `${value}, token ${context.token}` },
      step,
      `
        # ann comes first
        lock.acquire owner=ann request=1 priority=0 try=false mode=exclusive
        lock.acquire owner=bob request=2 priority=0 try=true mode=shared
      `,
    );
    expect(now).toMatchInlineSnapshot(`
      "# ann comes first
      lock.acquire owner=ann request=1 priority=0 try=false mode=exclusive
        → lock.granted owner=ann request=1 mode=exclusive token=1
        = exclusive, token 1
      lock.acquire owner=bob request=2 priority=0 try=true mode=shared
        → lock.refused owner=bob request=2 reason=timeout
      "
    `);
  });
});
