/**
 * What pages are told of a run: no more than they take, and when they come back, how everything is by then.
 */
import { expect, test } from 'vitest';
import { Hub } from '../../src/cli/inspect/hub.ts';
import { RunTeller } from '../../src/cli/inspect/run-teller.ts';
import type { Frame } from '../../src/cli/inspect/viewer-protocol.ts';
import { ALL, LockSet } from '../../src/index.ts';
import { engineBefore } from '../../src/inspect/watched-engine.ts';

const NAMES = Array.from({ length: 300 }, (_, index) => `n${index}`);

/** A page, with what it knows of machines. */
class Page {
  readonly outlet = { waiting: 0, send: (frame: string) => this.#receive(frame) };
  readonly states = new Map<string, unknown>();
  readonly types: string[] = [];
  /** Names of machines that were said to be gone. */
  readonly gone: (string | undefined)[] = [];
  chars = 0;
  lost = 0;
  readonly #names = new Map<string, string>();

  #receive(text: string): void {
    this.chars += text.length;
    for (const message of (JSON.parse(text) as Frame).messages) {
      this.types.push(message.type);
      if (message.type === 'lockchart.dropped') this.lost += message.count;
      if (message.type === '@xstate.actor') this.#names.set(message.sessionId, message.name);
      if (message.type === 'lockchart.gone') this.gone.push(this.#names.get(message.sessionId));
      if (!('snapshot' in message)) continue;
      const name = this.#names.get(message.sessionId);
      if (name === undefined) throw new Error('it was told of a machine that nobody has told it of');
      if (message.snapshot.status === 'stopped') this.states.delete(name);
      else this.states.set(name, message.snapshot.value);
    }
  }
}

function watchedSet() {
  const hub = new Hub();
  const page = new Page();
  hub.join(page.outlet);
  const teller = new RunTeller(hub, 'day.jsonl');
  const nodes = new LockSet('node', NAMES, { engine: engineBefore(teller.audience, undefined) });
  return { hub, page, teller, nodes };
}

test('a page that takes nothing is told nothing, and everything when it is back', async () => {
  const { hub, page, teller, nodes } = watchedSet();
  hub.flush();
  expect(page.states.get('node/n7')).toBe('free');
  page.outlet.waiting = 100_000_000;
  let hold = await nodes.acquire(ALL, { owner: 'ann' });
  expect(teller.audience.isAway).toBe(true);
  teller.look(0);
  hub.flush();
  const { chars } = page;
  for (let round = 0; round < 20; round += 1) {
    hold.release();
    const short = await nodes.acquire(['n7'], { owner: `short ${round}`, mode: 'shared' });
    short.release();
    hold = await nodes.acquire(ALL, { owner: 'ann' });
  }
  hub.flush();
  expect(page.chars).toBe(chars);
  page.outlet.waiting = 0;
  teller.look(0);
  hub.flush();
  expect(page.lost).toBeGreaterThan(300);
  for (const name of NAMES) expect(page.states.get(`node/${name}`)).toBe('exclusive');
  expect([...page.states.keys()].filter((name) => name.includes('owner'))).toEqual(['node/owner ann']);
  // And goes on from there, as far as is taken.
  page.types.length = 0;
  hold.release();
  hub.flush();
  expect(page.types.filter((type) => type === '@xstate.event').length).toBeGreaterThan(100);
  expect(page.chars - chars).toBeLessThan(1_500_000);
  teller.look(0);
  hub.flush();
  expect(page.states.get('node/n299')).toBe('free');
  expect(page.states.has('node/owner ann')).toBe(false);
});

test('a page that is slower than another is told whose end it has missed, and of nobody it never knew', async () => {
  const { hub, page, teller, nodes } = watchedSet();
  const hold = await nodes.acquire(['n7'], { owner: 'ann' });
  hub.flush();
  hub.join(new Page().outlet);
  page.outlet.waiting = 100_000_000;
  hold.release();
  (await nodes.acquire(['n7'], { owner: 'bob' })).release();
  hub.flush();
  expect(page.gone).toEqual([]);
  expect(teller.audience.isAway).toBe(false);
  page.outlet.waiting = 0;
  hub.flush();
  expect(page.gone).toEqual(['node/owner ann']);
});
